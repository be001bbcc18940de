/*
 * fingerprint.h - the fingerprint of an image: a few kilobytes, whatever the
 * size of the image, by which it is compared with many others.
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
	/* The ways to mirror and rotate an image, as bits: 1 mirrors left and
	 * right, 2 mirrors top and bottom, 4 swaps rows and columns before
	 * that. */
	FINGERPRINT_TURNS = 8,
};

struct fingerprint {
	char *trouble; /* why it could not be read, or NULL */
	size_t width, height;
	/* The number of slices (1 if it is no stack), of those that are
	 * constant, and of those that equal the one before (both 0 if it is no
	 * stack). */
	size_t slices, constant, repeated;
	enum pixel type;
	struct pixel_pitch pitch;
	const char *note;      /* how its samples were converted, or "" */
	uint64_t n, nonfinite; /* N: number of finite pixels */
	double low, high;      /* percentiles 0.1 and 99.9 */
	double median, iqr;
	double mean, sd;
	double entropy; /* in bits, of 256 classes from LOW to HIGH */
	/* The share of pixels with the highest (lowest) value, if there are far
	 * more of them than of the values next to it; otherwise 0. */
	double at_top, at_bottom;
	struct extreme extreme; /* a few pixels far from all others */
	/* For integers: the largest number that divides all differences between
	 * levels; otherwise 0. */
	double step;
	float part[FINGERPRINT_PARTS + 1]; /* quantiles i / FINGERPRINT_PARTS */
	/* of the width, the height of all slices together, and the pixels */
	struct digest pixels;
	/* A hash of the small picture for each way to mirror and rotate it: the
	 * picture becomes 9 x 8 means, and each bit says whether a mean exceeds
	 * the one to its left. */
	uint64_t dhash[FINGERPRINT_TURNS];
	/* 1: SMALL is all zero, so there is nothing to compare */
	int flat;
	/* The small picture: means of blocks, of all slices, without uneven
	 * illumination, scaled to the range of the type. */
	signed char small[FINGERPRINT_PIXELS];
	float norm; /* sqrt of the sum of the squares of SMALL */
};

/* Fills P with the fingerprint of IM, which was read without an error. */
void fingerprint_take(struct fingerprint *p, const struct image *im);
void fingerprint_release(struct fingerprint *p);

/* Returns the correlation, from -1 to 1, of A's small picture with B's after
 * TURN. */
double fingerprint_ncc(const struct fingerprint *a, const struct fingerprint *b,
		       int turn);
/* Returns the number of bits in which A's hash differs from B's after TURN. */
int fingerprint_distance(const struct fingerprint *a,
			 const struct fingerprint *b, int turn);

#endif
