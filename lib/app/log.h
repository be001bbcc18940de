/*
 * log.h - the commands of xp-log that record, compare, pack and run again.
 */
#ifndef APP_LOG_H
#define APP_LOG_H

#include "app/tool.h"

extern const struct opt log_archive_opts[], log_restore_opts[], log_run_opts[],
	log_verify_opts[];

tool_fn log_run, log_diff, log_archive, log_restore, log_verify;

#endif
