/*
 * conv_form.c - see conv_form.h.
 *
 * The form for the direct kernels has, for each block of 4 output channels, 4
 * biases, then 4 weights for each c, ky, kx in this order.  If channels are
 * missing in the last block, their numbers are zeros.  winograd.h and
 * upsampled_conv.h have forms of their own.
 */
#include "kernel/conv_form.h"

#include <string.h>

#include "base/size.h"
#include "kernel/direct.h"
#include "kernel/upsampled_conv.h"
#include "kernel/winograd.h"

size_t conv_form_direct_len(size_t in, size_t out, size_t k)
{
	size_t blocks = (out + DIRECT_BLOCK - 1) / DIRECT_BLOCK;

	return blocks * DIRECT_BLOCK * (1 + in * k * k);
}

static void pack(const struct conv *c, const float *w, const float *b)
{
	size_t taps = c->in * c->k * c->k;
	float *to = c->packed;

	for (size_t o = 0; o < c->out; o += DIRECT_BLOCK) {
		for (size_t i = o; i < o + DIRECT_BLOCK; i++)
			*to++ = i < c->out ? b[i] : 0;
		for (size_t t = 0; t < taps; t++)
			for (size_t i = o; i < o + DIRECT_BLOCK; i++)
				*to++ = i < c->out ? w[i * taps + t] : 0;
	}
}

static void pack_flipped(const struct conv *c, const float *w)
{
	size_t taps = c->k * c->k;
	float *to = c->flipped;

	for (size_t in = 0; in < c->in; in += DIRECT_BLOCK) {
		for (size_t i = 0; i < DIRECT_BLOCK; i++)
			*to++ = 0;
		for (size_t o = 0; o < c->out; o++)
			for (size_t t = taps; t-- > 0;)
				for (size_t i = in; i < in + DIRECT_BLOCK; i++)
					*to++ = i >= c->in ? 0 :
							     w[(o * c->in + i) *
								       taps +
							       t];
	}
}

size_t conv_form_winograd_len(size_t in, size_t out)
{
	return winograd_weights_len(in, out) + out;
}

int conv_form_suits_winograd(const struct conv *c)
{
	return c->k == 3 && c->in - c->up >= WINOGRAD_MIN &&
	       c->out >= WINOGRAD_MIN;
}

size_t conv_form_scratch_len(const struct conv *c)
{
	size_t in = c->in - c->up, most = 0,
	       len[3] = {
		       winograd_scratch_len(in, c->out),
		       winograd_scratch_len(c->out, in),
		       c->up ? upsampled_conv_scratch_len(c->up, c->out) : 0,
	       };

	if (!c->winograd && !conv_form_suits_winograd(c))
		return 0;
	for (int i = 0; i < 3; i++)
		most = len[i] > most ? len[i] : most;
	return most;
}

size_t conv_form_most_scratch(const struct conv *c, size_t n)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++)
		if (conv_form_scratch_len(&c[i]) > most)
			most = conv_form_scratch_len(&c[i]);
	return most;
}

size_t conv_form_sums_len(const struct conv *c)
{
	return conv_form_suits_winograd(c) ?
		       winograd_sums_len(c->in - c->up, c->out) :
		       0;
}

size_t conv_form_upsampled_sums_len(const struct conv *c)
{
	return upsampled_conv_sums_len(c->up, c->out);
}

/* The weights of the channels that are doubled come after Winograd's
 * weights. */
static void place_fast(struct conv *c, struct arena *a, int back)
{
	size_t in = c->in - c->up;
	size_t len = back ? conv_form_winograd_len(c->out, in) :
			    conv_form_winograd_len(in, c->out);
	float *form = arena_take(a, len), *doubled = NULL;

	if (c->up)
		doubled = arena_take(a,
				     upsampled_conv_weights_len(c->up, c->out,
								back));
	*(back ? &c->winograd_flipped : &c->winograd) = form;
	*(back ? &c->upsampled_back : &c->upsampled) = doubled;
}

void conv_form_place(struct conv *c, struct arena *a, int precise, int back)
{
	size_t in = back ? c->out : c->in, out = back ? c->in : c->out;

	if (!precise && conv_form_suits_winograd(c))
		place_fast(c, a, back);
	else
		*(back ? &c->flipped : &c->packed) =
			arena_take(a, conv_form_direct_len(in, out, c->k));
}

const float *conv_form_bias(const struct conv *c)
{
	return c->winograd + winograd_weights_len(c->in - c->up, c->out);
}

static void pack_fast(const struct conv *c, const float *vector)
{
	const struct winograd_kernels *k = winograd_kernels();
	const float *w = vector + c->w_at;
	size_t in = c->in - c->up, next = 9 * c->in;

	if (c->winograd) {
		k->weights(c->winograd, w, in, c->out, 9, next, 0);
		memcpy(c->winograd + winograd_weights_len(in, c->out),
		       vector + c->b_at, c->out * sizeof(*w));
	}
	if (c->winograd_flipped)
		k->weights(c->winograd_flipped, w, c->out, in, next, 9, 1);
	if (c->upsampled)
		k->upsampled_weights(c->upsampled, w + 9 * in, c->up, c->out,
				     next);
	if (c->upsampled_back)
		upsampled_conv_weights_back(c->upsampled_back, w + 9 * in,
					    c->up, c->out, next);
}

void conv_form_pack(const struct conv *c, const float *vector)
{
	const float *w = vector + c->w_at;

	pack_fast(c, vector);
	if (c->packed)
		pack(c, w, vector + c->b_at);
	if (c->flipped)
		pack_flipped(c, w);
}
