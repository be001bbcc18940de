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
#include <stdlib.h>

#include "base/calc.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "file/scratch.h"
#include "optimise/valley.h"
#include "manifest/shift.h"
#include "train/crop.h"
#include "train/prototype.h"
#include "train/validation.h"
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
	cache_sides(t->cache, t->val.list[i].image[SOURCE], w, h);
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

/* Returns how many processes share the memory. */
static int here(const struct train *t)
{
	return t->o.ranks ? t->o.ranks->here : 1;
}

size_t plan_room(const struct train *t)
{
	double have = (double)mem_available() / here(t);
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
	double all = plan_memory(t), have = (double)mem_available() / here(t);

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

static void tell_plan(struct train *t)
{
	size_t pairs = batch_samples(t->batch)->n;
	int threads = thread_pool_threads(t->pool);
	struct buf line = { 0 };

	buf_printf(&line,
		   "%zu pair%s to train on, %zu to validate; %zu weights; "
		   "%.3g GMAC a step, %" PRIu64 " step%s (%.3g epoch%s); ",
		   pairs, plural((double)pairs), t->val.n, net_size(t->net),
		   macs_of(t) / 1e9, t->o.steps, plural((double)t->o.steps),
		   epochs_of(t), plural(epochs_of(t)));
	if (t->o.ranks)
		buf_printf(&line, "%d processes, in this one ",
			   t->o.ranks->size);
	buf_printf(&line, "%d thread%s, %s%s", threads, plural(threads),
		   cpu_in_use()->name, t->o.precise ? ", precise" : "");
	if (t->o.batch.augment.on) {
		buf_str(&line, "; augmentations ");
		augment_text(&t->o.batch.augment, &line);
	}
	messages_info(&t->messages, "%s", buf_text(&line));
	buf_release(&line);
}

static void tell_moved(struct train *t)
{
	const struct samples *set[] = { batch_samples(t->batch), &t->val };
	struct shift_count m = { 0 };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < set[k]->n; i++)
			shift_count_add(&m, &set[k]->list[i].pair->shift,
					set[k]->list[i].pair->id);
	shift_count_report(&m, &t->messages);
}

void plan_tell(struct train *t)
{
	tell_plan(t);
	tell_moved(t);
	survey_report(&t->survey, &t->o.loss,
		      t->val.n ? t->o.val_split : t->o.batch.split,
		      &t->messages);
	if (t->average)
		messages_info(&t->messages, "the average of the weights "
					    "(--ema) is validated and kept");
	if (!t->val.n && !t->o.batch.only)
		messages_warn(&t->messages,
			      "no rows of split '%s': the last weights count "
			      "as the best",
			      t->o.val_split);
	if (t->resumed)
		messages_info(&t->messages, "resuming at step %" PRIu64,
			      t->resumed);
}

/* Returns how much a run writes: the state, the last and the best weights, and
 * the next state beside the old one. */
static double disk_bytes(const struct train *t)
{
	const struct optimiser *o = &t->optimiser;
	double vectors = 2 + (o->m != NULL) + (o->v != NULL) +
			 (t->average != NULL);

	return (2 * vectors + 2) * sizeof(float) * (double)net_size(t->net);
}

static void write_bytes(const struct train *t, struct out *to)
{
	for (int part = 0; part < PLAN_PARTS; part++)
		out_printf(to, "memory_%s\t%.0f\n", part_name[part],
			   plan_part(t, part));
	out_printf(to,
		   "images_bytes\t%.0f\nscratch_bytes\t%.0f\n"
		   "checkpoint_bytes\t%.0f\n",
		   cache_whole(t->cache), plan_scratch(t), disk_bytes(t));
}

static void write_plan(const struct train *t, struct out *to)
{
	const struct unet *u = &t->o.unet;

	out_printf(to, "name\tvalue\ntrain_pairs\t%zu\nval_pairs\t%zu\n",
		   batch_samples(t->batch)->n, t->val.n);
	out_printf(to,
		   "weights\t%zu\nmac_per_step\t%.0f\n"
		   "memory_bytes\t%.0f\n",
		   net_size(t->net), macs_of(t), plan_memory(t));
	write_bytes(t, to);
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
	if (t->o.batch.augment.on) {
		struct buf text = { 0 };

		augment_text(&t->o.batch.augment, &text);
		out_printf(to, "augment\t%s\n", buf_text(&text));
		buf_release(&text);
	}
	if (t->o.batch.foreground > 0)
		out_printf(to, "foreground_pixels\t%.3g\n",
			   batch_foreground(t->batch));
	out_printf(to,
		   "val_every\t%" PRIu64 "\nlog_every\t%" PRIu64
		   "\ncheckpoint_every\t%" PRIu64 "\n",
		   t->o.val_every, t->o.log_every, t->o.save_every);
}

/* --- what is measured ---------------------------------------------------- */

