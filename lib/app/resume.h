/*
 * resume.h - rebuilds the command line of a run that is resumed, for main.c.
 *
 * Inside lib/app only.
 */
#ifndef APP_RESUME_H
#define APP_RESUME_H

#include "app/ctx.h"
#include "app/opt.h"

/* Returns the value of --resume in ARGV, or NULL if it is not given. */
const char *resume_value(const struct opt *opts, int argc, char **argv);

/* Returns 1 if the settings file of the resumed run has gone, so that its
 * recorded copy was read. */
int resume_settings_are_recorded(void);

/* Puts the recorded arguments of run RESUME before those in ARGV.  *ARGC and
 * *ARGV become the result, which begins with the name of the program and is
 * valid until resume_release.  Returns 0.  If the settings file of the run has
 * gone, its recorded copy is named instead.  Fails with err_usage if ARGV has
 * another option than --resume with neither OPT_FREE nor OPT_ALIVE, and with
 * err_data if the run has finished.
 *
 * If the run has finished but ARGV has an option with OPT_MORE, a new run
 * continues it.  Then returns 1; the result is the new run's command line,
 * without --resume.  Sets CTX->extends and CTX->extended.  Fails with err_data
 * if the settings file has gone. */
int resume_args(struct ctx *ctx, const struct opt *opts, const char *resume,
		int *argc, char ***argv, struct err *err);
/* If the run continues a finished one, says so, and fails with err_usage if LOG
 * is 0. */
int resume_check(const struct ctx *ctx, int log, int recorded, struct err *err);

void resume_release(void);

#endif
