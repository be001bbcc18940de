/*
 * exposure.h - describes the brightness of images in a few numbers.  So images
 * with another exposure or bit depth are noticed.
 */
#ifndef TRAIN_EXPOSURE_H
#define TRAIN_EXPOSURE_H

#include <stddef.h>

enum { EXPOSURE_POINTS = 3 }; /* Percentiles: the 1st, 50th and 99th */

struct exposure { /* Brightness of a set of images; all-zero: there are none */
	size_t images;
	/* Least and largest value of each percentile among the images */
	double low[EXPOSURE_POINTS], high[EXPOSURE_POINTS];
};

/* Pixels of an image that is being read.  Every STRIDE-th pixel is kept. */
struct exposure_sample {
	float *px;
	/* NEXT is the number of pixels to skip before the next one to keep */
	size_t n, stride, next;
};

/* Begin an image of WIDTH x HEIGHT, then hand over all its pixels, row by row,
 * N at a time. */
void exposure_start(struct exposure_sample *s, size_t width, size_t height);
void exposure_take(struct exposure_sample *s, const float *px, size_t n);

/* Call this after the last pixel.  Sorts the pixels that are kept. */
void exposure_sort(struct exposure_sample *s);

/* Returns the share of pixels with one value: with the highest value if TOP is
 * set, else with the lowest.  Returns 0 if clipping or saturation has not
 * heaped up pixels at this value.  They are heaped up if this value has at
 * least 3 times as many pixels as one of the next 16 values has on average.
 * Call this after exposure_sort. */
double exposure_heap(const struct exposure_sample *s, int top);

/* Fills TO with the brightness of the image, and release S.  If S was given no
 * pixels, TO becomes empty.  Call this after exposure_sort. */
void exposure_end(struct exposure_sample *s, struct exposure *to);

/* Adds the images of MORE to TO. */
void exposure_join(struct exposure *to, const struct exposure *more);

/* Returns the distance of the image ONE from the range of ALL, or 0 if it lies
 * inside.  The unit is the whole spread of ALL: the largest 99th percentile
 * less the least 1st percentile.  Sets *WHICH to the index of the percentile
 * that is farthest outside. */
double exposure_distance(const struct exposure *all, const struct exposure *one,
			 int *which);
extern const int exposure_percent[EXPOSURE_POINTS];

#endif
