/*
 * resume.h - rebuilds the command line of a run that is being resumed (for
 * main.c).
 *
 * Inside lib/app only.
 */
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/opt.h"

/* Returns the value of --resume in ARGV, or NULL if it is not given. */
const char *resume_value(const struct opt *opts, int argc, char **argv);

/* Puts the recorded arguments of run RESUME before those in ARGV, and sets
 * *ARGC and *ARGV to the result, which is valid until resume_release.  Fails
 * with err_usage if ARGV has options that can change a result. */
int resume_args(const struct opt *opts, const char *resume, int *argc,
		char ***argv, struct err *err);
void resume_release(void);

#endif
