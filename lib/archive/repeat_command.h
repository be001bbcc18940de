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

/* Writes the members P to their places below DIR.  P has what the last step of
 * C needs.  Also makes the directories in which this step works and writes. */
int repeat_command_lay_out(const struct members *p, const struct provenance *c,
			   const char *dir, struct err *err);

/* Runs the command of ST in DIR.  It gets the recorded stdin, and its stdout
 * goes to the file OUT.  *STATUS becomes the exit code, or -N for signal N. */
int repeat_command(const struct step *st, const char *dir, const char *out,
		   int *status, struct err *err);

/* Runs ARGV in the directory of the last step of C and waits until it ends.  It
 * gets the step's recorded stdin, our stdout and the store of C.  *STATUS
 * becomes the exit code, or -N for signal N. */
int repeat_command_in_place(const struct provenance *c, const struct strs *argv,
			    int *status, struct err *err);

#endif
