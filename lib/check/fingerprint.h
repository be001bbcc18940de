/*
 * fingerprint.h - what is kept of an image to compare it with many others: a
 * few kilobytes, whatever its size.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_FINGERPRINT_H
#define CHECK_FINGERPRINT_H

#include <stdint.h>

#include "file/digest.h"
#include "image/image.h"
#include "stats/extreme.h"

enum {
	FINGERPRINT_SIDE = 64,
	FINGERPRINT_PIXELS = FINGERPRINT_SIDE * FINGERPRINT_SIDE,
	FINGERPRINT_PARTS = 64,
	FINGERPRINT_TURNS = 8, /* bits: 1 mirrors left and right, 2 top and
				   bottom, 4 swaps rows and columns first */
};

struct fingerprint {
	char *trouble; /* why it could not be read, or NULL */
	size_t width, height;
	enum pixel type;
	struct pixel_pitch pitch;
	const char *note;      /* how its samples were changed, or "" */
	uint64_t n, nonfinite; /* pixels; N: finite ones */
	double low, high;      /* percentiles 0.1 and 99.9 */
	double median, iqr;
	double mean, sd;
	double entropy;		  /* bits, of 256 classes from low to high */
	double at_top, at_bottom; /* share of the pixels that have the
					   highest (lowest) value, when they
					   are heaped up there; else 0 */
	struct extreme extreme;	  /* a few pixels far from all others */
	double step;		  /* integers: largest number that divides
				   all differences of levels; else 0 */
	float part[FINGERPRINT_PARTS + 1]; /* quantiles i / FINGERPRINT_PARTS */
	struct digest pixels;		   /* of width, height and pixels */
	uint64_t dhash
		[FINGERPRINT_TURNS]; /* of 9 x 8 means of the small picture,
				   turned: does one exceed the one to its
				   left */
	int flat;		     /* small is all zero: nothing to compare */
	signed char small[FINGERPRINT_PIXELS]; /* means of blocks, less what
				   a lamp does, scaled to fill the type */
	float norm; /* sqrt of the sum of their squares */
};

/* Take the fingerprint of IM, which was read without trouble. */
void fingerprint_take(struct fingerprint *p, const struct image *im);
void fingerprint_release(struct fingerprint *p);

/* Correlation of the small pictures, B's turned, -1 to 1. */
double fingerprint_ncc(const struct fingerprint *a, const struct fingerprint *b,
		       int turn);
/* In how many bits the hashes differ. */
int fingerprint_distance(const struct fingerprint *a,
			 const struct fingerprint *b, int turn);

#endif
