/*
 * resume.h - rebuilds the command line of a run being resumed (used by main.c).
 * Inside lib/app only.
 */
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/opt.h"

/* The value of --resume in ARGV, or NULL. */
const char *resume_value(const struct opt *opts, int argc, char **argv);

/* Makes ARGC and ARGV the recorded arguments of run RESUME, followed by those
 * given now, which may only set what cannot change a result (else err_usage).
 * They stay valid until resume_release. */
int resume_args(const struct opt *opts, const char *resume, int *argc,
		char ***argv, struct err *err);
void resume_release(void);

#endif
