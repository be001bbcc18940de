/*
 * measure.h - computes all metrics of one image.  The caller hands over the
 * image twice: once for the means, once for what is computed from them.
 */
#ifndef METRIC_MEASURE_H
#define METRIC_MEASURE_H

#include "metric/metric.h"

struct measure;

/* Begin an image of WIDTH x HEIGHT.  SLICES is 1 for a plane; HEIGHT counts the
 * rows of all slices of a stack.  Of a stack, a metric that compares neighbours
 * is the mean over the slices.  RANGE is R of PSNR and SSIM, NAN: not known.
 * The caller frees what is returned with measure_free. */
struct measure *measure_new(size_t width, size_t height, size_t slices,
			    double range);
void measure_free(struct measure *m);

/* Hand over the next ROWS rows of prediction and truth: first all rows of the
 * image by measure_first, then all of them again by measure_second.  The
 * results, bit for bit, depend neither on how many rows come at a time nor on
 * POOL. */
void measure_first(struct measure *m, const float *pred, const float *want,
		   size_t rows);
void measure_second(struct measure *m, struct thread_pool *pool,
		    const float *pred, const float *want, size_t rows);

/* After all rows, once: fill VALUE with measure_count() values, in the order of
 * METRICS; NAN if a metric is undefined. */
void measure_end(struct measure *m, double *value);
size_t measure_count(void); /* number of METRICS */

#endif
