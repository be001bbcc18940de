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
#include "kernel/volume_conv.h"
#include "kernel/winograd.h"

size_t conv_form_direct_len(size_t in, size_t out, size_t k)
{
	size_t blocks = (out + DIRECT_BLOCK - 1) / DIRECT_BLOCK;

	return blocks * DIRECT_BLOCK * (1 + in * k * k);
}

/* Weight T of (o, i) in slice Z; 0 for channels that are not there. */
static float weight(const struct conv *c, const float *w, size_t o, size_t i,
		    size_t z, size_t t)
{
	size_t area = c->k * c->k;

	if (o >= c->out || i >= c->in)
		return 0;
	return w[((o * c->in + i) * conv_form_slices(c) + z) * area + t];
}

static void pack(const struct conv *c, size_t z, const float *w, const float *b)
{
	size_t area = c->k * c->k;
	float *to = c->packed + z * conv_form_direct_len(c->in, c->out, c->k);

	for (size_t o = 0; o < c->out; o += DIRECT_BLOCK) {
		for (size_t l = o; l < o + DIRECT_BLOCK; l++)
			*to++ = l < c->out ? b[l] : 0;
		for (size_t t = 0; t < c->in * area; t++)
			for (size_t l = o; l < o + DIRECT_BLOCK; l++)
				*to++ = weight(c, w, l, t / area, z, t % area);
	}
}

static void pack_flipped(const struct conv *c, size_t z, const float *w)
{
	size_t area = c->k * c->k;
	float *to = c->flipped +
		    (conv_form_slices(c) - 1 - z) *
			    conv_form_direct_len(c->out, c->in, c->k);

	for (size_t i = 0; i < c->in; i += DIRECT_BLOCK) {
		for (size_t l = 0; l < DIRECT_BLOCK; l++)
			*to++ = 0;
		for (size_t o = 0; o < c->out; o++)
			for (size_t t = area; t-- > 0;)
				for (size_t l = i; l < i + DIRECT_BLOCK; l++)
					*to++ = weight(c, w, o, l, z, t);
	}
}

size_t conv_form_winograd_len(size_t in, size_t out)
{
	return winograd_weights_len(in, out) + out;
}

int conv_form_suits_winograd(const struct conv *c)
{
	return c->k == 3 &&
	       conv_form_slices(c) * (c->in - c->up) >= WINOGRAD_MIN &&
	       c->out >= WINOGRAD_MIN;
}

static size_t volume_scratch_len(const struct conv *c, int back)
{
	size_t in = c->in - c->up;
	size_t len[4] = {
		volume_conv_scratch_len(in, c->out),
		back ? volume_conv_scratch_len(c->out, in) : 0,
		back ? volume_conv_grad_scratch_len(in, c->out) +
				volume_conv_sums_len(in, c->out) :
		       0,
		c->up ? volume_conv_up_scratch_len(c->up, c->out) +
				(back ? conv_form_upsampled_sums_len(c) : 0) :
			0,
	};
	size_t most = 0;

	for (int i = 0; i < 4; i++)
		most = len[i] > most ? len[i] : most;
	return most;
}

size_t conv_form_scratch_len(const struct conv *c, int back)
{
	size_t in = c->in - c->up, most = 0,
	       len[3] = {
		       winograd_scratch_len(in, c->out, back),
		       winograd_scratch_len(c->out, in, back),
		       c->up ? upsampled_conv_scratch_len(c->up, c->out, back) :
			       0,
	       };

	if (!c->winograd && !conv_form_suits_winograd(c))
		return 0;
	if (conv_form_slices(c) > 1)
		return volume_scratch_len(c, back);
	for (int i = 0; i < 3; i++)
		most = len[i] > most ? len[i] : most;
	return most;
}

size_t conv_form_most_scratch(const struct conv *c, size_t n, int back)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++)
		if (conv_form_scratch_len(&c[i], back) > most)
			most = conv_form_scratch_len(&c[i], back);
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
	return upsampled_conv_sums_len(c->up, c->out, conv_form_slices(c));
}

/* The weights of the channels that are doubled come after Winograd's
 * weights. */
static void place_fast(struct conv *c, struct arena *a, int back)
{
	size_t in = c->in - c->up;
	size_t one = back ? winograd_weights_len(c->out, in) :
			    winograd_weights_len(in, c->out);
	size_t len = conv_form_slices(c) * one + (back ? in : c->out);
	float *form = arena_take(a, len), *doubled = NULL;

	if (c->up)
		doubled = arena_take(
			a, upsampled_conv_weights_len(c->up, c->out, back,
						      conv_form_slices(c)));
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
			arena_take(a,
				   conv_form_slices(c) *
					   conv_form_direct_len(in, out, c->k));
}

static size_t bias_at(const struct conv *c)
{
	return conv_form_slices(c) *
	       winograd_weights_len(c->in - c->up, c->out);
}

const float *conv_form_bias(const struct conv *c)
{
	return c->winograd + bias_at(c);
}

/* The doubled channels, whose weights begin at W.  Of a volume: those of the
 * even slices, which see the slice before and their own, and of the odd ones,
 * which see their own and the next. */
static void pack_upsampled(const struct conv *c, const float *w)
{
	const struct winograd_kernels *k = winograd_kernels();
	size_t taps = conv_form_taps(c), next = taps * c->in;
	size_t len = upsampled_conv_weights_len(c->up, c->out, 0, 1);
	float *u = c->upsampled;

	k->upsampled_weights(u, w, c->up, c->out, taps, next, 0);
	if (conv_form_slices(c) == 1)
		return;
	k->upsampled_weights(u + len, w + 9, c->up, c->out, taps, next, 9);
	k->upsampled_weights(u + 2 * len, w, c->up, c->out, taps, next, 9);
	k->upsampled_weights(u + 3 * len, w + 18, c->up, c->out, taps, next, 0);
}

static void pack_fast(const struct conv *c, const float *vector)
{
	const struct winograd_kernels *k = winograd_kernels();
	const float *w = vector + c->w_at;
	size_t in = c->in - c->up, taps = conv_form_taps(c);
	size_t next = taps * c->in, last = conv_form_slices(c) - 1;

	for (size_t z = 0; z <= last && c->winograd; z++)
		k->weights(c->winograd + z * winograd_weights_len(in, c->out),
			   w + 9 * z, in, c->out, taps, next, 0);
	if (c->winograd)
		memcpy(c->winograd + bias_at(c), vector + c->b_at,
		       c->out * sizeof(*w));
	for (size_t z = 0; z <= last && c->winograd_flipped; z++)
		k->weights(c->winograd_flipped +
				   (last - z) *
					   winograd_weights_len(c->out, in),
			   w + 9 * z, c->out, in, next, taps, 1);
	if (c->upsampled)
		pack_upsampled(c, w + taps * in);
	if (c->upsampled_back)
		upsampled_conv_weights_back(c->upsampled_back, w + taps * in,
					    &(struct upsampled_conv_weights){
						    c->up, c->out, taps, next,
						    conv_form_slices(c) });
}

void conv_form_pack(const struct conv *c, const float *vector)
{
	const float *w = vector + c->w_at;

	pack_fast(c, vector);
	for (size_t z = 0; z < conv_form_slices(c); z++) {
		if (c->packed)
			pack(c, z, w, vector + c->b_at);
		if (c->flipped)
			pack_flipped(c, z, w);
	}
}
