/*
 * resume.h - the command line of a run that is gone on with; for main.c.
 */
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/opt.h"

/* The value of --resume in ARGV, or NULL. */
const char *resume_value(const struct opt *opts, int argc, char **argv);

/* Let the recorded command line of run RESUME come first, then what was
 * given now, which may only be what cannot change a result.  ARGC and
 * ARGV become the whole; they stay until resume_release. */
int resume_args(const struct opt *opts, const char *resume, int *argc,
		char ***argv, struct err *err);
void resume_release(void);

#endif
