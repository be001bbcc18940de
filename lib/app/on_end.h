/*
 * on_end.h - runs a command of the user when a run ends (--on-end).
 *
 * Inside lib/app only.
 */
#ifndef APP_ON_END_H
#define APP_ON_END_H

#include "app/ctx.h"

/* Runs COMMAND by sh.  Its environment has XP_RUN, the id of the run, and
 * XP_STATE, which is STATE: done, failed or stopped.  Its stdin is empty, and
 * its stdout goes to stderr.  Appends a line to the file "on-end" in RUN_DIR:
 * time, STATE, how the command ended, and COMMAND.  Warns if the command fails.
 * RUN_ID and RUN_DIR are NULL for a run that is not recorded. */
void on_end_run(const struct ctx *ctx, const char *command, const char *state,
		const char *run_id, const char *run_dir);

#endif
