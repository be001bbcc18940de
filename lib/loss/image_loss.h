/*
 * image_loss.h - computes the objective of a channel of a whole image, some
 * rows at a time.
 *
 * Losses that are not a mean over pixels are computed for the whole image, as
 * their metrics are: pcc from sums over the image, ssim from the windows of
 * each slice.
 */
#ifndef LOSS_IMAGE_LOSS_H
#define LOSS_IMAGE_LOSS_H

#include "base/thread_pool.h"
#include "loss/objective.h"
#include "metric/sums.h"

struct image_loss {
	const struct objective *objective;
	size_t channel;
	struct thread_pool *pool;
	size_t width, height; /* HEIGHT counts the rows of all slices */
	size_t slices, row;   /* ROW: rows that image_loss_second has got */
	struct sums sums;     /* sums over the image, complete at the end */
	double pixels;	      /* sum of the losses of the pixels */
	/* for each term whose metric has a state: the state, and the sum of the
	 * values of the slices that are complete */
	void *state[OBJECTIVE_TERMS];
	double sum[OBJECTIVE_TERMS];
};

/* Begins a channel of a target of WIDTH x HEIGHT pixels, where HEIGHT counts
 * the rows of all SLICES.  O and POOL must outlive L. */
void image_loss_begin(struct image_loss *l, const struct objective *o,
		      size_t channel, size_t width, size_t height,
		      size_t slices, struct thread_pool *pool);

/* Hand over the next ROWS rows.  The caller hands over all rows of the image to
 * image_loss_first, and then all rows again to image_loss_second.  If
 * image_loss_is_twice returns 0, the second time may be left out; then SUMS is
 * not complete. */
void image_loss_first(struct image_loss *l, const float *pred,
		      const float *want, size_t rows);
void image_loss_second(struct image_loss *l, const float *pred,
		       const float *want, size_t rows);
int image_loss_is_twice(const struct objective *o);

/* Returns the objective of the image multiplied by the number of its pixels,
 * and frees what L holds.  The caller calls this once, after all rows or after
 * an error. */
double image_loss_end(struct image_loss *l);

#endif
