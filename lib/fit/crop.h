/*
 * crop.h - which patches a network takes, and the part of a patch's target
 * that lies under its output.
 *
 * Inside lib/fit only.
 */
#ifndef FIT_CROP_H
#define FIT_CROP_H

#include "fit/training.h"

/* 0 when U takes patches with the sides in B, else err_usage that says which
 * it takes. */
int crop_patch(const struct unet *u, const struct batch_options *b,
	       struct err *err);
/* Sides of a patch. */
struct extent crop_extent(const struct train_options *o);

/* Pixels of a batch's targets that lie under the network's output, when it
 * is smaller than the patch; else 0. */
size_t crop_middle_len(const struct train_options *o);
/* Those of the targets Y: Y itself, or T->middle filled. */
const float *crop_middle(struct train *t, const float *y);

#endif
