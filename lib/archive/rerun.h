/*
 * rerun.h - runs a recorded command again in its directory, on the files as
 * they are now, perhaps with other settings.
 */
#ifndef ARCHIVE_RERUN_H
#define ARCHIVE_RERUN_H

#include "base/strs.h"
#include "run/run.h"

/* Fills ARGV with the command of run R of S, changed by SETTINGS, such as
 * "lr=1e-4".  Fails with err_usage if a setting has another form, if our tool
 * has no such setting, or if the command of another program has no such option.
 * Fails with err_data if the command held a secret. */
int rerun_argv(const struct store *s, const struct run *r,
	       const struct strs *settings, struct strs *argv, struct err *err);

/* Runs ARGV in the directory of run R of S, with the recorded stdin of R, as a
 * new run of S, and waits until it ends.  *STATUS becomes the exit code, or 128
 * + N for signal N. */
int rerun(const struct store *s, const struct run *r, const struct strs *argv,
	  int *status, struct err *err);

#endif
