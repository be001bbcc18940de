/*
 * batch.h - batches of patches drawn from a manifest.
 *
 * The patch of (seed, step, sample) is the same whatever was drawn before:
 * a row of the split, a place in it, a flip and quarter turns, the same
 * for source and target.  Images are kept in memory, normalised.
 */
#ifndef FIT_BATCH_H
#define FIT_BATCH_H

#include "base/pool.h"
#include "image/pairs.h"

struct batch;

struct batch_options {
	const char *split;
	size_t patch, batch;	/* pixels a side, patches */
	uint64_t seed;
	int flip, turn;		/* augment by flips, by quarter turns */
};

/* Reads every image of the split.  NULL with ERR filled. */
struct batch *batch_new(const struct pairs *p,
			const struct batch_options *o, struct err *err);
void batch_free(struct batch *b);
/* Fill X and Y, (batch, 1, patch, patch) each, for STEP (from 0). */
void batch_draw(const struct batch *b, uint64_t step, float *x, float *y);
/* Images in the split, and steps that make an epoch: as many patches as
 * would cover the split's pixels once. */
size_t batch_images(const struct batch *b);
uint64_t batch_epoch(const struct batch *b);

#endif
