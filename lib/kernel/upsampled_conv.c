/*
 * upsampled_conv.c - fills the weights for the backward pass; the rest is in
 * upsampled_conv_body.h.
 */
#include "kernel/upsampled_conv.h"

#include "base/size.h"
#include "kernel/tile_blocks.h"

#define MOST_TERMS 27
#define BLOCK WEIGHT_BLOCK

/* Of a volume the way there has two phases more, each of two slices. */
size_t upsampled_conv_weights_len(size_t in, size_t out, int back,
				  size_t slices)
{
	size_t phases = slices > 1 ? 4 : 1;

	return back ? upsampled_conv_terms(slices) * round_up(in, BLOCK) * out :
		      phases * UPSAMPLED_CONV_POINTS *
			       tile_blocks_weights(in, out);
}

size_t upsampled_conv_sums_len(size_t in, size_t out, size_t slices)
{
	return round_up(upsampled_conv_terms(slices) * out, BLOCK) *
	       round_up(in, 16);
}

size_t upsampled_conv_scratch_len(size_t in, size_t out, int back)
{
	size_t there = (UPSAMPLED_CONV_POINTS / 2 + 1) *
		       tile_blocks_step(in > out ? in : out, STRIDE);
	size_t grad = (round_up(UPSAMPLED_CONV_TERMS * out, BLOCK) +
		       2 * round_up(in, 16)) *
			      STRIDE +
		      upsampled_conv_sums_len(in, out, 1);

	return back && grad > there ? grad : there;
}

/* Along one direction, s, w0 and w2 take the place of T[0], T[STEP] and
 * T[2 STEP]. */
static void terms3(double *t, size_t step)
{
	double w0 = t[0];

	t[0] = t[0] + t[step] + t[2 * step];
	t[step] = w0;
}

/* Down, across, and from slice to slice. */
static void terms(double t[MOST_TERMS], const float *w, size_t n)
{
	for (size_t k = 0; k < n; k++)
		t[k] = w[k];
	for (size_t z = 0; z < n; z += 9)
		for (size_t x = 0; x < 3; x++)
			terms3(t + z + x, 3);
	for (size_t y = 0; y < n; y += 3)
		terms3(t + y, 1);
	for (size_t i = 0; n > 9 && i < 9; i++)
		terms3(t + i, 9);
}

void upsampled_conv_weights_back(float *u, const float *w,
				 const struct upsampled_conv_weights *at)
{
	size_t n = upsampled_conv_terms(at->slices), out = at->out;
	double t[MOST_TERMS] = { 0 };

	for (size_t i = 0; i < round_up(at->in, BLOCK); i++)
		for (size_t o = 0; o < out; o++) {
			float *to = u + (i / BLOCK * n * out + o) * BLOCK +
				    i % BLOCK;

			if (i < at->in)
				terms(t, w + o * at->out_next + i * at->in_next,
				      n);
			for (size_t k = 0; k < n; k++)
				to[k * out * BLOCK] = i < at->in ? (float)t[k] :
								   0;
		}
}
