/*
 * plan.c - what training will take, worked out beforehand.
 *
 * Level l has f * inc^l maps and 1 / factor^(2l) of the pixels.  Memory is
 * worked out from what is allocated: where that changes, this must follow.
 */
#include "fit/plan.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>

#include "base/mem.h"
#include "fit/predict.h"
#include "nn/kernel.h"
#include "nn/memory.h"
#include "nn/unet.h"

#define PROGRAM 2e7		/* bytes that the program itself takes */

struct cost {
	double macs;		/* per pixel of the image, forward */
	double first;		/* macs of the first convolution */
};

static void add_conv(struct cost *c, double in, double out, double kernel,
		     double area)
{
	c->macs += in * out * kernel * kernel * area;
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
	}
	add_conv(&c, f, (double)u->out_channels, 1, 1);
	return c;
}

double plan_macs(const struct unet *u, size_t n, size_t h, size_t w)
{
	struct cost c = cost_of(u);

	return (3 * c.macs - c.first) * (double)n * (double)h * (double)w;
}

/* The most that validation takes in each thread. */
static double val_memory(const struct train *t)
{
	double most = 0;

	for (size_t i = 0; i < t->val.n; i++) {
		const struct image *im = &t->val.at[i].source;

		most = fmax(most, predict_memory(&t->o.unet,
						 pool_threads(t->pool),
						 im->width, im->height));
	}
	return most;
}

/* The program; images and a batch; the weights, the best, two moments and
 * the gradient; what the network takes. */
double plan_memory(const struct train *t)
{
	const struct batch_options *b = &t->o.batch;
	const struct unet *u = &t->o.unet;
	int threads = pool_threads(t->pool);
	int how = MEMORY_GRAD | (t->o.precise ? MEMORY_PRECISE : 0);
	double pixels = (double)(batch_samples(t->batch)->pixels +
				 t->val.pixels);
	double patch = (double)b->patch * (double)b->patch;
	double each = fmax(memory_thread(u, b->patch, b->patch, how),
			   val_memory(t));

	return PROGRAM + sizeof(float) *
		(2 * pixels + 2 * patch * (double)b->batch +
		 4 * unet_size(u)) +
		memory_shared(u, threads, b->batch, how) + threads * each;
}

int plan_fits(const struct train *t, struct err *err)
{
	double pixels = (double)(batch_samples(t->batch)->pixels +
				 t->val.pixels);
	double all = plan_memory(t), have = (double)mem_available();
	double rest = all - PROGRAM - 2 * sizeof(float) * pixels;

	if (!have || rest <= have)
		return 0;
	errno = 0;
	return err_sys(err, "training this network takes %.1f GB of memory, "
		       "of which %.1f GB are still wanted and %.1f GB are "
		       "free: a smaller --num-fmaps, --patch or --threads "
		       "takes less", all / 1e9, rest / 1e9, have / 1e9);
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
		   "threads, %s%s", batch_samples(t->batch)->n, t->val.n,
		   net_size(t->net), macs_of(t) / 1e9, t->o.steps,
		   epochs_of(t), pool_threads(t->pool), kernels()->name,
		   t->o.precise ? ", precise" : "");
}

void plan_table(const struct train *t, struct out *to)
{
	const struct unet *u = &t->o.unet;

	out_printf(to, "name\tvalue\ntrain_pairs\t%zu\nval_pairs\t%zu\n",
		   batch_samples(t->batch)->n, t->val.n);
	out_printf(to, "weights\t%zu\nmac_per_step\t%.0f\n"
		   "memory_bytes\t%.0f\n", net_size(t->net), macs_of(t),
		   plan_memory(t));
	out_printf(to, "kernels\t%s\n", kernels()->name);
	out_printf(to, "size_multiple\t%zu\ncontext_pixels\t%zu\n",
		   unet_multiple(u), unet_context(u));
	out_printf(to, "steps\t%" PRIu64 "\nsteps_per_epoch\t%" PRIu64
		   "\nepochs\t%.9g\n", t->o.steps, batch_epoch(t->batch),
		   epochs_of(t));
	out_printf(to, "val_every\t%" PRIu64 "\nlog_every\t%" PRIu64
		   "\ncheckpoint_every\t%" PRIu64 "\n", t->o.val_every,
		   t->o.log_every, t->o.save_every);
}
