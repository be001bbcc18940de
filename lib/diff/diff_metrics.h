/*
 * diff_metrics.h - the figures of two runs side by side.  Inside lib/diff
 * only.
 */
#ifndef DIFF_DIFF_METRICS_H
#define DIFF_DIFF_METRICS_H

#include "file/json.h"
#include "run/run.h"

/* What tables among the outputs of R say, by name ("val loss"), as text; free
 * with json_free. */
struct json *diff_metrics_of(const struct store *s, const struct run *r);
/* Set `metrics` of TO to a list of {name, a, b, difference}: what tables
 * among the outputs of both say. */
void diff_metrics(struct json *to, const struct store *s, const struct run *a,
		  const struct run *b);

#endif
