/*
 * step_print.h - what went into each step of a training and what came of it,
 * as hashes, so that two trainings can be compared step by step.
 *
 * A table, with one row for the initial weights (step 0) and one for each step:
 *
 *	step		from 1
 *	batch		which patches: ids, places, turns
 *	pixels		the values of those patches, normalised
 *	loss		the 64 bits of the batch's loss, a double
 *	gradient	all gradients
 *	weights		all weights, after the update
 *	gradient.NAME	the gradient of one tensor (16 bits of its hash)
 *	weights.NAME	one tensor after the update (16 bits)
 *
 * Cells are hexadecimal.  A hash is the XXH64 of bytes (little-endian floats);
 * those of gradient and weights are hashes of all tensors' hashes.  Where
 * reading all weights would take more than a hundredth of a step, as with tiny
 * patches, only every N-th step has gradient and weights; beyond step
 * STEP_PRINT_ALL only every hundredth of those has tensors, so that the table
 * does not grow larger than what is trained.  Nothing in it depends on time or
 * threads.
 *
 * Inside lib/train only.
 */
#ifndef TRAIN_STEP_PRINT_H
#define TRAIN_STEP_PRINT_H

#include "base/buf.h"
#include "nn/net.h"

enum { STEP_PRINT_ALL = 10000 };

struct step_prints { /* all-zero: nothing is kept */
	char *path;
	const struct net *net;
	struct thread_pool *pool;
	uint64_t every;	  /* how many steps apart all weights are hashed */
	uint64_t *hash;	  /* scratch: of each gradient, each tensor, x, y */
	struct buf rows;  /* not written yet */
	uint64_t written; /* bytes of the table in the file */
};

struct step_print {
	uint64_t step;	    /* from 1; 0: before the first */
	uint64_t batch;	    /* batch_fingerprint */
	const float *x, *y; /* the batch, N values each */
	size_t n;
	double loss;
	const float *grad, *weights; /* as net_weights */
};

/* Begin the table in the file PATH, or continue it after its first KEEP bytes
 * if KEEP is above 0.  NET and POOL must outlive F.  MACS are the
 * multiply-adds of a step (plan_macs). */
int step_print_open(struct step_prints *f, const char *path, uint64_t keep,
		    const struct net *net, double macs,
		    struct thread_pool *pool, struct err *err);
void step_print_release(struct step_prints *f);
/* Add the row of a step. */
void step_print_add(struct step_prints *f, const struct step_print *s);
/* Write the rows so far; with SYNC they are on disk when this returns. */
int step_print_write(struct step_prints *f, int sync, struct err *err);

#endif
