/*
 * rerun.h - running a recorded command again, in a directory of its own.
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_RERUN_H
#define ARCHIVE_RERUN_H

#include "archive/provenance.h"
#include "archive/member.h"

/* Lay out P, packed for the last step of C, below DIR and make the
 * directories that it works in. */
int rerun_lay_out(const struct members *p, const struct provenance *c,
		  const char *dir, struct err *err);

/* Run the command of ST there, with stdin as recorded and stdout going to
 * the file OUT.  STATUS: exit code, or minus the signal. */
int rerun_command(const struct step *st, const char *dir, const char *out,
		  int *status, struct err *err);

#endif
