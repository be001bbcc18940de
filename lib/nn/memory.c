/*
 * memory.c - what a network will take, worked out without making it.
 */
#include "nn/memory.h"

#include <stdlib.h>

#include "base/mem.h"
#include "nn/work.h"

/* All convolutions of U; free it. */
static struct conv *convs_of(const struct unet *u)
{
	struct conv *c = mem_zero(unet_convs(u), sizeof(*c));

	for (size_t i = 0; i < unet_convs(u); i++)
		c[i] = unet_conv(u, i);
	return c;
}

double memory_shared(const struct unet *u, int threads, size_t n, int how)
{
	struct conv *conv = convs_of(u);
	size_t round = net_round((size_t)threads, n);
	double packed = 0, wino = 0, size = unet_size(u);

	for (size_t i = 0; i < unet_convs(u); i++) {
		const struct conv *c = &conv[i];

		packed += (double)conv_len(c->in, c->out, c->k);
		packed += (double)conv_len(c->out, c->in, c->k);
		if (!conv_suits_wino(c))
			continue;
		wino += (double)conv_wino_len(c->in, c->out);
		wino += (double)conv_wino_len(c->out, c->in);
	}
	free(conv);
	if (!(how & MEMORY_GRAD))
		return sizeof(float) * (size + packed);
	if (how & MEMORY_PRECISE)
		wino = 0;
	return sizeof(float) * (size + packed + wino + (double)round * size) +
		(round < n ? sizeof(double) * size : 0);
}

double memory_thread(const struct unet *u, size_t h, size_t w, int how)
{
	struct conv *conv = convs_of(u);
	size_t len = work_len(u, conv, h, w, how & MEMORY_GRAD,
			      how == MEMORY_GRAD);

	free(conv);
	return sizeof(float) * (double)len;
}
