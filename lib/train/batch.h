/*
 * batch.h - batches of patches drawn from a manifest.
 *
 * A patch depends only on the seed, the step and its number in the batch.  They
 * choose an image of the split, a place in it, a flip and quarter turns and, in
 * a stack, whether the slices are reversed; source and target get the same.
 * All images are equally likely, whatever their size, and so are all places
 * where the patch fits.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_BATCH_H
#define TRAIN_BATCH_H

#include "train/samples.h"

struct batch;

struct batch_options {
	const char *split;
	size_t patch, batch; /* pixels per side; patches per batch */
	uint64_t seed;
	int flip, turn; /* augment with flips, with quarter turns */
	size_t slices;	/* per patch; 0: patches are planes */
};

/* Add every image of the split to C, and return the source of its patches,
 * which the caller frees with batch_free.  Returns NULL with ERR set if no row
 * has that split, or an image cannot be opened or is smaller than the patch.
 * P, C and the texts of O must outlive what is returned. */
struct batch *batch_new(const struct manifest *p, struct cache *c,
			const struct batch_options *o, struct err *err);
void batch_free(struct batch *b);

/* Fill X and Y, (patch, patch) or (slices, patch, patch) each, with patch I
 * of step STEP; both count from 0.  ROOM is scratch space for as many floats
 * as X and Y have together.  Safe to call from several threads.  Fails as
 * samples_read does. */
int batch_patch(const struct batch *b, uint64_t step, size_t i, float *room,
		float *x, float *y, struct err *err);
/* The same as it lies in the images: neither flipped nor turned. */
int batch_plain(const struct batch *b, uint64_t step, size_t i, float *x,
		float *y, struct err *err);
/* Fill X and Y with all patches of STEP: (batch, 1, patch, patch), or (batch,
 * 1, slices, patch, patch). */
int batch_draw(const struct batch *b, uint64_t step, float *x, float *y,
	       struct err *err);

/* Returns a hash of which patches STEP has: ids of pairs, places, turns. */
uint64_t batch_fingerprint(const struct batch *b, uint64_t step);

/* Add a row to T for each patch of STEP, which counts from 0: step (from 1),
 * patch, id, source, target, y, x, side, slice (of stacks), flip, quarter
 * turns, and the least and the largest normalised value of source and of
 * target.  Fails as samples_read does. */
int batch_describe(const struct batch *b, uint64_t step, struct tsv *t,
		   struct err *err);

/* Returns the number of pixels in a patch. */
size_t batch_len(const struct batch_options *o);
const struct batch_options *batch_options(const struct batch *b);
/* Returns the images that patches come from; they belong to B. */
struct samples *batch_samples(struct batch *b);
/* Returns the number of steps in an epoch: as many as have enough patches to
 * cover the pixels of the split once, and at least 1. */
uint64_t batch_epoch(const struct batch *b);

#endif
