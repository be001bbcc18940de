/*
 * gradient_sum.h - adds up the gradients of the samples of a batch, and their
 * losses, in the order of the samples.  So the bits do not depend on threads,
 * nor on the ranks that share the samples.
 *
 * Samples are handled in rounds.  Each sample of a round has a gradient of its
 * own; after the round these are added to the sum.
 *
 * Inside lib/nn only.
 */
#ifndef NN_GRADIENT_SUM_H
#define NN_GRADIENT_SUM_H

#include "base/err.h"
#include "ranks/ranks.h"
#include "base/thread_pool.h"

struct gradient_sum { /* all-zero is empty */
	size_t size;  /* number of weights, set by the caller */
	float *memory;
	size_t cap;
	float *part;   /* gradients of a round's samples */
	double *total; /* sum so far if there is more than one round */
	double *loss;  /* loss of each sample of a round */
	double *room;  /* scratch memory of the loss, a part for each thread */
	double loss_sum;
};

/* what a sum needs */
struct gradient_sum_need {
	size_t parts;	 /* samples in a round */
	size_t part_len; /* floats of all their gradients */
	int rounds;	 /* 1: there may be several rounds */
	size_t room;	 /* doubles of scratch memory, of all threads */
};

/* Allocates what S needs, and begins a new sum.  The caller releases S. */
void gradient_sum_begin(struct gradient_sum *s,
			const struct gradient_sum_need *need);
void gradient_sum_release(struct gradient_sum *s);

/* Returns how many floats gradient_sum_begin allocates. */
size_t gradient_sum_len(size_t size, const struct gradient_sum_need *need);

/* where a round stands in its batch */
struct gradient_sum_round {
	int begins, ends; /* 1: it is the batch's first, its last */
	float *grad;	  /* becomes the sum if ENDS */
};

/* Adds the first N parts of S, which are parameter vectors, and N losses. */
void gradient_sum_add(struct gradient_sum *s, struct thread_pool *pool,
		      size_t n, const struct gradient_sum_round *r);

/* Sets GRAD to the sum so far, to which stacks add as they are computed. */
void gradient_sum_round_off(const struct gradient_sum *s,
			    struct thread_pool *pool, float *grad);

/* Adds to SUM the gradients of this rank's samples by the weights FROM to TO -
 * 1, one sample after the other. */
typedef void gradient_sum_fn(void *arg, size_t from, size_t to, double *sum);

/* Brings what the ranks have added up in earlier rounds of the batch to the
 * rank that begins round Q.  Every rank calls this before it computes the
 * samples of a round. */
void gradient_sum_carry(struct gradient_sum *s, const struct ranks *ranks,
			const struct ranks_round *q,
			const struct gradient_sum_round *r, struct err *err);

/* Adds up round Q: each rank gets the sum of the samples before its own, piece
 * by piece, adds its own by ADD and hands it on.  If ERR has an error, of this
 * rank or of one before, the error is handed on instead.  In rank 0, S has the
 * sum, or ERR the error. */
void gradient_sum_pass(struct gradient_sum *s, const struct ranks *ranks,
		       const struct ranks_round *q,
		       const struct gradient_sum_round *r, gradient_sum_fn *add,
		       void *arg, struct err *err);

#endif
