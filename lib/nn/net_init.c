/*
 * net_init.c - see net_init.h.
 *
 * Weights of the convolution blocks are normal with variance 2 / fan_in (He et
 * al. 2015).  All others are uniform in +-1 / sqrt(fan_in).  fan_in is the
 * number of input channels times the pixels of the kernel.  Each tensor has
 * its own stream, so the weights of a layer do not depend on the rest of the
 * network.
 */
#include "nn/net_init.h"

#include <math.h>

#include "base/rng.h"

static void draw(struct rng *r, const struct param *p, float *w, double fan_in,
		 int normal)
{
	double bound = 1 / sqrt(fan_in), sd = sqrt(2 / fan_in);

	for (size_t i = 0; i < p->len; i++)
		w[i] = (float)(normal ? sd * rng_normal(r) :
					bound * (2 * rng_uniform(r) - 1));
}

void net_init(struct net *net, uint64_t seed)
{
	const struct unet *u = net_unet(net);
	float *w = net_weights(net);

	for (size_t i = 0; i < net_params(net); i++) {
		const struct param *p = net_param(net, i);
		struct conv c = unet_conv(u, i / 2);
		double fan_in = (double)(c.in * conv_form_taps(&c));
		int last = i / 2 == unet_convs(u) - 1;
		struct rng r;

		rng_init(&r, seed, p->name, 0, 0);
		draw(&r, p, w + p->offset, fan_in, i % 2 == 0 && !last);
	}
}
