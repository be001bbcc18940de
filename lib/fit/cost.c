/*
 * cost.c - what a training step takes, worked out beforehand.
 *
 * Level l has f * inc^l maps and 1 / factor^(2l) of the pixels.
 */
#include "fit/cost.h"

#include <math.h>

struct cost {
	double macs;		/* per pixel of the image, forward */
	double weights;
	double maps;		/* values kept per pixel of the image */
	double first;		/* macs of the first convolution */
};

static void add_conv(struct cost *c, double in, double out, double kernel,
		     double area)
{
	c->macs += in * out * kernel * kernel * area;
	c->weights += in * out * kernel * kernel + out;
	c->maps += out * area;
}

static struct cost cost_of(const struct unet *u)
{
	double k = (double)u->kernel_size, f = (double)u->num_fmaps;
	struct cost c = {0};

	for (int64_t l = 0; l < u->depth; l++) {
		double out = f * pow((double)u->fmap_inc_factor, (double)l);
		double next = out * (double)u->fmap_inc_factor;
		double area = pow((double)u->downsample_factor, -2.0 * (double)l);
		double in = l ? out / (double)u->fmap_inc_factor :
				(double)u->in_channels;

		add_conv(&c, in, out, k, area);
		if (!l)
			c.first = c.macs;
		add_conv(&c, out, out, k, area);
		if (l == u->depth - 1)
			break;
		add_conv(&c, out + next, out, k, area);
		add_conv(&c, out, out, k, area);
		c.maps += next * area;		/* the upsampled ones */
	}
	add_conv(&c, f, (double)u->out_channels, 1, 1);
	return c;
}

double cost_forward(const struct unet *u, size_t n, size_t h, size_t w)
{
	return cost_of(u).macs * (double)n * (double)h * (double)w;
}

double cost_step(const struct unet *u, size_t n, size_t h, size_t w)
{
	struct cost c = cost_of(u);

	return (3 * c.macs - c.first) * (double)n * (double)h * (double)w;
}

double cost_weights(const struct unet *u)
{
	return cost_of(u).weights;
}

double cost_memory(const struct unet *u, size_t n, size_t h, size_t w)
{
	struct cost c = cost_of(u);
	double pixels = (double)n * (double)h * (double)w;

	/* Values and their gradients; weights, gradient, best, moments. */
	return 4 * (2 * c.maps * pixels + 5 * c.weights);
}
