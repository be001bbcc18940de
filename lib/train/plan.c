/*
 * plan.c - see plan.h.
 *
 * Networks and predictions are laid out without memory to see how much they
 * need; the rest is added up here.
 */
#include "train/plan.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>

#include "base/mem.h"
#include "base/num.h"
#include "file/scratch.h"
#include "train/crop.h"
#include "predict/predict.h"
#include "kernel/cpu.h"
#include "nn/unet.h"

#define PROGRAM 1.2e7 /* bytes that the program itself needs */

static const char *const part_name[PLAN_PARTS] = {
	"program", "weights", "optimiser", "activations",
	"batches", "images",  "decoding",  "validation",
};

/* Returns the multiply-adds of convolution I, forward, for one sample of E. */
static double macs(const struct unet *u, size_t i, struct extent e)
{
	struct conv c = unet_conv(u, i);

	return (double)(c.in * c.out * conv_form_taps(&c)) *
	       (double)(u->volume ? unet_conv_side(u, i, e.d) : 1) *
	       (double)unet_conv_side(u, i, e.h) *
	       (double)unet_conv_side(u, i, e.w);
}

double plan_macs(const struct unet *u, size_t n, struct extent e)
{
	double sum = 0;

	for (size_t i = 0; i < unet_convs(u); i++)
		sum += (i ? 3 : 2) * macs(u, i, e);
	return sum * (double)n;
}

static double activations(const struct train *t)
{
	return net_memory_gradient(&t->o.unet, thread_pool_threads(t->pool),
				   crop_extent(&t->o), t->o.precise);
}

/* Returns the bytes of one block for each thread that reads. */
static double decoding(const struct train *t)
{
	int threads = thread_pool_threads(t->pool);
	int later = prefetch_threads(threads) + 1;

	return cache_block(t->cache) * (threads > later ? threads : later);
}

/* Returns the bytes of the prediction of validation image I, which is W x H. */
static double prediction(const struct train *t, size_t i, size_t *w, size_t *h)
{
	cache_sides(t->cache, t->val.list[i].source, w, h);
	return sizeof(float) * (double)*w * (double)*h;
}

/* Returns what validation needs beyond the rest.  The activations are freed
 * before an image is predicted.  The prediction is then kept in memory, unless
 * it is large. */
static double validation(const struct train *t)
{
	int threads = thread_pool_threads(t->pool);
	double most = 0;

	for (size_t i = 0; i < t->val.n; i++) {
		size_t w, h;
		double kept = prediction(t, i, &w, &h);

		if (kept > (double)SCRATCH_MEMORY)
			kept = 0;
		most = fmax(most,
			    kept - activations(t) +
				    predict_memory(&t->o.unet, threads, w, h,
						   t->val.list[i].both.slices));
	}
	return most;
}

double plan_scratch(const struct train *t)
{
	double most = 0;

	for (size_t i = 0; i < t->val.n; i++) {
		size_t w, h;

		most = fmax(most, prediction(t, i, &w, &h));
	}
	return most > (double)SCRATCH_MEMORY ? most : 0;
}

double plan_part(const struct train *t, enum plan_part part)
{
	double vector = sizeof(float) * unet_size(&t->o.unet);

	switch (part) {
	case PLAN_PROGRAM:
		return PROGRAM;
	case PLAN_WEIGHTS:
		return net_memory_weights(&t->o.unet, t->o.precise, 1) + vector;
	case PLAN_OPTIMISER:
		return net_memory_sums(&t->o.unet, thread_pool_threads(t->pool),
				       &t->o.loss, crop_extent(&t->o),
				       t->o.batch.batch,
				       batch_patches(&t->o.batch)) +
		       (1 + optimiser_vectors(&t->o.optimiser) +
			(t->o.ema > 0)) *
			       vector;
	case PLAN_ACTIVATIONS:
		return activations(t);
	case PLAN_BATCHES:
		return prefetch_memory(&t->o.batch,
				       prefetch_threads(
					       thread_pool_threads(t->pool))) +
		       sizeof(float) * (double)crop_middle_len(&t->o);
	case PLAN_IMAGES:
		return fmin((double)t->room, cache_whole(t->cache));
	case PLAN_DECODING:
		return decoding(t);
	case PLAN_VALIDATION:
		return validation(t);
	default:
		return 0;
	}
}

