/*
 * optimiser.h - turns gradients into updates of the weights.
 *
 *	adam	Kingma and Ba 2015, algorithm 1: betas 0.9 and 0.999, eps 1e-8
 *		outside the root
 *	adamw	Loshchilov and Hutter 2019, algorithm 2: adam, and before each
 *		update w -= lr * decay * w
 *	sgd	m = momentum m + g + decay w, then w -= lr m
 *
 * These are PyTorch's formulas; biases decay like other weights.
 */
#ifndef OPTIMISE_OPTIMISER_H
#define OPTIMISE_OPTIMISER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct thread_pool;

enum optimiser_kind { OPTIMISER_ADAM, OPTIMISER_ADAMW, OPTIMISER_SGD };

/* names of the kinds, NULL at the end */
extern const char *const optimiser_names[];

struct optimiser_options {
	enum optimiser_kind kind;
	double lr;	 /* rate of the first update */
	double momentum; /* of sgd */
	double decay;	 /* of the weights; adamw and sgd */
	/* a longer gradient is scaled to this length (Pascanu, Mikolov and
	 * Bengio 2013); 0: never */
	double clip;
};

/* Fails with err_usage if the options contradict each other. */
int optimiser_check(const struct optimiser_options *o, struct err *err);

struct optimiser { /* all-zero is empty */
	struct optimiser_options o;
	double lr;     /* rate of the next update; the caller may change it */
	uint64_t step; /* number of updates done */
	size_t n;
	/* what the optimiser remembers, N numbers each: for adam and adamw the
	 * two moments, for sgd the momentum in M; NULL where there is none */
	float *m, *v;
	/* if CLIP is set, length of the last gradient before it was scaled */
	double norm;
	double *square; /* scratch memory */
	struct thread_pool *pool;
};

/* Makes A ready for N weights.  The threads of POOL, which must outlive A,
 * share the work; all results are the same bits for any number of threads.  The
 * caller releases A. */
void optimiser_init(struct optimiser *a, const struct optimiser_options *o,
		    size_t n, struct thread_pool *pool);
void optimiser_release(struct optimiser *a);

/* Forgets all updates; the rate is that of the first update again. */
void optimiser_reset(struct optimiser *a);

/* Returns how many vectors of N floats an optimiser with the options O
 * remembers. */
int optimiser_vectors(const struct optimiser_options *o);

/* Updates the weights W by the gradient GRAD.  Returns 0, or -1 with nothing
 * changed if GRAD is not finite. */
int optimiser_step(struct optimiser *a, float *w, const float *grad);

/* Returns the square of the length that an update of the weights W by GRAD has
 * at the rate LR, with the moments of A as they are.  After optimiser_step, W
 * are the new weights. */
double optimiser_moved(const struct optimiser *a, const float *w,
		       const float *grad, double lr);

#endif
