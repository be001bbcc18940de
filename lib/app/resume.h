/*
 * resume.h - rebuilds the command line of a run being resumed (used by main.c).
 * Inside lib/app only.
 */
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/opt.h"

/* Returns the value of --resume in ARGV, or NULL if it is not given. */
const char *resume_value(const struct opt *opts, int argc, char **argv);

/* Replace ARGC and ARGV by the recorded arguments of run RESUME, followed by
 * the ones they held, which may only set options that cannot change a result
 * (otherwise err_usage).  The new ARGV is valid until resume_release. */
int resume_args(const struct opt *opts, const char *resume, int *argc,
		char ***argv, struct err *err);
void resume_release(void);

#endif
