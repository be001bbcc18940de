/*
 * arrays.h - what training does with all weights, one after the other.
 *
 * Each number is computed by itself, so the bits are the same for all
 * instruction sets.
 */
#ifndef KERNEL_ARRAYS_H
#define KERNEL_ARRAYS_H

#include <stddef.h>

/* the numbers of a step of Adam; see optimise/optimiser.c */
struct arrays_adam {
	float scale; /* of the gradient */
	float keep;  /* what decay leaves of a weight */
	float rate, root;
	float b1, b2, c1, c2; /* the betas, and 1 less these */
	float eps;
};

struct arrays_kernels {
	/* Adds N numbers of X to SUM. */
	void (*add)(double *sum, const float *x, size_t n);
	/* Moves N weights W against their gradient, and sets its means M and V:
	 *
	 *	g = grad scale,  m = b1 m + c1 g,  v = b2 v + c2 g g,
	 *	w = w keep - rate m / (sqrt(v) / root + eps) */
	void (*adam)(const struct arrays_adam *a, float *w, float *m, float *v,
		     const float *grad, size_t n);
};

/* Returns the kernels for the instruction set in use (cpu.h). */
const struct arrays_kernels *arrays_kernels(void);

#endif
