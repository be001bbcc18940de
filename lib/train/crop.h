/*
 * crop.h - checks which patches a network can take, and cuts out the part of a
 * patch's target that its output covers.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_CROP_H
#define TRAIN_CROP_H

#include "train/training.h"

/* Returns 0 if U can take patches with the sides in B, else err_usage that
 * names a side that it can take. */
int crop_patch(const struct unet *u, const struct batch_options *b,
	       struct err *err);
/* Returns the sides of a patch. */
struct extent crop_extent(const struct train_options *o);

/* If the network's output is smaller than the patch, returns the number of
 * pixels in a batch's targets that the output covers, else 0. */
size_t crop_middle_len(const struct train_options *o);
/* Copies to TO the part of the targets Y of N patches that the output covers:
 * all of them if it covers all. */
void crop_copy(const struct train_options *o, const float *y, size_t n,
	       float *to);
/* Returns the pixels of the output for a patch. */
size_t crop_output_len(const struct train_options *o);
/* Returns the part of the targets Y that the output covers: Y itself if it
 * covers all, else T->middle, filled with that part. */
const float *crop_middle(struct train *t, const float *y);

#endif
