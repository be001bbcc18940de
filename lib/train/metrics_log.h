/*
 * metrics_log.h - the metrics of a training run, in a table `step epoch split
 * metric value`. A new metric is a new row, not a new column.
 *
 * Nothing in the table depends on time.  So equal training gives equal bytes,
 * even if it was stopped and resumed.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_METRICS_LOG_H
#define TRAIN_METRICS_LOG_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct metrics_log {
	struct buf text; /* The table so far */
	char *path; /* Path of a file to which rows are also written, or NULL */
};

/* Begin a table.  Unless PATH is NULL, its rows are also written to the file
 * PATH.  If KEEP is above 0, the table in PATH is continued.  KEEP is then the
 * length of the table at the checkpoint, in bytes (text.len).  Rows beyond
 * this length are dropped. */
int metrics_log_open(struct metrics_log *c, const char *path, uint64_t keep,
		     struct err *err);
void metrics_log_release(struct metrics_log *c);

/* Adds a row, in one write. */
int metrics_log_add(struct metrics_log *c, uint64_t step, double epoch,
		    const char *split, const char *metric, double value,
		    struct err *err);

/* Makes sure that all rows so far are on disk. */
int metrics_log_sync(struct metrics_log *c, struct err *err);

#endif
