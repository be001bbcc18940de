/*
 * on_end.h - a command of the user that is run when a run ends (--on-end).
 *
 * Inside lib/app only.
 */
#ifndef APP_ON_END_H
#define APP_ON_END_H

#include "app/ctx.h"

/* Run COMMAND by sh, with XP_RUN, the id of the run, and XP_STATE, STATE, in
 * its environment.  The command reads no input, and what it prints goes to
 * stderr.  A line of the file "on-end" in RUN_DIR tells time, STATE, how the
 * command ended, and COMMAND.  A command that fails is only warned of.  RUN_ID
 * and RUN_DIR are NULL for a run that is not recorded. */
void on_end_run(const struct ctx *ctx, const char *command, const char *state,
		const char *run_id, const char *run_dir);

#endif
