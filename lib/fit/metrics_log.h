/*
 * metrics_log.h - the metrics of a training run as they come: a table `step
 * epoch split metric value`, so that a new metric changes no schema.
 *
 * Nothing in it depends on time, so the same training gives the same
 * bytes, stopped in between or not.
 */
#ifndef FIT_METRICS_LOG_H
#define FIT_METRICS_LOG_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct metrics_log {
	struct buf text; /* the whole table so far */
	char *path;	 /* its live file, or NULL */
};

/* Begin a table.  PATH (may be NULL) follows it row by row.  KEEP bytes
 * of what is in PATH already are gone on from: 0 for a new table, else
 * what text.len was at a checkpoint; rows after it are dropped. */
int metrics_log_open(struct metrics_log *c, const char *path, uint64_t keep,
		     struct err *err);
void metrics_log_release(struct metrics_log *c);

/* Add a row: one write. */
int metrics_log_add(struct metrics_log *c, uint64_t step, double epoch,
		    const char *split, const char *metric, double value,
		    struct err *err);
/* Everything added so far is on disk when this returns. */
int metrics_log_sync(struct metrics_log *c, struct err *err);

#endif
