/*
 * metrics_log.h - the metrics of a training in a table `step epoch split metric
 * value`.  A new metric is a new row.
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
	char *path;	 /* file that gets the rows, too, or NULL */
};

/* Begins a table, which is also written to the file PATH unless that is NULL.
 * If KEEP is not 0, continues the table in PATH after its first KEEP bytes, as
 * a checkpoint says, and drops later rows.  The caller releases C. */
int metrics_log_open(struct metrics_log *c, const char *path, uint64_t keep,
		     struct err *err);
void metrics_log_release(struct metrics_log *c);

/* Adds a row in a single write. */
int metrics_log_add(struct metrics_log *c, uint64_t step, double epoch,
		    const char *split, const char *metric, double value,
		    struct err *err);

/* Makes sure that all rows are on disk. */
int metrics_log_sync(struct metrics_log *c, struct err *err);

#endif
