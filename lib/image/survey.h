/*
 * survey.h - statistics of many images, each and all together.
 *
 * Exact over all pixels; non-finite ones are counted and left out.  The
 * result does not depend on the number of threads.  Memory does not grow
 * with the size of the images.
 */
#ifndef IMAGE_SURVEY_H
#define IMAGE_SURVEY_H

#include "image/image.h"

struct summary {		/* of one image or of many */
	size_t images;
	size_t width, height, pages;	/* 0: they differ */
	enum pixel type;		/* PIXEL_NONE: they differ */
	unsigned bits;			/* the most there are */
	const char *note;		/* of the scan, "" */
	uint64_t n;			/* finite pixels */
	uint64_t nonfinite, zeros;
	uint64_t saturated;	/* at the top of the 8, 10, 12, 14, 16 or
				   all bits of an integer type */
	double min, max, mean, sd;	/* sd: divided by n; no pixels: 0 */
	double *percentile;		/* as asked; no pixels: NaN */
	/* Integers: 1 + the highest minus the lowest level left when half
	 * a percent of the pixels is cut off at each end; else 0. */
	double levels;
};

struct survey {
	/* given */
	const char *const *ref;	/* images */
	size_t n;
	const char *in_all;	/* 0: does not count for all; NULL: all do */
	const double *percent;	/* 0 to 100 */
	size_t percents;
	int threads;
	/* made */
	struct summary *each;	/* N */
	struct summary all;
};

/* Errors name the image.  Of several, the first in order is reported. */
int survey_run(struct survey *s, struct err *err);
/* Free what survey_run made. */
void survey_release(struct survey *s);

/* Bits that tell LEVELS apart: their binary logarithm. */
double survey_bits(double levels);

#endif
