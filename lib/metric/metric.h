/*
 * metric.h - how near a prediction is to the truth.  One metric, one file;
 * its name goes into METRICS in Makefile.am and nowhere else.
 */
#ifndef METRIC_METRIC_H
#define METRIC_METRIC_H

#include <stddef.h>

#include "base/thread_pool.h"
#include "metric/sums.h"

struct metric {
	const char *name;  /* column name */
	const char *about; /* the convention, printed in --help */
	int better;	   /* +1: larger is better, -1: smaller, 0 */
	/* Of the sums over one image in the target's own units.  RANGE is
	 * the range R of PSNR and SSIM.  NAN when undefined. */
	double (*eval)(const struct sums *s, double range);
	/* Where sums do not do, instead: of an image whose rows pass by,
	 * from the first to the last, in any portions.  S has the means.  Of
	 * a stack each slice is such an image; S is of all. */
	void *(*begin)(const struct sums *s, size_t width, size_t height,
		       double range);
	void (*rows)(void *state, struct thread_pool *pool, const float *pred,
		     const float *want, size_t rows);
	double (*end)(void *state); /* frees it */
};

/* All of them, in the order of METRICS; NULL ends. */
extern const struct metric *const metrics[];
const struct metric *metric_find(const char *name);

#endif