enum {
	IDLE_STEPS = 2,	 /* that are not measured: memory is allocated */
	LEAST_STEPS = 5, /* that are measured, however long they take */
	MOST_STEPS = 5000,
	RATES = 100,	    /* steps of the test of rates */
	EARLY = RATES / 10, /* at its start are ignored, */
	LATE = 5,	    /* and at its end */
};
#define SECONDS 4.0 /* are measured, about */
#define LOWEST 1e-7 /* rate, */
#define HIGHEST 10.0
#define SMOOTH 0.9 /* share of the old value in the smoothed loss */
#define RISEN 4	   /* times the least smoothed loss: no rate is useful */

struct plan_time {
	uint64_t steps;	   /* measured steps, after others that were not */
	size_t images;	   /* measured validation images */
	double step;	   /* seconds of a step */
	double validation; /* seconds of a validation, 0 without one */
	double hours;	   /* of all steps and validations */
	double checks;	   /* hours of C11 to C20 at most, not in HOURS */
};

static struct prefetch *feed_of(struct train *t, uint64_t steps)
{
	int threads = prefetch_threads(thread_pool_threads(t->pool));

	return prefetch_new(t->batch, 0, steps, threads, NULL);
}

/* Sets *LOSS to that of STEP and updates the weights; *FINE becomes 0 if that
 * cannot be done. */
static int try_step(struct train *t, struct prefetch *feed, uint64_t step,
		    double *loss, int *fine, struct err *err)
{
	const struct batch_options *b = &t->o.batch;

	for (size_t i = 0; i < b->parts; i++) {
		const float *x, *y;
		struct net_batch part;

		if (prefetch_take(feed, step * b->parts + i, &x, &y, err) < 0)
			return -1;
		part = crop_batch(t, x, y, i);
		*loss = net_gradient_part(t->net, &part, t->grad);
	}
	*fine = isfinite(*loss) &&
		optimiser_step(&t->optimiser, net_weights(t->net), t->grad) ==
			0;
	return 0;
}

static int measure_steps(struct train *t, struct plan_time *to, struct err *err)
{
	struct prefetch *feed = feed_of(t, IDLE_STEPS + MOST_STEPS);
	double began = clock_seconds(), loss;
	int rc = 0, fine;

	for (uint64_t i = 0; !rc && to->steps < MOST_STEPS; i++) {
		if (i == IDLE_STEPS)
			began = clock_seconds();
		to->steps = i < IDLE_STEPS ? 0 : i - IDLE_STEPS;
		if (to->steps >= LEAST_STEPS &&
		    clock_seconds() - began > SECONDS)
			break;
		rc = try_step(t, feed, i, &loss, &fine, err);
	}
	to->step = (clock_seconds() - began) / (double)to->steps;
	prefetch_free(feed);
	return rc;
}

static int measure_images(struct train *t, struct plan_time *to,
			  struct err *err)
{
	double began = clock_seconds(), pixels = 0;

	while (to->images < t->val.n && clock_seconds() - began < SECONDS) {
		struct samples one = t->val;
		struct validation v;

		one.list += to->images++;
		one.n = 1;
		one.pixels = (uint64_t)one.list->both.width *
			     one.list->both.height;
		pixels += (double)one.pixels;
		if (validation_run(&v, &one, t->net, t->pool, &t->o.loss, NULL,
				   NULL, NULL, err) < 0)
			return -1;
	}
	if (to->images)
		to->validation = (clock_seconds() - began) *
				 ((double)t->val.pixels / pixels);
	return 0;
}

static int measure(struct train *t, struct plan_time *to, struct err *err)
{
	double validations =
		(double)((t->o.steps + t->o.val_every - 1) / t->o.val_every);

	if (measure_steps(t, to, err) < 0 || measure_images(t, to, err) < 0)
		return -1;
	to->hours =
		(to->step * (double)t->o.steps + to->validation * validations) /
		3600;
	if (t->o.checks)
		to->checks = to->step * (double)prototype_most(t) / 3600;
	return 0;
}

int plan_table(struct train *t, struct out *to, struct err *err)
{
	struct plan_time time = { 0 };

	write_plan(t, to);
	if (measure(t, &time, err) < 0)
		return -1;
	out_printf(to,
		   "measured_steps\t%" PRIu64 "\nmeasured_val_images\t%zu\n"
		   "seconds_per_step\t%.3g\nseconds_per_validation\t%.3g\n"
		   "hours\t%.3g\nhours_checks_at_most\t%.3g\n",
		   time.steps, time.images, time.step, time.validation,
		   time.hours, time.checks);
	messages_info(&t->messages,
		      "measured %" PRIu64 " steps and %zu of %zu validation "
		      "image%s: %.3g h for %" PRIu64 " step%s%s, on this "
		      "machine as busy as it is now",
		      time.steps, time.images, t->val.n,
		      t->val.n == 1 ? "" : "s", time.hours, t->o.steps,
		      t->o.steps == 1 ? "" : "s",
		      t->val.n ? " with validations" : "");
	if (time.checks > 0)
		messages_info(&t->messages,
			      "the checks C11 to C20 come before it: at most "
			      "%.3g h",
			      time.checks);
	return 0;
}

