/*
 * measure.h - computes all metrics of one image.  The caller hands over the
 * image twice.  The first time, means are computed.  The second time, what
 * depends on the means is computed.
 */
#ifndef METRIC_MEASURE_H
#define METRIC_MEASURE_H

#include "metric/metric.h"

struct measure;

/* Returns a new measurement of one image of WIDTH x HEIGHT pixels.  The caller
 * frees it with measure_free.  SLICES is 1 for a plane.  For a stack, HEIGHT
 * counts the rows of all slices.  Some metrics compare neighbouring pixels.
 * For a stack, their value is the mean over the slices.  RANGE is R in the
 * formulas of PSNR and SSIM; NAN: not known. */
struct measure *measure_new(size_t width, size_t height, size_t slices,
			    double range);
void measure_free(struct measure *m);

/* Hand over the next ROWS rows.  PRED is the prediction, WANT the truth.  Call
 * measure_first for all rows of the image.  Then call measure_second for all
 * rows again.  The results do not depend on the number of rows in a call, nor
 * on POOL: they are equal bit for bit. */
void measure_first(struct measure *m, const float *pred, const float *want,
		   size_t rows);
void measure_second(struct measure *m, struct thread_pool *pool,
		    const float *pred, const float *want, size_t rows);

/* Fills VALUE with measure_count() values, in the order of METRICS.  The value
 * is NAN if a metric is undefined.  Call this once, after all rows. */
void measure_end(struct measure *m, double *value);
size_t measure_count(void); /* number of METRICS */

#endif
