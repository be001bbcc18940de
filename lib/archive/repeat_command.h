/*
 * repeat_command.h - runs a recorded command again, in a new directory or
 * where it ran.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_REPEAT_COMMAND_H
#define ARCHIVE_REPEAT_COMMAND_H

#include "archive/provenance.h"
#include "archive/member.h"

/* Writes the members P to their places below DIR.  P holds what the last step
 * of C needs.  The directories in which the step works and writes are made,
 * too. */
int repeat_command_lay_out(const struct members *p, const struct provenance *c,
			   const char *dir, struct err *err);

/* Runs the command of ST in DIR with the recorded stdin.  Its stdout goes to
 * the file OUT.  STATUS becomes the exit code, or -N if signal N ended the
 * command. */
int repeat_command(const struct step *st, const char *dir, const char *out,
		   int *status, struct err *err);

/* Runs ARGV in the directory in which the last step of C ran, and waits until
 * it ends.  It gets the step's recorded stdin, our stdout and the store of C.
 * STATUS becomes the exit code, or -N if signal N ended the command. */
int repeat_command_in_place(const struct provenance *c, const struct strs *argv,
			    int *status, struct err *err);

#endif
