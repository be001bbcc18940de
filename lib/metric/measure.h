/*
 * measure.h - all metrics of one image, which passes by twice: once for the
 * means, once for what is made of them.
 */
#ifndef METRIC_MEASURE_H
#define METRIC_MEASURE_H

#include "metric/metric.h"

struct measure;

/* HEIGHT: of all SLICES, 1 but for stacks: a metric that looks at neighbours
 * is the mean over them.  RANGE: R of PSNR and SSIM, NAN: not known. */
struct measure *measure_new(size_t width, size_t height, size_t slices,
			    double range);
void measure_free(struct measure *m);

/* The next ROWS rows of prediction and truth: with measure_first all of
 * the image, then with measure_second all again.  No portioning and no POOL
 * changes a bit. */
void measure_first(struct measure *m, const float *pred, const float *want,
		   size_t rows);
void measure_second(struct measure *m, struct thread_pool *pool,
		    const float *pred, const float *want, size_t rows);

/* The values, once, in the order of METRICS; NAN where undefined. */
void measure_end(struct measure *m, double *value);
size_t measure_count(void); /* how many METRICS there are */

#endif
