/*
 * metrics_log.h - the metrics of a training run, row by row: a table `step
 * epoch split metric value`, so that a new metric changes no schema.
 *
 * Nothing in it depends on time, so equal training gives equal bytes, even if
 * it was stopped and resumed.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_METRICS_LOG_H
#define TRAIN_METRICS_LOG_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct metrics_log {
	struct buf text; /* the table so far */
	char *path; /* of the file that rows are also written to, or NULL */
};

/* Begin a table; its rows are also written to the file PATH, unless PATH is
 * NULL.  If KEEP is above 0, resume the table in PATH: KEEP is its length in
 * bytes (text.len) at the checkpoint, and the rows after that are dropped. */
int metrics_log_open(struct metrics_log *c, const char *path, uint64_t keep,
		     struct err *err);
void metrics_log_release(struct metrics_log *c);

/* Add a row, in one write. */
int metrics_log_add(struct metrics_log *c, uint64_t step, double epoch,
		    const char *split, const char *metric, double value,
		    struct err *err);
/* Make sure that all rows so far are on disk. */
int metrics_log_sync(struct metrics_log *c, struct err *err);

#endif
