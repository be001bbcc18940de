/*
 * conv_form.h - a convolution's weights in the forms that its kernels read:
 * which kernels suit it, how long their forms are, and filling them.
 */
#ifndef KERNEL_CONV_FORM_H
#define KERNEL_CONV_FORM_H

#include <stddef.h>

#include "kernel/arena.h"

/* A convolution's weights as the kernels read them, and where they lie in
 * the parameter vector. */
struct conv {
	size_t in, out, k;
	size_t up;	   /* channels, the last ones of IN, that come from
				   the level below, doubled, and may go by
				   upsampled_conv.h */
	int valid;	   /* padding "valid": y has k - 1 rows and
				   columns less than x; else "same" */
	size_t w_at, b_at; /* offsets: weights (out,in,k,k), bias (out) */
	float *packed;	   /* conv_form_direct_len(in, out, k): y from x */
	float *flipped;	   /* conv_form_direct_len(out, in, k): dx from dy */
	/* The same for winograd.h, conv_form_winograd_len(in, out) with the
	 * biases last, and (out, in); NULL: not for this one. */
	float *winograd, *winograd_flipped;
	float *upsampled, *upsampled_back; /* of the channels from below */
};

size_t conv_form_direct_len(size_t in, size_t out, size_t k);
size_t conv_form_winograd_len(size_t in, size_t out);
int conv_form_suits_winograd(const struct conv *c);
/* Takes memory for the weights in the form that suits C, there or BACK. */
void conv_form_place(struct conv *c, struct arena *a, int precise, int back);
/* Fills the forms that have memory from the parameter vector. */
void conv_form_pack(const struct conv *c, const float *vector);
/* The biases behind Winograd's weights. */
const float *conv_form_bias(const struct conv *c);

/* Floats of scratch memory that the kernels of C use; the most of N
 * convolutions. */
size_t conv_form_scratch_len(const struct conv *c);
size_t conv_form_most_scratch(const struct conv *c, size_t n);
/* Floats of the sums that are kept while the gradient is made in bands, of
 * all channels but those from below, and of these. */
size_t conv_form_sums_len(const struct conv *c);
size_t conv_form_upsampled_sums_len(const struct conv *c);

#endif
