/*
 * metric.h - how near a prediction is to the truth.  One metric, one file;
 * its name goes into METRICS in Makefile.am and nowhere else.
 */
#ifndef METRIC_METRIC_H
#define METRIC_METRIC_H

#include <stddef.h>

struct metric {
	const char *name;	/* column name */
	const char *about;	/* the convention, printed in --help */
	int better;		/* +1: larger is better, -1: smaller, 0 */
	/* Of one image (HEIGHT x WIDTH) in the target's own units.  RANGE
	 * is the range R of PSNR and SSIM.  NAN when undefined. */
	double (*eval)(const float *pred, const float *want, size_t width,
		       size_t height, double range);
};

/* All of them, in the order of METRICS; NULL ends. */
extern const struct metric *const metrics[];
const struct metric *metric_find(const char *name);

#endif
