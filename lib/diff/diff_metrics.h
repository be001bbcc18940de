/*
 * diff_metrics.h - compares the metrics of two runs.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_METRICS_H
#define DIFF_DIFF_METRICS_H

#include "file/json.h"
#include "run/run.h"

/* Returns the metrics that the tables among the outputs of R contain: an object
 * from names ("val loss") to values as text; free with json_free. */
struct json *diff_metrics_of(const struct store *s, const struct run *r);
/* Set `metrics` of TO to a list of {name, a, b, difference}: the metrics in
 * which A and B differ, and those that only one of them has. */
void diff_metrics(struct json *to, const struct store *s, const struct run *a,
		  const struct run *b);

#endif
