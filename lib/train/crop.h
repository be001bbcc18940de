/*
 * crop.h - cuts the targets of patches to their middle, the part that the
 * network's output covers ("valid" padding).
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_CROP_H
#define TRAIN_CROP_H

#include "train/training.h"

/* Returns the sides of a patch, in pixels. */
struct extent crop_extent(const struct train_options *o);

/* Returns how many target pixels of a batch the output covers, or 0 if it
 * covers all. */
size_t crop_middle_len(const struct train_options *o);

/* Copies the middle of the targets Y of N patches to TO. */
void crop_copy(const struct train_options *o, const float *y, size_t n,
	       float *to);

/* Returns how many pixels the output for one patch has. */
size_t crop_output_len(const struct train_options *o);

/* Returns the objective of a batch, the mean over its patches, for the
 * predictions PRED and the targets WANT. */
double crop_loss(const struct train *t, const float *pred, const float *want);

/* Returns the middle of the targets Y: Y itself if the output covers all,
 * otherwise a copy in T->middle. */
const float *crop_middle(struct train *t, const float *y);

/* Returns part I of a step's batch, patches X with targets Y, as the network
 * takes it. */
struct net_batch crop_batch(struct train *t, const float *x, const float *y,
			    size_t i);

#endif
