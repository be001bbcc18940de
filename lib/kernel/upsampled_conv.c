/*
 * upsampled_conv.c - fills the weights for the backward pass, and turns the
 * gradient with respect to their sums into that with respect to the weights.
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

size_t upsampled_conv_scratch_len(size_t in, size_t out)
{
	size_t there = (UPSAMPLED_CONV_POINTS / 2 + 1) *
		       tile_blocks_step(in > out ? in : out, STRIDE);
	size_t back = (round_up(UPSAMPLED_CONV_TERMS * out, BLOCK) +
		       2 * round_up(in, 16)) *
			      STRIDE +
		      upsampled_conv_sums_len(in, out, 1);

	return there > back ? there : back;
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

/* The terms that weight K is in, N of them: w1 is in the sum only, w0 and w2
 * each in one term more, along each direction. */
static size_t terms_with(size_t k, size_t term[8])
{
	static const size_t more[3] = { 1, 0, 2 };
	static const size_t step[3] = { 3, 1, 9 };
	size_t n = 1;

	term[0] = 0;
	for (size_t d = 0; d < 3; d++) {
		size_t plus = more[k / step[d] % 3] * step[d];

		for (size_t i = 0; plus && i < n; i++)
			term[n + i] = term[i] + plus;
		n *= plus ? 2 : 1;
	}
	return n;
}

/* Add the sums S + TERM[j] of up to 16 input channels; as many at a time, for
 * the compiler's vectors. */
static void add16(float *to, size_t next, const float *s, size_t len,
		  const size_t *term, size_t n, size_t channels)
{
	double sum[LANES] = { 0 };

	for (size_t j = 0; j < n; j++)
		for (size_t i = 0; i < LANES; i++)
			sum[i] += s[term[j] * len + i];
	for (size_t i = 0; i < channels; i++)
		to[i * next] += (float)sum[i];
}

/* A plane's weights are those of a volume's middle slice, which are in the sum
 * over slices only. */
void upsampled_conv_add(const float *sums, float *dw,
			const struct upsampled_conv_weights *at)
{
	size_t row = round_up(at->in, LANES), n, term[8];
	size_t first = at->slices > 1 ? 0 : 9;

	for (size_t o = 0; o < at->out; o++)
		for (size_t k = 0; k < 9 * at->slices; k++) {
			const float *s = sums + o * row;
			float *to = dw + o * at->out_next + k;

			n = terms_with(first + k, term);
			for (size_t i = 0; i < at->in; i += LANES)
				add16(to + i * at->in_next, at->in_next, s + i,
				      at->out * row, term, n,
				      min(at->in - i, LANES));
		}
}
