/*
 * measure.h - computes all metrics of one image.
 *
 * The caller hands over all rows twice: first for the means, then for what
 * depends on the means.  All metrics are the same bits, however the rows are
 * shared out among calls.
 */
#ifndef METRIC_MEASURE_H
#define METRIC_MEASURE_H

#include "metric/metric.h"

struct measure;

/* Returns a measurement of an image of WIDTH x HEIGHT pixels.  The caller frees
 * it with measure_free.  SLICES is 1 for a plane.  HEIGHT counts the rows of
 * all slices of a stack; metrics that compare neighbouring pixels are then
 * means over slices.  RANGE is R in the formulas of PSNR and SSIM; NAN: not
 * known. */
struct measure *measure_new(size_t width, size_t height, size_t slices,
			    double range);
void measure_free(struct measure *m);

/* Hands over the next ROWS rows for the first time: PRED is the prediction,
 * WANT the truth. */
void measure_first(struct measure *m, const float *pred, const float *want,
		   size_t rows);

/* Hands over the next ROWS rows again, after measure_first for all rows. */
void measure_second(struct measure *m, struct thread_pool *pool,
		    const float *pred, const float *want, size_t rows);

/* Fills VALUE with measure_count values, in the order of METRICS; NAN:
 * undefined.  Call it once, after all rows. */
void measure_end(struct measure *m, double *value);
size_t measure_count(void); /* number of METRICS */

#endif
