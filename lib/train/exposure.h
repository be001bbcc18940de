/*
 * exposure.h - describes in a few numbers how bright images are, so that images
 * with another exposure or bit depth are noticed.
 */
#ifndef TRAIN_EXPOSURE_H
#define TRAIN_EXPOSURE_H

#include <stddef.h>

enum { EXPOSURE_POINTS = 3 }; /* the 1st, 50th, 99th percentile */

struct exposure { /* of a set of images; all-zero: of no image */
	size_t images;
	double low[EXPOSURE_POINTS],
		high[EXPOSURE_POINTS]; /* least and largest value of each
					 percentile over the images */
};

/* An image that is being read: every STRIDE-th of its pixels is kept. */
struct exposure_sample {
	float *px;
	size_t n, stride, next; /* next: pixels to skip before the next
				      one to keep */
};

/* Begin an image of WIDTH x HEIGHT, then hand over all its pixels, row by row,
 * N at a time. */
void exposure_start(struct exposure_sample *s, size_t width, size_t height);
void exposure_take(struct exposure_sample *s, const float *px, size_t n);
/* After the last pixel: sort those that are kept. */
void exposure_sort(struct exposure_sample *s);
/* After exposure_sort: returns the share of pixels with the highest value (TOP)
 * or the lowest, if clipping or saturation has heaped them up there, otherwise
 * 0.  They are heaped up if that value has at least 3 times as many pixels as
 * one of the next 16 values has on average. */
double exposure_heap(const struct exposure_sample *s, int top);
/* After exposure_sort: fill TO with how bright the image is, and release S.  If
 * S was given no pixels, TO becomes empty. */
void exposure_end(struct exposure_sample *s, struct exposure *to);

/* Add the images of MORE to TO. */
void exposure_join(struct exposure *to, const struct exposure *more);

/* Returns how far ONE image lies outside the range of ALL, in units of their
 * whole spread (the largest 99th percentile less the least 1st); 0 if it lies
 * inside.  Sets *WHICH to the index of the percentile that is farthest out. */
double exposure_distance(const struct exposure *all, const struct exposure *one,
			 int *which);
extern const int exposure_percent[EXPOSURE_POINTS];

#endif
