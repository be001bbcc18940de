/*
 * batch.h - batches of patches drawn from a manifest.
 *
 * A patch depends only on the seed, the step and its number in the batch.  From
 * these follow an image of the split, a place in it, a flip and quarter turns.
 * In a stack, they also decide whether the slices are reversed.  Source and
 * target are treated alike.  All images are equally likely, whatever their
 * size.  In an image, all places where the patch fits are equally likely.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_BATCH_H
#define TRAIN_BATCH_H

#include "train/samples.h"

struct batch;

struct batch_options {
	const char *split;
	size_t patch, batch; /* Pixels per side, and patches per batch */
	uint64_t seed;
	int flip, turn; /* 1: patches are flipped; 1: patches are turned */
	size_t slices;	/* Number of slices of a patch; 0: patches are planes */
};

/* Returns the source of the patches of a split, which the caller frees with
 * batch_free.  Adds every image of the split to C.  Returns NULL with ERR set
 * if no row has that split, if an image cannot be opened, or if an image is
 * smaller than the patch.  P, C and the texts of O must outlive the source of
 * patches. */
struct batch *batch_new(const struct manifest *p, struct cache *c,
			const struct batch_options *o, struct err *err);
void batch_free(struct batch *b);

/* Fills X and Y with source and target of patch I of step STEP; I and STEP
 * count from 0.  X and Y are (patch, patch) or (slices, patch, patch).  ROOM is
 * scratch memory for as many floats as X and Y have together.  Several threads
 * may call this at the same time.  Fails as samples_read does. */
int batch_patch(const struct batch *b, uint64_t step, size_t i, float *room,
		float *x, float *y, struct err *err);

/* Fills X and Y like batch_patch, but the patch is neither flipped nor turned.
 */
int batch_plain(const struct batch *b, uint64_t step, size_t i, float *x,
		float *y, struct err *err);

/* Fills X and Y with all patches of STEP.  They are (batch, 1, patch, patch) or
 * (batch, 1, slices, patch, patch). */
int batch_draw(const struct batch *b, uint64_t step, float *x, float *y,
	       struct err *err);

/* Returns a hash of the ids, places and turns of the patches of STEP. */
uint64_t batch_fingerprint(const struct batch *b, uint64_t step);

/* Adds a row to T for each patch of STEP.  STEP counts from 0, but from 1 in
 * the table.  The columns are step, patch, id, source, target, y, x, side,
 * slice (only for stacks), flip, quarter turns, and the least and the largest
 * normalised value of source and of target.  Fails as samples_read does. */
int batch_describe(const struct batch *b, uint64_t step, struct tsv *t,
		   struct err *err);

/* Returns the number of pixels in a patch. */
size_t batch_len(const struct batch_options *o);
const struct batch_options *batch_options(const struct batch *b);

/* Returns the images that patches are cut from.  They belong to B. */
struct samples *batch_samples(struct batch *b);

/* Returns the number of steps in an epoch, at least 1.  The patches of an
 * epoch together have enough pixels to cover those of the split once. */
uint64_t batch_epoch(const struct batch *b);

#endif
