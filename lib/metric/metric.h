/*
 * metric.h - the list of metrics, which measure how close a prediction is to
 * the truth.  To add a metric, write its file and put the name of the file into
 * METRICS in Makefile.am.  Metrics are listed nowhere else.
 */
#ifndef METRIC_METRIC_H
#define METRIC_METRIC_H

#include <stddef.h>

#include "base/thread_pool.h"
#include "metric/sums.h"

struct metric {
	const char *name;  /* column name */
	const char *about; /* the convention, printed in --help */
	/* +1: larger is better, -1: smaller is better, 0: neither */
	int better;
	/* Returns the value for one image, or NAN if the metric is undefined.
	 * S contains the sums over the image, in the target's own units.  RANGE
	 * is R in the formulas of PSNR and SSIM. */
	double (*eval)(const struct sums *s, double range);
	/* A metric that cannot be computed from sums has these functions
	 * instead of eval.  Begin gets the means in S and returns a state.
	 * Rows gets all rows of the image in order, any number at a time.  End
	 * returns the value.  Each slice of a stack is handed over as an image
	 * of its own, with the S of the whole stack. */
	void *(*begin)(const struct sums *s, size_t width, size_t height,
		       double range);
	void (*rows)(void *state, struct thread_pool *pool, const float *pred,
		     const float *want, size_t rows);
	double (*end)(void *state); /* frees STATE */
};

/* All metrics, in the order of METRICS; NULL ends the list. */
extern const struct metric *const metrics[];
const struct metric *metric_find(const char *name);

#endif
