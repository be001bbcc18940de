/*
 * step_print.h - the fingerprints of a training: hashes of what goes into each
 * step and what comes out, to compare two trainings step by step.
 *
 * The table has a row for the initial weights (step 0) and one for each step:
 *
 *	step		from 1
 *	batch		which patches: ids, places, turns
 *	pixels		their values, normalised
 *	loss		the 64 bits of the batch's loss, a double
 *	gradient	all gradients: a hash of the hashes of all tensors
 *	weights		all weights after the update, likewise
 *	gradient.NAME	the gradient of one tensor (16 bits of its hash)
 *	weights.NAME	one tensor after the update (16 bits)
 *
 * All cells but those of step are hexadecimal.  Hashes are XXH64 of bytes
 * (little-endian floats).
 *
 * Only every N-th step has the columns from gradient on, where N is 1 unless
 * hashing all weights takes long compared with a step.  After step
 * STEP_PRINT_ALL, only every hundredth of these steps has hashes of single
 * tensors.
 *
 * Nothing in the table depends on time or threads.
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
	/* steps from one hash of all weights to the next */
	uint64_t every;
	/* scratch memory: hashes of each gradient, each tensor, x, y and
	 * earlier batches */
	uint64_t *hash;
	struct buf rows; /* rows not written yet */
	/* bytes of the table that are in the file */
	uint64_t written;
};

struct step_print {
	uint64_t step;	    /* from 1; 0: before the first step */
	uint64_t batch;	    /* batch_fingerprint */
	const float *x, *y; /* a batch, of X_N and Y_N values */
	size_t x_n, y_n;
	uint64_t earlier; /* step_print_pixels of the step's earlier batches */
	double loss;
	/* laid out like net_weights */
	const float *grad, *weights;
};

/* Begins the table in the file PATH or, if KEEP is not 0, keeps its first KEEP
 * bytes and drops the rest.  MACS is the work of a step (plan_macs).  NET and
 * POOL must outlive F.  The caller releases F. */
int step_print_open(struct step_prints *f, const char *path, uint64_t keep,
		    const struct net *net, double macs,
		    struct thread_pool *pool, struct err *err);
void step_print_release(struct step_prints *f);

/* Adds the row of a step.  step_print_write writes it. */
void step_print_add(struct step_prints *f, const struct step_print *s);

/* Writes the rows added so far; to disk, if SYNC is 1. */
int step_print_write(struct step_prints *f, int sync, struct err *err);

/* Returns a hash of a batch and of EARLIER, the hash of the batches before it
 * in the same step (0: none).  The batch has X_N values in X and Y_N in Y. */
uint64_t step_print_pixels(const float *x, size_t x_n, const float *y,
			   size_t y_n, uint64_t earlier);

#endif