/* Draws the targets Y of all patches of STEP. */
static int draw_targets(struct train *t, uint64_t step, float *y,
			struct err *err)
{
	size_t len = batch_values(&t->o.batch, TARGET);
	size_t scratch = batch_room(&t->o.batch);
	float *room = mem_floats(scratch + batch_values(&t->o.batch, SOURCE));
	float *x = room + scratch;
	int rc = 0;

	for (size_t i = 0; i < batch_patches(&t->o.batch) && !rc; i++)
		rc = batch_patch(t->batch, step, i, room, x, y + i * len, err);
	free(room);
	return rc;
}

/* Returns the loss of predicting the mean of all targets of STEP, of each
 * channel.  Batches
 * differ so much in what is on them that only the share of this says whether a
 * network learns. */
static int usual_loss(struct train *t, uint64_t step, double *to,
		      struct err *err)
{
	const struct batch_options *b = &t->o.batch;
	size_t n = batch_values(b, TARGET) * b->batch;
	size_t len = crop_output_len(&t->o) * b->batch;
	size_t one = crop_channel_len(&t->o), c = t->survey.targets;
	float *y = mem_floats(n * b->parts + len), *pred = y + n * b->parts;
	double mean[CHANNELS_MOST] = { 0 }, sum = 0;

	if (draw_targets(t, step, y, err) < 0) {
		free(y);
		return -1;
	}
	for (size_t k = 0; k < b->parts; k++) {
		const float *want = crop_middle(t, y + k * n);

		for (size_t i = 0; i < len; i++)
			mean[i / one % c] += want[i] /
					     (double)(len / c * b->parts);
	}
	for (size_t i = 0; i < len; i++)
		pred[i] = (float)mean[i / one % c];
	for (size_t k = 0; k < b->parts; k++)
		sum += crop_loss(t, pred, crop_middle(t, y + k * n));
	*to = sum / (double)b->parts;
	free(y);
	return 0;
}

/* Fills RATE, LOSS (divided by usual_loss) and SMOOTH for *N steps. */
static int try_rates(struct train *t, double *rate, double *loss,
		     double *smooth, size_t *n, struct err *err)
{
	struct prefetch *feed = feed_of(t, RATES);
	double sum = 0, least = HUGE_VAL, usual = 1;
	int rc = 0, fine = 1;

	for (*n = 0; *n < RATES && fine && !rc;) {
		size_t i = *n;

		rate[i] = LOWEST * calc_exp(calc_log(HIGHEST / LOWEST) *
					    (double)i / (RATES - 1));
		t->optimiser.lr = rate[i];
		rc = try_step(t, feed, i, &loss[i], &fine, err);
		if (!rc)
			rc = usual_loss(t, i, &usual, err);
		loss[i] /= usual > 0 ? usual : 1;
		if (rc || !isfinite(loss[i]))
			break;
		sum = SMOOTH * sum + (1 - SMOOTH) * loss[i];
		smooth[i] = sum / (1 - calc_power(SMOOTH, i + 1));
		least = fmin(least, smooth[i]);
		++*n;
		if (smooth[i] > RISEN * least)
			break;
	}
	prefetch_free(feed);
	return rc;
}

/* Returns how many values there are up to the least one.  Beyond it there is
 * only noise: a network that a high rate broke predicts the mean. */
static size_t to_least(const double *smooth, size_t n)
{
	size_t least = 0;

	for (size_t i = 1; i < n; i++)
		if (smooth[i] < smooth[least])
			least = i;
	return least + 1;
}

int plan_rates(struct train *t, struct out *to, struct err *err)
{
	double rate[RATES], loss[RATES], smooth[RATES];
	size_t n, at, first, last;

	if (try_rates(t, rate, loss, smooth, &n, err) < 0)
		return -1;
	if (n < EARLY + LATE + 2)
		return err_no(err,
			      "the loss rises or is not finite from the first "
			      "steps on: look at the range of the images with "
			      "xp-stats");
	at = EARLY + valley_find(smooth + EARLY,
				 to_least(smooth + EARLY, n - EARLY - LATE),
				 &first, &last);
	out_printf(to, "step\tlr\tloss\tsmoothed\tsuggested\n");
	for (size_t i = 0; i < n; i++)
		out_printf(to, "%zu\t%.6g\t%.6g\t%.6g\t%s\n", i + 1, rate[i],
			   loss[i], smooth[i], i == at ? "yes" : "");
	if (last == first)
		return err_no(err, "no learning rate makes the loss fall: look "
				   "at the images and the normalisation");
	messages_info(&t->messages,
		      "suggested: --lr=%.2g, half way down the longest fall of "
		      "the smoothed loss; nothing was kept of this training",
		      rate[at]);
	return 0;
}
