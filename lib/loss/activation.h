/*
 * activation.h - the function, without parameters, of each value of the output
 * with which a network ends.
 */
#ifndef LOSS_ACTIVATION_H
#define LOSS_ACTIVATION_H

#include <stddef.h>

enum activation {
	ACTIVATION_NONE,
	ACTIVATION_SIGMOID,  /* 1 / (1 + exp(-x)) */
	ACTIVATION_TANH,     /* tanh(x) */
	ACTIVATION_RELU,     /* max(x, 0) */
	ACTIVATION_SOFTPLUS, /* log(1 + exp(x)) */
	ACTIVATIONS
};

/* "none", "sigmoid" and so on; NULL ends the list. */
extern const char *const activation_names[];

/* Applies A to the N values X.  A NaN stays one. */
void activation_apply(enum activation a, float *x, size_t n);

/* Multiplies each of the N gradients DY by SHARE and by the derivative of A
 * where the value of A is Y. */
void activation_back(enum activation a, const float *y, float *dy, size_t n,
		     float share);

/* Returns how many of the N values X are beyond the range of A, or not
 * finite. */
size_t activation_beyond(enum activation a, const float *x, size_t n);

#endif
