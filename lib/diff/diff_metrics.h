/*
 * diff_metrics.h - the metrics of a run, and those in which runs differ.
 */
#ifndef DIFF_DIFF_METRICS_H
#define DIFF_DIFF_METRICS_H

#include "diff/ingredients.h"

/* Returns the metrics that the tables among the outputs of R contain: an object
 * from names ("val loss") to values as text; free with json_free. */
struct json *diff_metrics_of(const struct store *s, const struct run *r);
/* The same of all rows of tables with one value a row: an object from
 * "min(val loss)", max, first and last to text. */
struct json *diff_metrics_ranges(const struct store *s, const struct run *r);
/* Set `metrics` of TO to a list of {name, values, difference}: the metrics in
 * which not all of N RUNS are the same.  Values is an object from the runs' ids
 * to text; of two runs difference is the second minus the first, as text. */
void diff_metrics(struct json *to, const struct diff_run *runs, size_t n);

#endif
