/*
 * metrics_log.h - the metrics of a training in a table `step epoch split metric
 * value`, a row for each metric.
 *
 * Equal trainings give equal bytes, even if stopped and resumed.
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

/* Begins a table, which is also written to the file PATH unless PATH is NULL.
 * If KEEP is not 0, keeps the first KEEP bytes of PATH and drops the rest;
 * fails with err_data if PATH does not fit.  The caller releases C. */
int metrics_log_open(struct metrics_log *c, const char *path, uint64_t keep,
		     struct err *err);
void metrics_log_release(struct metrics_log *c);

/* Adds a row to the table and, in a single write, to the file. */
int metrics_log_add(struct metrics_log *c, uint64_t step, double epoch,
		    const char *split, const char *metric, double value,
		    struct err *err);

/* Returns the value in the row that begins with STEP, EPOCH, SPLIT and METRIC,
 * or NAN if there is none. */
double metrics_log_value(const struct metrics_log *c, uint64_t step,
			 double epoch, const char *split, const char *metric);

/* Returns when all rows of the file are on disk. */
int metrics_log_sync(struct metrics_log *c, struct err *err);

#endif