double plan_memory(const struct train *t)
{
	double sum = 0;

	for (int part = 0; part < PLAN_PARTS; part++)
		sum += plan_part(t, part);
	return sum;
}

size_t plan_room(const struct train *t)
{
	double have = (double)mem_available();
	double rest = plan_memory(t) - plan_part(t, PLAN_IMAGES);
	double room = cache_whole(t->cache);
	uint64_t given;

	if (t->o.cache && num_bytes(&given, t->o.cache) == 0)
		return given < SIZE_MAX ? (size_t)given : SIZE_MAX;
	if (have)
		room = fmin(room, fmax(have - rest, 0) / 2);
	return (size_t)room;
}

int plan_fits(const struct train *t, struct err *err)
{
	double all = plan_memory(t), have = (double)mem_available();

	if (!have || all <= have)
		return 0;
	errno = 0;
	return err_sys(err,
		       "training this network takes %.1f GB of memory, but "
		       "only %.1f GB are free: make --num-fmaps, --patch or "
		       "--threads%s smaller",
		       all / 1e9, have / 1e9,
		       t->o.cache && t->room ? " or --cache" : "");
}

static double macs_of(const struct train *t)
{
	return plan_macs(&t->o.unet, batch_patches(&t->o.batch),
			 crop_extent(&t->o));
}

static double epochs_of(const struct train *t)
{
	return (double)t->o.steps / (double)batch_epoch(t->batch);
}

static const char *plural(double n)
{
	return n == 1 ? "" : "s";
}

void plan_line(const struct train *t, struct buf *to)
{
	size_t pairs = batch_samples(t->batch)->n;
	int threads = thread_pool_threads(t->pool);

	buf_printf(to,
		   "%zu pair%s to train on, %zu to validate; %zu weights; "
		   "%.3g GMAC a step, %" PRIu64 " step%s (%.3g epoch%s); %d "
		   "thread%s, %s%s",
		   pairs, plural((double)pairs), t->val.n, net_size(t->net),
		   macs_of(t) / 1e9, t->o.steps, plural((double)t->o.steps),
		   epochs_of(t), plural(epochs_of(t)), threads, plural(threads),
		   cpu_in_use()->name, t->o.precise ? ", precise" : "");
}

void plan_table(const struct train *t, struct out *to)
{
	const struct unet *u = &t->o.unet;

	out_printf(to, "name\tvalue\ntrain_pairs\t%zu\nval_pairs\t%zu\n",
		   batch_samples(t->batch)->n, t->val.n);
	out_printf(to,
		   "weights\t%zu\nmac_per_step\t%.0f\n"
		   "memory_bytes\t%.0f\n",
		   net_size(t->net), macs_of(t), plan_memory(t));
	for (int part = 0; part < PLAN_PARTS; part++)
		out_printf(to, "memory_%s\t%.0f\n", part_name[part],
			   plan_part(t, part));
	out_printf(to, "images_bytes\t%.0f\nscratch_bytes\t%.0f\n",
		   cache_whole(t->cache), plan_scratch(t));
	out_printf(to, "kernels\t%s\n", cpu_in_use()->name);
	out_printf(to,
		   "size_multiple\t%zu\ncontext_pixels\t%zu\n"
		   "output_side\t%zu\n",
		   unet_multiple(u), unet_context(u),
		   unet_output(u, t->o.batch.patch));
	out_printf(to,
		   "steps\t%" PRIu64 "\nsteps_per_epoch\t%" PRIu64
		   "\nepochs\t%.9g\n",
		   t->o.steps, batch_epoch(t->batch), epochs_of(t));
	out_printf(to,
		   "val_every\t%" PRIu64 "\nlog_every\t%" PRIu64
		   "\ncheckpoint_every\t%" PRIu64 "\n",
		   t->o.val_every, t->o.log_every, t->o.save_every);
}
