/*
 * upsampled_conv.c - fills the weights for the backward pass, and turns the
 * gradient with respect to their sums into that with respect to the weights.
 */
#include "kernel/upsampled_conv.h"

#include "base/size.h"
#include "kernel/tile_blocks.h"

#define TERMS UPSAMPLED_CONV_TERMS
#define BLOCK WEIGHT_BLOCK

size_t upsampled_conv_weights_len(size_t in, size_t out, int back)
{
	return back ? TERMS * round_up(in, BLOCK) * out :
		      UPSAMPLED_CONV_POINTS * round_up(out, BLOCK) * in;
}

size_t upsampled_conv_sums_len(size_t in, size_t out)
{
	return round_up(UPSAMPLED_CONV_TERMS * out, BLOCK) * round_up(in, 16);
}

size_t upsampled_conv_scratch_len(size_t in, size_t out)
{
	size_t there = (UPSAMPLED_CONV_POINTS / 2 + 1) *
		       tile_blocks_step(in > out ? in : out, STRIDE);
	size_t back = (round_up(UPSAMPLED_CONV_TERMS * out, BLOCK) +
		       2 * round_up(in, 16)) *
			      STRIDE +
		      upsampled_conv_sums_len(in, out);

	return there > back ? there : back;
}

/* Returns s, w0 and w2 of the weights W[0], W[STEP] and W[2 STEP]. */
static void terms3(double t[3], const double *w, size_t step)
{
	t[0] = w[0] + w[step] + w[2 * step];
	t[1] = w[0];
	t[2] = w[2 * step];
}

static void terms(double t[TERMS], const float w[9])
{
	double exact[9], rows[3][3], column[3];

	for (size_t k = 0; k < 9; k++)
		exact[k] = w[k];
	for (size_t x = 0; x < 3; x++) {
		terms3(column, exact + x, 3);
		for (size_t a = 0; a < 3; a++)
			rows[a][x] = column[a];
	}
	for (size_t a = 0; a < 3; a++)
		terms3(t + 3 * a, rows[a], 1);
}

void upsampled_conv_weights_back(float *u, const float *w, size_t in,
				 size_t out, size_t next)
{
	double t[TERMS] = { 0 };

	for (size_t i = 0; i < round_up(in, BLOCK); i++)
		for (size_t o = 0; o < out; o++) {
			float *to = u + (i / BLOCK * TERMS * out + o) * BLOCK +
				    i % BLOCK;

			if (i < in)
				terms(t, w + o * next + 9 * i);
			for (size_t k = 0; k < TERMS; k++)
				to[k * out * BLOCK] = i < in ? (float)t[k] : 0;
		}
}

void upsampled_conv_add(const float *sums, size_t in, size_t out, float *dw,
			size_t next)
{
	/* w1 is in the sum s only; w0 and w2 are also in one other term
	 * each. */
	static const size_t more[3] = { 1, 0, 2 };
	size_t row = round_up(in, LANES), term = out * row;

	for (size_t o = 0; o < out; o++)
		for (size_t k = 0; k < 9; k++) {
			const float *s = sums + o * row;
			const float *a = s + 3 * more[k / 3] * term;
			const float *b = s + more[k % 3] * term;
			const float *ab = a + more[k % 3] * term;
			float *to = dw + o * next + k;

			for (size_t i = 0; i < in; i++) {
				double sum = s[i];

				sum += a != s ? a[i] : 0;
				sum += b != s ? b[i] : 0;
				sum += a != s && b != s ? ab[i] : 0;
				to[9 * i] += (float)sum;
			}
		}
}
