/*
 * batch.h - batches of patches drawn from a manifest.
 *
 * The patch of (seed, step, sample) is the same whatever was drawn before:
 * an image of the split, a place in it, a flip and quarter turns, of a stack
 * also a flip from the last slice to the first, the same for source and
 * target.  Images count alike whatever their size, and so
 * does every place where the patch fits.
 */
#ifndef FIT_BATCH_H
#define FIT_BATCH_H

#include "fit/samples.h"

struct batch;

struct batch_options {
	const char *split;
	size_t patch, batch; /* pixels a side, patches */
	uint64_t seed;
	int flip, turn; /* augment by flips, by quarter turns */
	size_t slices;	/* of a patch; 0: of planes */
};

/* Takes up every image of the split in C.  NULL with ERR filled: no such
 * rows, an image that cannot be opened, or one smaller than the patch.  P,
 * C and the text of O must outlive the batch. */
struct batch *batch_new(const struct manifest *p, struct cache *c,
			const struct batch_options *o, struct err *err);
void batch_free(struct batch *b);

/* Fill X and Y, (patch, patch) or (slices, patch, patch) each, with patch I
 * of STEP (from 0).  ROOM
 * is for as many floats as both together.  Many threads may call at once.
 * Fails as samples_read does. */
int batch_patch(const struct batch *b, uint64_t step, size_t i, float *room,
		float *x, float *y, struct err *err);
/* All of them: (batch, 1, patch, patch), or with slices. */
int batch_draw(const struct batch *b, uint64_t step, float *x, float *y,
	       struct err *err);

/* Pixels of a patch. */
size_t batch_len(const struct batch_options *o);
const struct batch_options *batch_options(const struct batch *b);
/* The images patches come from; belong to B. */
struct samples *batch_samples(struct batch *b);
/* Steps that make an epoch: as many patches as would cover the split's
 * pixels once, at least one step. */
uint64_t batch_epoch(const struct batch *b);

#endif
