/*
 * diff_metrics.h - reads the metrics of runs and compares them.
 */
#ifndef DIFF_DIFF_METRICS_H
#define DIFF_DIFF_METRICS_H

#include "base/messages.h"
#include "diff/ingredients.h"

/* Returns the metrics in the tables that R wrote, at the step whose weights are
 * kept: an object from names ("val loss") to values as text.  The caller frees
 * it. */
struct json *diff_metrics_of(const struct store *s, const struct run *r);

/* Does the same, and sets *STEP to the step that the metrics belong to, NAN: to
 * none.  Only those of a training, which keeps its weights, have a "step". */
struct json *diff_metrics_at(const struct store *s, const struct run *r,
			     double *step);

/* Returns 1 if the user means the metric NAME, with dots for blanks, by ASKED:
 * its name or, of a network's score beside those of baselines,
 * SPLIT.model.METRIC, SPLIT.METRIC. */
int diff_metrics_means(const char *asked, const char *name);

/* Returns the value of the metric that the user means by ASKED in METRICS, an
 * object from such names to text, or NULL. */
const char *diff_metrics_get(const struct json *metrics, const char *asked);

/* Returns the metrics in the tables that R wrote, over all their rows: an
 * object from "min(val loss)", "max(val loss)", "first(val loss)" and "last(val
 * loss)" to values as text.  Only tables with one value in each row count.  The
 * caller frees it. */
struct json *diff_metrics_ranges(const struct store *s, const struct run *r);

/* Sets `metrics` of TO to a list of {name, values, difference} of the metrics
 * that differ between N RUNS.  "values" is an object from ids of runs to text.
 * If there are two runs, "difference" is the second value minus the first. */
void diff_metrics(struct json *to, const struct diff_run *runs, size_t n);

/* Warns once if two of N trainings minimised different losses (--loss,
 * --foreground-weight).  START has the start.json of each run, or NULL; NAME
 * has its name.  Runs of other tools do not count. */
void diff_metrics_warn(struct messages *m, const struct json *const *start,
		       const char *const *name, size_t n);

#endif
