/*
 * image_loss.h - computes the objective of a whole image, of which the caller
 * hands over some rows at a time.
 *
 * Losses that are no mean over pixels are computed for the whole image, as
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
	struct thread_pool *pool;
	size_t width, height; /* HEIGHT counts the rows of all slices */
	size_t slices, row;
	struct sums sums; /* Sums over the image, complete at the end */
	double pixels;	  /* Sum of the losses of the pixels */
	/* For each term with a metric that has a state: the state, and the sum
	 * of the values of the slices before */
	void *state[OBJECTIVE_TERMS];
	double sum[OBJECTIVE_TERMS];
};

/* Begins an image of WIDTH x HEIGHT pixels, where HEIGHT counts the rows of all
 * SLICES.  O and POOL must outlive L. */
void image_loss_begin(struct image_loss *l, const struct objective *o,
		      size_t width, size_t height, size_t slices,
		      struct thread_pool *pool);
/* Hand over the next ROWS rows.  All rows of the image go to image_loss_first,
 * then all rows again to image_loss_second.  If image_loss_is_twice returns 0,
 * the second time may be left out; the sums are then not complete. */
void image_loss_first(struct image_loss *l, const float *pred,
		      const float *want, size_t rows);
void image_loss_second(struct image_loss *l, const float *pred,
		       const float *want, size_t rows);
int image_loss_is_twice(const struct objective *o);
/* Returns the objective of the image, times the number of its pixels.  Call it
 * once, after all rows, also after an error. */
double image_loss_end(struct image_loss *l);

#endif
