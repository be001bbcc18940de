/*
 * rerun.h - running a recorded command again, in a directory of its own.
 */
#ifndef STORE_RERUN_H
#define STORE_RERUN_H

#include "store/chain.h"
#include "store/pieces.h"

/* Lay out P, packed for the last step of C, below DIR and make the
 * directories that it works in. */
int rerun_lay_out(const struct pieces *p, const struct chain *c,
		  const char *dir, struct err *err);

/* Run the command of ST there, with stdin as recorded and stdout going to
 * the file OUT.  STATUS: exit code, or minus the signal. */
int rerun_command(const struct step *st, const char *dir, const char *out,
		  int *status, struct err *err);

#endif
