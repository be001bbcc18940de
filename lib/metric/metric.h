/*
 * metric.h - the list of metrics, which measure how close a prediction is to
 * the truth.  To add a metric, write its file and put its name into METRICS in
 * Makefile.am; it is listed nowhere else.
 */
#ifndef METRIC_METRIC_H
#define METRIC_METRIC_H

#include <stddef.h>

#include "base/thread_pool.h"
#include "metric/sums.h"

struct metric {
	const char *name;  /* column name */
	const char *about; /* the convention, printed in --help */
	int better;	   /* +1: larger is better, -1: smaller is better,
			      0: neither */
	/* Returns the value for an image from the sums S over it, in the
	 * target's own units; NAN if it is undefined.  RANGE is R of PSNR and
	 * SSIM. */
	double (*eval)(const struct sums *s, double range);
	/* If sums are not enough, a metric has these functions instead of eval.
	 * Begin gets the means in S and returns a state; rows gets all rows of
	 * the image in order, any number at a time; end returns the value.  Of
	 * a stack, each slice is handed over as an image of its own, with the S
	 * of the whole stack. */
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
