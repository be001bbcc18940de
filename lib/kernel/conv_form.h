/*
 * conv_form.h - keeps a convolution's weights in the forms that its kernels
 * read, and decides which kernels suit.
 */
#ifndef KERNEL_CONV_FORM_H
#define KERNEL_CONV_FORM_H

#include <stddef.h>

#include "kernel/arena.h"

/* A convolution, which computes y from x.  In a volume it computes each slice
 * of y from k slices of x.  Each form of its weights then has k parts, one for
 * each of the k slices, in their order.  A form for gradients computes a slice
 * of dx from k slices of dy; its parts are in the order of the slices of dy. */
struct conv {
	size_t in, out, k;
	int volume; /* 1: the weights are k x k x k */
	/* The last UP of the IN channels come from the level below and are
	 * doubled; upsampled_conv.h or volume_conv.h convolves them. */
	size_t up;
	/* 1: "valid" padding: y has k - 1 rows and columns fewer than x; 0:
	 * "same" */
	int valid;
	/* where in the parameter vector the weights, (out,in,k,k) or
	 * (out,in,k,k,k), and the bias, (out), begin */
	size_t w_at, b_at;
	/* for direct.h, y from x: conv_form_direct_len(in, out, k) floats a
	 * part; NULL: not wanted */
	float *packed;
	/* for direct.h, dx from dy: conv_form_direct_len(out, in, k) floats a
	 * part; NULL: not wanted */
	float *flipped;
	/* For winograd.h and volume_conv.h, all channels but the last UP, or
	 * NULL: y from x, with the biases last; and dx from dy. */
	float *winograd, *winograd_flipped;
	/* for upsampled_conv.h or (a volume) volume_conv.h, the last UP
	 * channels: y from x; and dx from dy */
	float *upsampled, *upsampled_back;
};

size_t conv_form_direct_len(size_t in, size_t out, size_t k);
size_t conv_form_winograd_len(size_t in, size_t out);

/* Returns the number of slices of x from which a slice of y is computed. */
static inline size_t conv_form_slices(const struct conv *c)
{
	return c->volume ? c->k : 1;
}

/* Returns the number of weights between an input and an output channel. */
static inline size_t conv_form_taps(const struct conv *c)
{
	return conv_form_slices(c) * c->k * c->k;
}

/* Returns 1 if C is done by Winograd's kernels. */
int conv_form_suits_winograd(const struct conv *c);

/* Takes memory from A for a form of the weights: for the gradient if BACK is 1,
 * else for the forward pass.  If PRECISE is 1, it is the form of the direct
 * kernels, else of those that suit C. */
void conv_form_place(struct conv *c, struct arena *a, int precise, int back);

/* Fills all forms that have memory from VECTOR, the parameter vector. */
void conv_form_pack(const struct conv *c, const float *vector);

/* Returns the biases, which lie behind Winograd's weights, C->winograd. */
const float *conv_form_bias(const struct conv *c);

/* Returns how many floats of scratch memory the kernels of C use: those of the
 * forward pass or, if BACK is 1, all.  The direct kernels use none. */
size_t conv_form_scratch_len(const struct conv *c, int back);

/* Returns the largest conv_form_scratch_len of the N convolutions C. */
size_t conv_form_most_scratch(const struct conv *c, size_t n, int back);

/* Returns how many floats of sums Winograd's kernels keep while the gradient by
 * the weights of all channels but the last UP is computed band by band. */
size_t conv_form_sums_len(const struct conv *c);

/* Returns the same for the last UP channels. */
size_t conv_form_upsampled_sums_len(const struct conv *c);

#endif
