/*
 * portrait.h - what is kept of an image to judge it among many: a few
 * kilobytes, whatever its size.
 */
#ifndef IMAGE_PORTRAIT_H
#define IMAGE_PORTRAIT_H

#include <stdint.h>

#include "base/digest.h"
#include "image/image.h"

enum {
	PORTRAIT_SIDE = 64,
	PORTRAIT_PIXELS = PORTRAIT_SIDE * PORTRAIT_SIDE,
	PORTRAIT_PARTS = 64,
	PORTRAIT_TURNS = 8,	/* 0: as it is; 1: left is right, 2: and top is
				   bottom, 4: after rows were made columns */
};

struct portrait {
	char *trouble;		/* why it could not be read, or NULL */
	size_t width, height;
	enum pixel type;
	struct pitch pitch;
	const char *note;	/* how its samples were changed, or "" */
	uint64_t n, nonfinite;	/* pixels; N: finite ones */
	double low, high;	/* percentiles 0.1 and 99.9 */
	double median, iqr;
	double mean, sd;
	double entropy;		/* bits, of 256 classes from low to high */
	double at_top, at_bottom;	/* share of the pixels that have the
					   highest (lowest) value, when they
					   are heaped up there; else 0 */
	double step;		/* integers: largest number that divides
				   all differences of levels; else 0 */
	float part[PORTRAIT_PARTS + 1];	/* quantiles i / PORTRAIT_PARTS */
	struct digest pixels;	/* of width, height and pixels */
	uint64_t dhash[PORTRAIT_TURNS];	/* of 9 x 8 means of the small picture,
				   turned: does one exceed the one to its
				   left */
	int flat;		/* small is all zero: nothing to compare */
	signed char small[PORTRAIT_PIXELS];	/* means of blocks, less what
				   a lamp does, scaled to fill the type */
	float norm;		/* sqrt of the sum of their squares */
};

/* Look at IM, which was read without trouble. */
void portrait_take(struct portrait *p, const struct image *im);
void portrait_release(struct portrait *p);

/* Correlation of the small pictures, B's turned, -1 to 1. */
double portrait_ncc(const struct portrait *a, const struct portrait *b,
		    int turn);
/* In how many bits the hashes differ. */
int portrait_distance(const struct portrait *a, const struct portrait *b,
		      int turn);

#endif
