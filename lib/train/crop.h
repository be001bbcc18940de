/*
 * crop.h - cuts the targets of patches to the part that the network's output
 * covers.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_CROP_H
#define TRAIN_CROP_H

#include "train/training.h"

/* Returns the sides of a patch. */
struct extent crop_extent(const struct train_options *o);

/* If the network's output is smaller than the patch, returns how many target
 * pixels of a batch the output covers.  Returns 0 if it is not smaller. */
size_t crop_middle_len(const struct train_options *o);

/* Copies a part of the targets Y of N patches to TO: the part that the output
 * covers.  If the output covers all of Y, all of Y is copied. */
void crop_copy(const struct train_options *o, const float *y, size_t n,
	       float *to);

/* Returns the number of pixels of the output for a patch. */
size_t crop_output_len(const struct train_options *o);

/* Returns the part of the targets Y that the output covers.  This is Y itself
 * if the output covers all of Y.  Otherwise it is T->middle, into which the
 * part is copied. */
const float *crop_middle(struct train *t, const float *y);

#endif
