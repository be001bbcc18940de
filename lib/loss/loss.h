/*
 * loss.h - the losses, of which training minimises a weighted sum
 * (objective.h).
 *
 * Each loss is one file, named in LOSSES in Makefile.am and nowhere else.  PRED
 * has the predicted values, WANT the true values.  Sums are made in double, in
 * the order of the pixels, or of the windows of pixels.
 */
#ifndef LOSS_LOSS_H
#define LOSS_LOSS_H

#include <stddef.h>

/* sides of an array (planes, height, width): one sample, with its slices as
 * planes, or with its channels, one after the other, and their slices */
struct loss_shape {
	size_t planes, height, width;
	size_t channels; /* 0 counts as 1 */
};

struct loss_numbers { /* numbers in the formulas of losses */
	double param; /* number after the colon, as in huber:0.5 */
	double range; /* R, the data range of SSIM, above 0 */
};

/* A loss has either PIXELS, or IMAGE and METRIC. */
struct loss {
	const char *name, *about;
	/* name of the number above 0 that may follow the loss after a colon,
	 * and its default; NULL: there is none */
	const char *param;
	double usual;
	/* Sets VALUE to the losses of N pixels, from their differences D = PRED
	 * - WANT, and SLOPE to their derivatives by PRED.  The loss of an image
	 * is the mean over its pixels. */
	void (*pixels)(const double *d, size_t n, const struct loss_numbers *t,
		       double *value, double *slope);
	/* Returns the loss of an image of shape S.  If GRAD is not NULL, fills
	 * GRAD with the derivatives by each value of PRED.  ROOM is scratch
	 * memory of room(S) doubles. */
	double (*image)(const float *pred, const float *want, float *grad,
			struct loss_shape s, const struct loss_numbers *t,
			double *room);
	size_t (*room)(struct loss_shape s); /* NULL: none is needed */
	/* name of the metric (metric/metric.h) whose value for a whole image is
	 * 1 - loss; where the metric is undefined, the loss is 1 */
	const char *metric;
	size_t least;	 /* least height and width of an image */
	int needs_range; /* 1: the formula has R */
};

/* all losses, NULL at the end */
extern const struct loss *const losses[];
const struct loss *loss_find(const char *name); /* NULL: there is none */

/* Sets *NAME and *ABOUT for loss I and returns 1; returns 0 if there is no loss
 * I. */
int loss_term(size_t i, const char **name, const char **about);

#endif
