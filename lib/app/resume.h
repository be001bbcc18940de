/*
 * resume.h - rebuilds the command line of a run that is being resumed (for
 * main.c).
 *
 * Inside lib/app only.
 */
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/ctx.h"
#include "app/opt.h"

/* Returns the value of --resume in ARGV, or NULL if it is not given. */
const char *resume_value(const struct opt *opts, int argc, char **argv);

/* Returns 1 if the settings file of the resumed run has gone, so that what the
 * store has of it was read, which is recorded already. */
int resume_settings_are_recorded(void);

/* Puts the recorded arguments of run RESUME before those in ARGV, and sets
 * *ARGC and *ARGV to the result, which is valid until resume_release.  Both
 * begin with the name of the program.  Fails with err_usage if ARGV has options
 * that can change a result.  If the settings file of a run that has not
 * finished has gone, the recorded one is named instead.
 *
 * If ARGV has an option with OPT_MORE and the run has finished, returns 1: a
 * new run is to go on from it.  The result is then its whole command line,
 * without --resume, and CTX->extends is set.  Its settings file must be there.
 */
int resume_args(struct ctx *ctx, const struct opt *opts, const char *resume,
		int *argc, char ***argv, struct err *err);
/* Says how a new run goes on from a finished one, if it does.  Fails with
 * err_usage if it is not to be logged. */
int resume_check(const struct ctx *ctx, int log, int recorded, struct err *err);

void resume_release(void);

#endif
