/*
 * repeat_command.h - runs a recorded command again, in a directory of its own.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_REPEAT_COMMAND_H
#define ARCHIVE_REPEAT_COMMAND_H

#include "archive/provenance.h"
#include "archive/member.h"

/* Write the members P, which were packed for the last step of C, to their
 * places below DIR, and make the directories that the step works in and writes
 * to. */
int repeat_command_lay_out(const struct members *p, const struct provenance *c,
			   const char *dir, struct err *err);

/* Run the command of ST in DIR, with the recorded stdin; its stdout goes to the
 * file OUT.  STATUS becomes the exit code, or -N if signal N ended it. */
int repeat_command(const struct step *st, const char *dir, const char *out,
		   int *status, struct err *err);

/* Run ARGV where the last step of C ran, with its recorded stdin, our stdout
 * and the store of C, and wait for it.  STATUS is as above. */
int repeat_command_in_place(const struct provenance *c, const struct strs *argv,
			    int *status, struct err *err);

#endif
