/*
 * conv_form.h - stores a convolution's weights in the forms that its kernels
 * read.  It decides which kernels suit the convolution, tells how long the
 * forms are, and fills them.
 */
#ifndef KERNEL_CONV_FORM_H
#define KERNEL_CONV_FORM_H

#include <stddef.h>

#include "kernel/arena.h"

/* A convolution: its weights in the forms that the kernels read, and their
 * place in the parameter vector.  Of a volume's convolution each form is there
 * for each of the k slices of x that a slice of y is computed from, one
 * after the other; those for the gradient are in the order of dy's slices. */
struct conv {
	size_t in, out, k;
	int volume;	   /* 1: weights are k x k x k */
	size_t up;	   /* how many channels of IN, the last ones, come
				   from the level below and are doubled, so
				   that upsampled_conv.h may convolve them */
	int valid;	   /* 1: padding "valid", y has k - 1 rows and
				   columns fewer than x; 0: "same" */
	size_t w_at, b_at; /* offsets: weights (out,in,k,k) or
			      (out,in,k,k,k), bias (out) */
	float *packed;	   /* conv_form_direct_len(in, out, k): y from x */
	float *flipped;	   /* conv_form_direct_len(out, in, k): dx from dy */
	/* The same for winograd.h, for all channels but the last UP:
	 * conv_form_winograd_len(in - up, out), with the biases last, and
	 * (out, in - up).  NULL: Winograd's kernels are not used. */
	float *winograd, *winograd_flipped;
	float *upsampled, *upsampled_back; /* the same for
						  upsampled_conv.h, for the
						  last UP channels; of a volume
						  for volume_conv.h */
};

size_t conv_form_direct_len(size_t in, size_t out, size_t k);
size_t conv_form_winograd_len(size_t in, size_t out);
/* Return how many slices of x a slice of y is computed from, and how many
 * weights belong to an output and an input channel. */
static inline size_t conv_form_slices(const struct conv *c)
{
	return c->volume ? c->k : 1;
}

static inline size_t conv_form_taps(const struct conv *c)
{
	return conv_form_slices(c) * c->k * c->k;
}

int conv_form_suits_winograd(const struct conv *c);
/* Takes memory from A for the weights in the form that suits C (the direct
 * kernels' form if PRECISE): the form for the gradient if BACK, else that for
 * the forward pass. */
void conv_form_place(struct conv *c, struct arena *a, int precise, int back);
/* Fills those forms that have memory with the weights in VECTOR, the parameter
 * vector. */
void conv_form_pack(const struct conv *c, const float *vector);
/* Returns the biases, which lie behind Winograd's weights. */
const float *conv_form_bias(const struct conv *c);

/* Return the floats of scratch memory that the kernels of C use, or the most
 * that any of N convolutions uses. */
size_t conv_form_scratch_len(const struct conv *c);
size_t conv_form_most_scratch(const struct conv *c, size_t n);
/* Return the floats of the sums that are kept while the gradient with respect
 * to the weights is computed band by band: those of all channels but the last
 * UP, and those of the last UP. */
size_t conv_form_sums_len(const struct conv *c);
size_t conv_form_upsampled_sums_len(const struct conv *c);

#endif
