/*
 * conv_form.h - stores a convolution's weights in the forms that its kernels
 * read.  It decides which kernels suit the convolution, tells how long the
 * forms are, and fills them.
 */
#ifndef KERNEL_CONV_FORM_H
#define KERNEL_CONV_FORM_H

#include <stddef.h>

#include "kernel/arena.h"

/* A convolution that computes y from x: its weights in the forms that the
 * kernels read, and the place of the weights in the parameter vector.  In a
 * volume, each slice of y is computed from k slices of x.  There is then one
 * copy of each form for each of these k slices, one copy after the other.  The
 * copies for the gradient are in the order of the slices of dy. */
struct conv {
	size_t in, out, k;
	int volume; /* 1: the weights are k x k x k */
	/* Number of channels that upsampled_conv.h may convolve.  They are
	 * the last ones of the IN channels.  They come from the level below
	 * and are doubled. */
	size_t up;
	/* 1: the padding is "valid", and y has k - 1 rows and columns fewer
	 * than x.  0: the padding is "same". */
	int valid;
	/* Offsets in the parameter vector: of the weights, (out,in,k,k) or
	 * (out,in,k,k,k), and of the bias, (out) */
	size_t w_at, b_at;
	/* Weights for direct.h, to compute y from x: conv_form_direct_len(in,
	 * out, k) floats */
	float *packed;
	/* Weights for direct.h, to compute dx from dy:
	 * conv_form_direct_len(out, in, k) floats */
	float *flipped;
	/* Weights for winograd.h, for all channels but the last UP.  WINOGRAD
	 * computes y from x; it has conv_form_winograd_len(in - up, out)
	 * floats, with the biases last.  WINOGRAD_FLIPPED computes dx from dy;
	 * it has conv_form_winograd_len(out, in - up) floats.  NULL:
	 * Winograd's kernels are not used. */
	float *winograd, *winograd_flipped;
	/* Weights for upsampled_conv.h or, in a volume, for volume_conv.h.
	 * They are for the last UP channels, to compute y from x and dx from
	 * dy. */
	float *upsampled, *upsampled_back;
};

size_t conv_form_direct_len(size_t in, size_t out, size_t k);
size_t conv_form_winograd_len(size_t in, size_t out);

/* The first returns the number of slices of x from which a slice of y is
 * computed.  The second returns the number of weights between one input
 * channel and one output channel. */
static inline size_t conv_form_slices(const struct conv *c)
{
	return c->volume ? c->k : 1;
}

static inline size_t conv_form_taps(const struct conv *c)
{
	return conv_form_slices(c) * c->k * c->k;
}

int conv_form_suits_winograd(const struct conv *c);

/* Takes memory from A for one form of the weights of C: for the gradient if
 * BACK is set, else for the forward pass.  If PRECISE is set, this is the form
 * of the direct kernels, else the form of the kernels that suit C. */
void conv_form_place(struct conv *c, struct arena *a, int precise, int back);

/* Fills each form that has memory with the weights in VECTOR, the parameter
 * vector. */
void conv_form_pack(const struct conv *c, const float *vector);

/* Returns the biases.  They lie behind Winograd's weights. */
const float *conv_form_bias(const struct conv *c);

/* The first returns the number of floats of scratch memory that the kernels of
 * C use.  The second returns the largest such number among the N convolutions
 * from C on. */
size_t conv_form_scratch_len(const struct conv *c);
size_t conv_form_most_scratch(const struct conv *c, size_t n);

/* Return the number of floats of the sums that are kept while the gradient
 * with respect to the weights is computed band by band.  The first counts all
 * channels but the last UP.  The second counts only the last UP channels. */
size_t conv_form_sums_len(const struct conv *c);
size_t conv_form_upsampled_sums_len(const struct conv *c);

#endif
