/*
 * memory.c - what a network will take, worked out without making it.
 */
#include "nn/memory.h"

#include <stdlib.h>

#include "base/mem.h"
#include "nn/stream.h"
#include "nn/volume.h"
#include "nn/sample_worker.h"

/* All convolutions of U; free it. */
static struct conv *convs_of(const struct unet *u)
{
	struct conv *c = mem_zero(unet_convs(u), sizeof(*c));

	for (size_t i = 0; i < unet_convs(u); i++)
		c[i] = unet_plane_conv(u, i);
	return c;
}

double memory_net(const struct unet *u, int precise, int grad)
{
	struct conv *conv = convs_of(u);
	double sum = unet_size(u) * (u->volume ? 2 : 1);

	for (size_t i = 0; i < unet_convs(u); i++) {
		sum += (double)conv_form_len(&conv[i], precise, 0);
		if (grad)
			sum += (double)conv_form_len(&conv[i], precise, 1);
	}
	free(conv);
	return sizeof(float) * sum;
}

double memory_gradient(const struct unet *u, int threads, size_t h, size_t w,
		       int precise)
{
	struct conv *conv = convs_of(u);
	size_t len = sample_worker_len(u, conv, h, w, !precise);

	free(conv);
	return sizeof(float) * (double)threads * (double)len;
}

double memory_stream(const struct unet *u, int threads, size_t h, size_t w,
		     int precise)
{
	struct conv *conv = convs_of(u);
	size_t len = stream_len(u, conv, h, w, !precise, threads);

	free(conv);
	return sizeof(float) * (double)len;
}

double memory_volume(const struct unet *u, int threads, struct extent e,
		     int precise, int grad)
{
	struct conv *conv = convs_of(u);
	/* One sample on all threads, or one on each. */
	double len = grad ? threads * (double)volume_len(u, conv, e, 1,
							 !precise, 1) :
			    (double)volume_len(u, conv, e, 0, !precise,
					       threads);

	free(conv);
	return sizeof(float) * len;
}
