/*
 * diff_metrics.h - reads the metrics of runs and compares them.
 */
#ifndef DIFF_DIFF_METRICS_H
#define DIFF_DIFF_METRICS_H

#include "diff/ingredients.h"

/* Returns the metrics in the tables among the outputs of R, as an object from
 * names ("val loss") to values as text.  The caller frees it with json_free. */
struct json *diff_metrics_of(const struct store *s, const struct run *r);

/* Returns the same metrics over all rows, as an object from "min(val loss)",
 * "max(val loss)", "first(val loss)" and "last(val loss)" to text.  Only tables
 * with one value in each row count. */
struct json *diff_metrics_ranges(const struct store *s, const struct run *r);

/* Sets `metrics` of TO to a list of {name, values, difference}, with the
 * metrics that differ between N RUNS.  values is an object from the runs' ids
 * to text.  For two runs, difference is the second value minus the first, as
 * text. */
void diff_metrics(struct json *to, const struct diff_run *runs, size_t n);

#endif
