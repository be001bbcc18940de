/*
 * crop.h - cuts the targets of patches to their middle, which the network's
 * output covers ("valid" padding).
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_CROP_H
#define TRAIN_CROP_H

#include "train/training.h"

/* Returns the extent of a patch: slices, rows, columns. */
struct extent crop_extent(const struct train_options *o);

/* Returns the number of target values of a batch that the output covers, or 0
 * if the output covers all. */
size_t crop_middle_len(const struct train_options *o);

/* Returns 1 if a patch fits into the images of S. */
int crop_fits(const struct train_options *o, const struct sample_pair *s);

/* Copies the middle of the targets Y of N patches to TO. */
void crop_copy(const struct train_options *o, const float *y, size_t n,
	       float *to);

/* Returns the number of values of the output for one patch: all channels; and
 * those of one channel. */
size_t crop_output_len(const struct train_options *o);
size_t crop_channel_len(const struct train_options *o);

/* Copies channel K of the outputs PX for a batch to TO. */
void crop_channel(const struct train_options *o, const float *px, size_t k,
		  float *to);

/* Returns the loss of a batch, the mean over its patches.  PRED has the
 * predictions, WANT the middles of the targets. */
double crop_loss(const struct train *t, const float *pred, const float *want);

/* Returns the loss of predicting, for each channel, the mean of WANT. */
double crop_mean_loss(const struct train *t, const float *want);

/* Returns the middle of the targets Y of a batch: Y itself if the output covers
 * all, otherwise a copy in T->middle. */
const float *crop_middle(struct train *t, const float *y);

/* Returns part I of a step's batch, patches X with targets Y, for the network.
 * The result may refer to T->middle. */
struct net_batch crop_batch(struct train *t, const float *x, const float *y,
			    size_t i);

#endif
