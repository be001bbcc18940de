/*
 * plan.c - what training will take, worked out beforehand.
 *
 * Level l has f * inc^l maps and 1 / factor^(2l) of the pixels.
 */
#include "fit/plan.h"

#include <inttypes.h>
#include <math.h>

#include "fit/predict.h"

struct cost {
	double macs;		/* per pixel of the image, forward */
	double maps;		/* values kept per pixel of the image */
	double first;		/* macs of the first convolution */
};

static void add_conv(struct cost *c, double in, double out, double kernel,
		     double area)
{
	c->macs += in * out * kernel * kernel * area;
	c->maps += out * area;
}

static struct cost cost_of(const struct unet *u)
{
	double k = (double)u->kernel_size, f = (double)u->num_fmaps;
	struct cost c = {0};

	for (int64_t l = 0; l < u->depth; l++) {
		double out = f * pow((double)u->fmap_inc_factor, (double)l);
		double next = out * (double)u->fmap_inc_factor;
		double area = pow((double)u->downsample_factor,
				  -2.0 * (double)l);
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

double plan_macs(const struct unet *u, size_t n, size_t h, size_t w)
{
	struct cost c = cost_of(u);

	return (3 * c.macs - c.first) * (double)n * (double)h * (double)w;
}

/* Pixels of the largest window that validation passes at once. */
static double largest_window(const struct train *t)
{
	size_t most = 0;

	for (size_t i = 0; i < t->val.n; i++) {
		const struct image *im = &t->val.at[i].source;
		size_t n = predict_window(&t->o.unet, pool_threads(t->pool),
					  im->width, im->height);

		most = n > most ? n : most;
	}
	return (double)most;
}

/* The program; images; a sample's values and gradients for each thread; the
 * weights, the best, two moments, the gradient and each sample's share. */
double plan_memory(const struct train *t)
{
	const struct batch_options *b = &t->o.batch;
	double pixels = (double)(batch_samples(t->batch)->pixels +
				 t->val.pixels);
	double patch = (double)b->patch * (double)b->patch;
	double values = patch + fmax(patch, largest_window(t));

	return 5e7 + 4 * (2 * pixels + 2 * patch * (double)b->batch +
			  cost_of(&t->o.unet).maps * values *
				  pool_threads(t->pool) +
			  (5.0 + (double)b->batch) *
				  (double)net_size(t->net));
}

static double macs_of(const struct train *t)
{
	const struct batch_options *b = &t->o.batch;

	return plan_macs(&t->o.unet, b->batch, b->patch, b->patch);
}

static double epochs_of(const struct train *t)
{
	return (double)t->o.steps / (double)batch_epoch(t->batch);
}

void plan_line(const struct train *t, struct buf *to)
{
	buf_printf(to, "%zu pairs to train on, %zu to validate; %zu weights; "
		   "%.3g GMAC a step, %" PRIu64 " steps (%.3g epochs); %d "
		   "threads", batch_samples(t->batch)->n, t->val.n,
		   net_size(t->net), macs_of(t) / 1e9, t->o.steps,
		   epochs_of(t), pool_threads(t->pool));
}

void plan_table(const struct train *t, struct out *to)
{
	const struct unet *u = &t->o.unet;

	out_printf(to, "name\tvalue\ntrain_pairs\t%zu\nval_pairs\t%zu\n",
		   batch_samples(t->batch)->n, t->val.n);
	out_printf(to, "weights\t%zu\nmac_per_step\t%.0f\n"
		   "memory_bytes\t%.0f\n", net_size(t->net), macs_of(t),
		   plan_memory(t));
	out_printf(to, "size_multiple\t%zu\ncontext_pixels\t%zu\n",
		   unet_multiple(u), unet_context(u));
	out_printf(to, "steps\t%" PRIu64 "\nsteps_per_epoch\t%" PRIu64
		   "\nepochs\t%.9g\n", t->o.steps, batch_epoch(t->batch),
		   epochs_of(t));
	out_printf(to, "val_every\t%" PRIu64 "\nlog_every\t%" PRIu64
		   "\ncheckpoint_every\t%" PRIu64 "\n", t->o.val_every,
		   t->o.log_every, t->o.save_every);
}
