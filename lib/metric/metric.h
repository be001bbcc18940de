/*
 * metric.h - the metrics, which tell how close a prediction is to the truth.
 *
 * Each metric is one file, named in METRICS in Makefile.am and nowhere else.
 */
#ifndef METRIC_METRIC_H
#define METRIC_METRIC_H

#include <stddef.h>

#include "base/thread_pool.h"
#include "metric/sums.h"

struct metric {
	const char *name;  /* column name */
	const char *about; /* printed in --help */
	/* +1: larger is better, -1: smaller is better, 0: neither */
	int better;
	/* Returns the value for one image, or NAN if it is undefined.  S has
	 * the sums over the image, in the target's units.  RANGE is R in the
	 * formulas of PSNR and SSIM. */
	double (*eval)(const struct sums *s, double range);
	/* Instead of eval, for a metric that cannot be computed from sums.
	 * Begin returns a state, or NULL if the metric is undefined; S has the
	 * means.  Rows gets all rows in order, any number at a time.  End
	 * returns the value.  Each slice of a stack is an image of its own
	 * here, with the S of the whole stack. */
	void *(*begin)(const struct sums *s, size_t width, size_t height,
		       double range);
	void (*rows)(void *state, struct thread_pool *pool, const float *pred,
		     const float *want, size_t rows);
	double (*end)(void *state); /* frees STATE */
};

/* all metrics, NULL at the end */
extern const struct metric *const metrics[];
const struct metric *metric_find(const char *name);

#endif
