/*
 * exposure.h - describes the brightness of images in a few numbers, to notice
 * images of another exposure or bit depth.
 */
#ifndef TRAIN_EXPOSURE_H
#define TRAIN_EXPOSURE_H

#include <stddef.h>

enum { EXPOSURE_POINTS = 3 }; /* the 1st, 50th and 99th percentile */

struct exposure { /* brightness of a set of images; zeros: none */
	size_t images;
	/* least and largest value of each percentile */
	double low[EXPOSURE_POINTS], high[EXPOSURE_POINTS];
};

/* every STRIDE-th pixel of an image being read */
struct exposure_sample {
	float *px;
	/* pixels kept; distance of two of them; pixels to skip before the next
	 * one */
	size_t n, stride, next;
};

/* Begins an image of WIDTH x HEIGHT pixels. */
void exposure_start(struct exposure_sample *s, size_t width, size_t height);

/* Takes the next N pixels, row by row. */
void exposure_take(struct exposure_sample *s, const float *px, size_t n);

/* Sorts the pixels kept, after the last pixel. */
void exposure_sort(struct exposure_sample *s);

/* Returns the share of the pixels that have the highest value (TOP 1) or the
 * lowest value (TOP 0) of the image.  Returns 0 unless clipping or saturation
 * has heaped pixels up there: the value must have at least 3 times as many
 * pixels as the next 16 values have on average.  Call exposure_sort first. */
double exposure_heap(const struct exposure_sample *s, int top);

/* Fills TO with the brightness of the image; with zeros if there were no
 * pixels.  Releases S.  Call exposure_sort first. */
void exposure_end(struct exposure_sample *s, struct exposure *to);

/* Adds the images of MORE to TO. */
void exposure_join(struct exposure *to, const struct exposure *more);

/* Returns how far the image ONE lies outside the range of ALL, 0 if inside.
 * The unit is the spread of ALL: largest 99th less least 1st percentile;
 * without spread the result is 0.  *WHICH becomes the index of the percentile
 * furthest outside. */
double exposure_distance(const struct exposure *all, const struct exposure *one,
			 int *which);
extern const int exposure_percent[EXPOSURE_POINTS];

#endif
