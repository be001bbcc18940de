/*
 * batch.h - batches of patches drawn from a manifest.
 *
 * The patch of (seed, step, sample) is the same whatever was drawn before:
 * an image of the split, a place in it, a flip and quarter turns, the same
 * for source and target.  Images count alike whatever their size, and so
 * does every place where the patch fits.
 */
#ifndef FIT_BATCH_H
#define FIT_BATCH_H

#include "fit/samples.h"

struct batch;

struct batch_options {
	const char *split;
	size_t patch, batch;	/* pixels a side, patches */
	uint64_t seed;
	int flip, turn;		/* augment by flips, by quarter turns */
};

/* Reads every image of the split.  NULL with ERR filled: no such rows, an
 * image that cannot be read, or one smaller than the patch.  P and the
 * text of O must outlive the batch. */
struct batch *batch_new(const struct pairs *p,
			const struct batch_options *o, struct err *err);
void batch_free(struct batch *b);

/* Fill X and Y, (batch, 1, patch, patch) each, for STEP (from 0). */
void batch_draw(const struct batch *b, uint64_t step, float *x, float *y);

/* The images patches come from; belong to B. */
const struct samples *batch_samples(const struct batch *b);
/* Steps that make an epoch: as many patches as would cover the split's
 * pixels once, at least one step. */
uint64_t batch_epoch(const struct batch *b);

#endif
