/*
 * fingerprint.h - a fingerprint of an image: a few kilobytes, whatever its
 * size, by which it is compared with many others.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_FINGERPRINT_H
#define CHECK_FINGERPRINT_H

#include <stdint.h>

#include "file/digest.h"
#include "image/image.h"
#include "stats/extreme.h"

/* An image of less entropy shows nothing. */
#define FINGERPRINT_BLANK 0.5

enum {
	FINGERPRINT_SIDE = 64,
	FINGERPRINT_PIXELS = FINGERPRINT_SIDE * FINGERPRINT_SIDE,
	FINGERPRINT_PARTS = 64,
	/* ways to mirror and rotate an image; bit 1 mirrors left and right, 2
	 * top and bottom, 4 first swaps rows and columns */
	FINGERPRINT_TURNS = 8,
};

struct fingerprint {
	char *trouble; /* why the image could not be read, or NULL */
	size_t width, height;
	/* slices; constant slices; slices that equal the slice before */
	size_t slices, constant, repeated;
	enum pixel type, file_type; /* as in an image (image.h) */
	struct pixel_pitch pitch;
	char channel[PIXEL_CHANNEL]; /* its name, or "" */
	const char *note;	     /* how the samples were converted, or "" */
	uint64_t n, nonfinite;	     /* finite and other pixels */
	double low, high;	     /* percentiles 0.1 and 99.9 */
	double median, iqr;
	double mean, sd;
	double entropy; /* in bits, of 256 classes from LOW to HIGH */
	/* the same from percentile 1.6 to 98.4: a few pixels do not change
	 * this */
	double inner_entropy;
	/* Share of pixels with the highest value, and with the lowest; 0 unless
	 * far more pixels have it than the values next to it. */
	double at_top, at_bottom;
	/* 1: pixels have exactly two values, as those of a mask */
	int two_values;
	struct extreme extreme; /* a few pixels far from all others */
	/* largest number that divides all differences between levels; 0 if
	 * there is one level, or if pixels are not integers */
	double step;
	float part[FINGERPRINT_PARTS + 1]; /* quantiles i / FINGERPRINT_PARTS */
	/* digest of width, height (all slices) and pixels */
	struct digest pixels;
	/* For each turn, a hash of 64 bits: the picture is reduced to 9 x 8
	 * means; a bit is 1 if a mean exceeds its left neighbour. */
	uint64_t dhash[FINGERPRINT_TURNS];
	/* 1: SMALL is all zero and cannot be compared */
	int flat;
	/* small picture: means of blocks over all slices, without uneven
	 * illumination, scaled to the range of the type.  If the image is hot
	 * or outshone, far values are cut off first. */
	signed char small[FINGERPRINT_PIXELS];
	float norm; /* sqrt of the sum of squares of SMALL */
};

/* Fills P with the fingerprint of IM.  The caller releases P. */
void fingerprint_take(struct fingerprint *p, const struct image *im);
void fingerprint_release(struct fingerprint *p);

/* Returns 1 if the image seems to show nothing from LOW to HIGH, but only
 * because a few pixels far from all others make this range wide. */
int fingerprint_outshone(const struct fingerprint *p);

/* Returns the correlation, from -1 to 1, of A's small picture with B's,
 * mirrored and rotated by TURN; 0 if one is flat. */
double fingerprint_ncc(const struct fingerprint *a, const struct fingerprint *b,
		       int turn);

/* Returns 1 if A and B are nearly identical, perhaps after one is mirrored or
 * rotated. */
int fingerprint_alike(const struct fingerprint *a, const struct fingerprint *b);

/* Returns the number of bits in which the hash of A differs from that of B,
 * mirrored and rotated by TURN. */
int fingerprint_distance(const struct fingerprint *a,
			 const struct fingerprint *b, int turn);

#endif
