/*
 * form.c - a convolution's weights as the kernels read them, and how much
 * memory its kernels want.
 *
 * For the direct kernels, for each block of 4 output channels (missing ones
 * are zeros): 4 biases, then 4 weights for each c, ky, kx in this order.
 * winograd.h and upsampled_conv.h have forms of their own.
 */
#include <string.h>

#include "base/size.h"
#include "nn/upsampled_conv.h"
#include "nn/kernel.h"
#include "nn/op.h"
#include "nn/winograd.h"

size_t conv_len(size_t in, size_t out, size_t k)
{
	size_t blocks = (out + OUT_BLOCK - 1) / OUT_BLOCK;

	return blocks * OUT_BLOCK * (1 + in * k * k);
}

static void pack(const struct conv *c, const float *w, const float *b)
{
	size_t taps = c->in * c->k * c->k;
	float *to = c->packed;

	for (size_t o = 0; o < c->out; o += OUT_BLOCK) {
		for (size_t i = o; i < o + OUT_BLOCK; i++)
			*to++ = i < c->out ? b[i] : 0;
		for (size_t t = 0; t < taps; t++)
			for (size_t i = o; i < o + OUT_BLOCK; i++)
				*to++ = i < c->out ? w[i * taps + t] : 0;
	}
}

static void pack_flipped(const struct conv *c, const float *w)
{
	size_t taps = c->k * c->k;
	float *to = c->flipped;

	for (size_t in = 0; in < c->in; in += OUT_BLOCK) {
		for (size_t i = 0; i < OUT_BLOCK; i++)
			*to++ = 0;
		for (size_t o = 0; o < c->out; o++)
			for (size_t t = taps; t-- > 0;)
				for (size_t i = in; i < in + OUT_BLOCK; i++)
					*to++ = i >= c->in ? 0 :
							     w[(o * c->in + i) *
								       taps +
							       t];
	}
}

size_t conv_wino_len(size_t in, size_t out)
{
	return wino_weights_len(in, out) + out;
}

int conv_suits_wino(const struct conv *c)
{
	return c->k == 3 && c->in - c->up >= WINO_MIN && c->out >= WINO_MIN;
}

size_t conv_scratch_len(const struct conv *c)
{
	size_t in = c->in - c->up, most = 0,
	       len[3] = {
		       wino_scratch_len(in, c->out),
		       wino_scratch_len(c->out, in),
		       c->up ? doubled_scratch_len(c->up, c->out) : 0,
	       };

	if (!c->wino && !conv_suits_wino(c))
		return 0;
	for (int i = 0; i < 3; i++)
		most = len[i] > most ? len[i] : most;
	return most;
}

size_t conv_sums_len(const struct conv *c)
{
	return conv_suits_wino(c) ? wino_sums_len(c->in - c->up, c->out) : 0;
}

size_t upconv_sums_len(const struct conv *c)
{
	return doubled_sums_len(c->up, c->out);
}

static size_t whole(size_t len)
{
	return round_up(len, LANES);
}

/* Winograd's weights, behind which lie those of the doubled channels. */
static size_t fast_len(const struct conv *c, int back)
{
	size_t in = c->in - c->up;

	return whole(back ? conv_wino_len(c->out, in) :
			    conv_wino_len(in, c->out));
}

size_t conv_form_len(const struct conv *c, int precise, int back)
{
	size_t in = back ? c->out : c->in, out = back ? c->in : c->out;

	if (precise || !conv_suits_wino(c))
		return whole(conv_len(in, out, c->k));
	return fast_len(c, back) +
	       whole(upsampled_conv_weights_len(c->up, c->out, back));
}

void conv_place(struct conv *c, float *form, int precise, int back)
{
	int fast = conv_suits_wino(c) && !precise;
	float **to = back ? fast ? &c->wino_flipped : &c->flipped :
		     fast ? &c->wino :
			    &c->packed;

	*to = form;
	if (fast && c->up)
		*(back ? &c->doubled_back : &c->doubled) = form +
							   fast_len(c, back);
}

const float *conv_bias(const struct conv *c)
{
	return c->wino + wino_weights_len(c->in - c->up, c->out);
}

static void pack_fast(const struct conv *c, const float *vector)
{
	const struct wino_kernels *k = wino_kernels(kernels()->name);
	const float *w = vector + c->w_at;
	size_t in = c->in - c->up, next = 9 * c->in;

	if (c->wino) {
		k->weights(c->wino, w, in, c->out, 9, next, 0);
		memcpy(c->wino + wino_weights_len(in, c->out), vector + c->b_at,
		       c->out * sizeof(*w));
	}
	if (c->wino_flipped)
		k->weights(c->wino_flipped, w, c->out, in, next, 9, 1);
	if (c->doubled)
		k->doubled_weights(c->doubled, w + 9 * in, c->up, c->out, next);
	if (c->doubled_back)
		upsampled_conv_weights_back(c->doubled_back, w + 9 * in, c->up,
					    c->out, next);
}

void conv_pack(const struct conv *c, const float *vector)
{
	const float *w = vector + c->w_at;

	pack_fast(c, vector);
	if (c->packed)
		pack(c, w, vector + c->b_at);
	if (c->flipped)
		pack_flipped(c, w);
}
