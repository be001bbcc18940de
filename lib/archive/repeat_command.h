/*
 * repeat_command.h - runs a recorded command again, in a new directory or where
 * it ran.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_REPEAT_COMMAND_H
#define ARCHIVE_REPEAT_COMMAND_H

#include "archive/provenance.h"
#include "archive/member.h"

/* Writes the members P, which the last step of C needs, to their places below
 * DIR.  Also makes the directories in which this step works and writes, and
 * links to the modules of the experiment that it read, where they are now.
 * Adds to GONE those that are not there any more. */
int repeat_command_lay_out(const struct members *p, const struct provenance *c,
			   const char *dir, struct strs *gone, struct err *err);

/* Runs the command of ST in DIR, with the recorded stdin and the store of DIR,
 * and waits until it ends.  Its stdout goes to the file OUT.  A program that is
 * not ours may change nothing in the directories PROTECT.  *STATUS becomes the
 * exit code, or -N for signal N.  STOP is as in repeat.h. */
int repeat_command(const struct step *st, const char *dir, const char *out,
		   const struct strs *protect, int (*stop)(void), int *status,
		   struct err *err);

/* Runs ARGV in the directory of the last step of C, with the step's recorded
 * stdin, our stdout, the store of C and $XP_RERUN_OF, and waits until it ends.
 * *STATUS becomes the exit code, or -N for signal N. */
int repeat_command_in_place(const struct provenance *c, const struct strs *argv,
			    int *status, struct err *err);

#endif
