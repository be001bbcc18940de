/*
 * step_print.h - hashes of the inputs and the results of each step of a
 * training.  With them, two trainings can be compared step by step.
 *
 * The table has one row for the initial weights (step 0) and one row for each
 * step:
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
 * Cells are hexadecimal.  A hash is the XXH64 of bytes (little-endian floats).
 * The hashes of gradient and weights are hashes of the hashes of all tensors.
 * With tiny patches, reading all weights would take more than a hundredth of
 * the time of a step.  Then only every N-th step has gradient and weights.
 * Beyond step STEP_PRINT_ALL, only every hundredth of these steps has hashes of
 * tensors, so that the table does not grow larger than what is trained.
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
	/* Number of steps from one hash of all weights to the next */
	uint64_t every;
	/* Scratch memory: hashes of each gradient, each tensor, x and y */
	uint64_t *hash;
	struct buf rows; /* Rows that are not written yet */
	/* Number of bytes of the table that are in the file */
	uint64_t written;
};

struct step_print {
	uint64_t step;	    /* Step, from 1; 0: before the first step */
	uint64_t batch;	    /* batch_fingerprint */
	const float *x, *y; /* The batch, N values each */
	size_t n;
	double loss;
	/* Gradient and weights, laid out like net_weights */
	const float *grad, *weights;
};

/* Begin the table in the file PATH.  If KEEP is above 0, continue the table
 * after its first KEEP bytes.  NET and POOL must outlive F.  MACS is the
 * number of multiply-adds of a step (plan_macs). */
int step_print_open(struct step_prints *f, const char *path, uint64_t keep,
		    const struct net *net, double macs,
		    struct thread_pool *pool, struct err *err);
void step_print_release(struct step_prints *f);

/* Adds the row of a step. */
void step_print_add(struct step_prints *f, const struct step_print *s);

/* Writes the rows so far.  If SYNC is set, they are on disk when this
 * returns. */
int step_print_write(struct step_prints *f, int sync, struct err *err);

#endif
