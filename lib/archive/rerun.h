/*
 * rerun.h - runs a recorded command once more, where it ran, with what is there
 * now, and perhaps with other settings.
 */
#ifndef ARCHIVE_RERUN_H
#define ARCHIVE_RERUN_H

#include "base/strs.h"
#include "run/run.h"

/* Fills ARGV with the command of run R of S.  Each of SETTINGS, "lr=1e-4",
 * replaces an option of it: err_usage if a tool of ours has no such setting, or
 * the command of another program no such option. */
int rerun_argv(const struct store *s, const struct run *r,
	       const struct strs *settings, struct strs *argv, struct err *err);
/* Runs ARGV in the directory where run R of S ran, with its recorded stdin, and
 * waits for it.  STATUS becomes its exit code, or 128 + N if signal N ended
 * it.  It is recorded in S as a new run. */
int rerun(const struct store *s, const struct run *r, const struct strs *argv,
	  int *status, struct err *err);

#endif
