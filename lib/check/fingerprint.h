/*
 * fingerprint.h - the fingerprint of an image, by which the image is compared
 * with many others.  It takes a few kilobytes, whatever the size of the image.
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
	/* Number of ways to mirror and rotate an image.  A way has three bits:
	 * 1 mirrors left and right, 2 mirrors top and bottom, 4 swaps rows and
	 * columns before mirroring. */
	FINGERPRINT_TURNS = 8,
};

struct fingerprint {
	char *trouble; /* why the image could not be read, or NULL */
	size_t width, height;
	/* Numbers of all slices, of constant slices, and of slices that equal
	 * the slice before.  They are 1, 0 and 0 if the image is no stack. */
	size_t slices, constant, repeated;
	enum pixel type;
	struct pixel_pitch pitch;
	const char *note;      /* how the samples were converted, or "" */
	uint64_t n, nonfinite; /* N: number of finite pixels */
	double low, high;      /* percentiles 0.1 and 99.9 */
	double median, iqr;
	double mean, sd;
	double entropy; /* entropy in bits, of 256 classes from LOW to HIGH */
	/* Share of pixels with the highest (lowest) value, or 0.  It is 0
	 * unless far more pixels have this value than the values next to it. */
	double at_top, at_bottom;
	struct extreme extreme; /* a few pixels far from all others */
	/* Largest number that divides all differences between levels; 0 if
	 * pixels are not integers. */
	double step;
	float part[FINGERPRINT_PARTS + 1]; /* quantiles i / FINGERPRINT_PARTS */
	/* Digest of the width, of the height of all slices together, and of the
	 * pixels. */
	struct digest pixels;
	/* Hash of the small picture, for each way to mirror and rotate it.  The
	 * picture is reduced to 9 x 8 means.  A bit of the hash is 1 if a mean
	 * exceeds the mean to its left. */
	uint64_t dhash[FINGERPRINT_TURNS];
	/* 1: SMALL is all zero, so there is nothing to compare */
	int flat;
	/* Small picture.  Its pixels are means of blocks over all slices.
	 * Uneven illumination is removed.  Values are scaled to the range of
	 * the type. */
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
