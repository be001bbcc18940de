/*
 * rerun.h - runs a recorded command once more, in its directory, on the files
 * that are there now.  Settings may be changed.
 */
#ifndef ARCHIVE_RERUN_H
#define ARCHIVE_RERUN_H

#include "base/strs.h"
#include "run/run.h"

/* Fills ARGV with the command of run R of S, changed by SETTINGS.  Each of
 * SETTINGS has the form "lr=1e-4" and replaces an option of the command.
 * err_usage if our tool has no such setting, or if the command of another
 * program has no such option. */
int rerun_argv(const struct store *s, const struct run *r,
	       const struct strs *settings, struct strs *argv, struct err *err);

/* Runs ARGV in the directory in which run R of S ran, and waits until it ends.
 * ARGV gets the recorded stdin of R.  STATUS becomes its exit code, or 128 + N
 * if signal N ended it.  It is recorded in S as a new run. */
int rerun(const struct store *s, const struct run *r, const struct strs *argv,
	  int *status, struct err *err);

#endif
