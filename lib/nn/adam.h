/*
 * adam.h - the Adam optimiser (Kingma and Ba 2015, algorithm 1) with
 * PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8 outside the root.
 */
#ifndef NN_ADAM_H
#define NN_ADAM_H

#include <stddef.h>
#include <stdint.h>

struct thread_pool;

struct adam {
	double lr, beta1, beta2, eps;
	uint64_t step; /* Number of updates done */
	size_t n;
	float *m, *v; /* First and second moments, n of each */
	struct thread_pool *pool;
};

/* Makes A ready for N weights.  The threads of POOL share the work; their
 * number does not change a bit.  The caller releases A. */
void adam_init(struct adam *a, size_t n, double lr, struct thread_pool *pool);
void adam_release(struct adam *a);

/* Updates the weights: w -= lr * m' / (sqrt(v') + eps), where m' and v' are the
 * bias-corrected moments.  Returns 0, or -1 with nothing changed if GRAD is not
 * finite. */
int adam_step(struct adam *a, float *w, const float *grad);

#endif
