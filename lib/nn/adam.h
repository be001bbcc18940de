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
	uint64_t step; /* updates done */
	size_t n;
	float *m, *v; /* first and second moments, n each */
	struct thread_pool *pool;
};

/* Fill A for N weights.  The threads of POOL share the work; the bits do not
 * depend on how many they are. */
void adam_init(struct adam *a, size_t n, double lr, struct thread_pool *pool);
void adam_release(struct adam *a);
/* w -= lr * m' / (sqrt(v') + eps), where m' and v' are the bias-corrected
 * moments.  Returns -1 if GRAD is not finite; then nothing was changed. */
int adam_step(struct adam *a, float *w, const float *grad);

#endif
