/*
 * metrics_log.h - the metrics of a training run, row by row: a table `step
 * epoch split metric value`, so that a new metric changes no schema.
 *
 * Nothing in it depends on time, so equal training gives equal bytes, stopped
 * and resumed or not.
 *
 * Inside lib/fit only.
 */
#ifndef FIT_METRICS_LOG_H
#define FIT_METRICS_LOG_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct metrics_log {
	struct buf text; /* the table so far */
	char *path;	 /* its live file, or NULL */
};

/* Begin a table whose rows are also written to PATH (NULL: not), or, with
 * KEEP above 0, resume the one in PATH: KEEP is text.len at the checkpoint;
 * rows behind it are dropped. */
int metrics_log_open(struct metrics_log *c, const char *path, uint64_t keep,
		     struct err *err);
void metrics_log_release(struct metrics_log *c);

/* Add a row, in one write. */
int metrics_log_add(struct metrics_log *c, uint64_t step, double epoch,
		    const char *split, const char *metric, double value,
		    struct err *err);
/* What was added is on disk when this returns. */
int metrics_log_sync(struct metrics_log *c, struct err *err);

#endif
