/*
 * prototype.c - see prototype.h.
 */
#include "train/prototype.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "train/check_patches.h"
#include "train/crop.h"

enum {
	HEART_STEPS = 200, /* the most steps for learning one batch by heart */
	STREAM_STEPS = 300,
	LOOK_EVERY = 25,    /* how many steps apart the fit of pairs is
			       measured */
	WARMUP = 50,	    /* the most steps of its warm-up */
	UPDATE_AT = 10,	    /* the size of this step's update is measured */
	PATCHES = 48,	    /* about how many patches are predicted to measure
			       the fit, */
	MOST_PATCHES = 256, /* more if they are small */
	PIXELS = 1 << 17,   /* and how many pixels in all */
	OWN = 4,	    /* the most images that these patches are from */
	IMAGES = 8,	    /* the same and strangers to them */
	FEW_PATCHES = 8,    /* for stacks and other large patches */
};
#define LARGE ((size_t)1 << 18) /* from so many pixels on a patch is large */
#define KNOWN \
	0.10	   /* a loss of so many times the mean's means: known by
		      heart */
#define CLEAR 6	   /* pairs fit if the gap is so many standard errors, or */
#define WIDE 0.1   /* if correlations differ by so much */
#define BROKEN 1e5 /* times the mean's loss, as in divergence.c */

struct prototype {
	struct train *t;
	int (*stop)(void *arg);
	void *arg;
	double worst; /* the largest loss so far, divided by the mean's */
	double mean;  /* the loss of the mean */
};

/* The best weights are not needed yet: keep the initial ones there. */
static void fork_begin(struct train *t)
{
	memcpy(t->best, net_weights(t->net),
	       net_size(t->net) * sizeof *t->best);
}

static void fork_back(struct train *t)
{
	size_t size = net_size(t->net) * sizeof *t->best;

	memcpy(net_weights(t->net), t->best, size);
	optimiser_reset(&t->optimiser);
}

static void fork_end(struct train *t)
{
	size_t size = net_size(t->net) * sizeof *t->best;

	fork_back(t);
	memset(t->best, 0, size);
	memset(t->grad, 0, size);
}

/* The rate of the prototype's next step: that of the training after a warm-up,
 * which is short here. */
static double rate(const struct train *t)
{
	const struct schedule *s = &t->o.schedule;
	uint64_t warmup = s->warmup < WARMUP ? s->warmup : WARMUP;
	uint64_t step = t->optimiser.step;

	if (step >= warmup)
		return s->lr;
	return s->lr * (double)(step + 1) / (double)warmup;
}

/* Returns the loss before the update, divided by USUAL, or -1 if the network is
 * broken. */
static double step(struct prototype *p, const float *x, const float *y,
		   double usual)
{
	struct train *t = p->t;
	double loss = net_gradient(t->net, &t->o.loss, x, crop_middle(t, y),
				   t->grad, t->o.batch.batch,
				   crop_extent(&t->o)) /
		      usual;

	t->optimiser.lr = rate(t);
	p->worst = isfinite(loss) ? fmax(p->worst, loss) : HUGE_VAL;
	if (!(loss < BROKEN) ||
	    optimiser_step(&t->optimiser, net_weights(t->net), t->grad) < 0) {
		p->worst = fmax(p->worst, BROKEN);
		return -1;
	}
	return loss;
}

/* Returns the length of the last update divided by that of the weights. */
static double update_share(struct train *t)
{
	const float *w = net_weights(t->net);
	double all = 0, moved = optimiser_moved(&t->optimiser, w, t->grad,
						t->o.schedule.lr);

	for (size_t i = 0; i < net_size(t->net); i++)
		all += (double)w[i] * w[i];
	return all > 0 ? sqrt(moved / all) : NAN;
}

/* --- one batch by heart -------------------------------------------------- */

static void add_heart(struct train *t, double loss, uint64_t steps)
{
	struct finding f = {
		.what = "loss on one batch learnt by heart, "
			"divided by the loss of its mean",
		.number = loss,
		.warn = 0.93,
		.fail = 0.99,
		.advice = "the network does not learn even one batch: look at "
			  "--lr (--find-lr suggests one; sgd needs more), "
			  "normalisation and images"
	};
	char at[40];

	snprintf(at, sizeof at, "step %" PRIu64, steps);
	finding_put(&t->found, "C18", f, at);
}

static void add_update(struct train *t, double share)
{
	int small = share < 1e-3;
	struct finding f = { .what = "length of an update, divided by the "
				     "length of the weights",
			     .number = share,
			     .warn = small ? 1e-5 : 0.1,
			     .fail = small ? 1e-7 : NAN,
			     .below = small,
			     .advice = small ? "nothing moves: use a larger "
					       "--lr" :
					       "weights jump: use a smaller "
					       "--lr" };

	finding_put(&t->found, "C19", f, NULL);
}

static void add_spread(struct train *t, const float *x, const float *want)
{
	size_t n = t->o.batch.batch * crop_channel_len(&t->o);
	float *out = mem_floats((t->survey.targets + 2) * n);
	float *px = out + t->survey.targets * n;
	struct finding f = { .what = "variance of the outputs for the batch "
				     "learnt by heart, divided by the "
				     "variance of its targets",
			     .warn = 1e-3,
			     .fail = 1e-5,
			     .below = 1,
			     .advice = "the network died, it predicts one "
				       "value: use a smaller --lr or another "
				       "--seed" };

	net_forward(t->net, x, out, t->o.batch.batch, crop_extent(&t->o));
	for (size_t k = 0; k < t->survey.targets; k++) {
		struct sums s;

		crop_channel(&t->o, out, k, px);
		crop_channel(&t->o, want, k, px + n);
		s = sums_take(px, px + n, n);
		f.number = sums_ratio(s.xx, s.yy);
		check_patches_put(t, "C19", f, TARGET, k, NULL);
	}
	free(out);
}

static int learn_heart(struct prototype *p, struct err *err)
{
	struct train *t = p->t;
	size_t batch = t->o.batch.batch;
	size_t values = batch_values(&t->o.batch, SOURCE) * batch;
	size_t want = batch_values(&t->o.batch, TARGET) * batch;
	float *x = mem_floats(values + want), *y = x + values;
	uint64_t most = t->o.steps < HEART_STEPS ? t->o.steps : HEART_STEPS, i;
	double loss = NAN, usual, share = NAN;
	int rc = batch_draw(t->batch, 0, x, y, err);

	usual = rc ? 0 : crop_mean_loss(t, crop_middle(t, y));
	if (!(p->mean > 0))
		p->mean = usual;
	for (i = 0; i < most && usual > 0 && !rc; i++) {
		loss = step(p, x, y, usual);
		if (i + 1 == UPDATE_AT && loss >= 0)
			share = update_share(t);
		if (loss < KNOWN && (loss < 0 || i >= UPDATE_AT))
			break;
		rc = p->stop && p->stop(p->arg);
	}
	if (!rc && !(loss < 0)) {
		add_heart(t, loss, i);
		add_update(t, share);
		add_spread(t, x, crop_middle(t, y));
	}
	free(x);
	return rc;
}

/* --- whether pairs fit --------------------------------------------------- */

/* Some images, and PLACES patches of each, at the same relative places in all.
 * The first OWN are looked at, the others are strangers to them. */
struct matching {
	const struct samples *set[IMAGES];
	const struct sample_pair *image[IMAGES];
	size_t own, n, places;
	size_t channels, out; /* of a prediction: channels, pixels of each */
	double free;	      /* share of the patches that do not overlap */
	float *x;	      /* (n, places, values of a source) */
	float *y, *guess;     /* (n, places, channels, OUT) */
	size_t channel;	      /* that is compared */
	double *fit;	      /* (n, n, places): correlations of predictions of
			the one image with targets of the other */
};

static int same_group(const struct sample_pair *a, const struct sample_pair *b)
{
	return *a->pair->group && !strcmp(a->pair->group, b->pair->group);
}

/* Returns 1 if the images are from more than one group. */
static int has_groups(const struct matching *m)
{
	for (size_t i = 1; i < m->n; i++)
		if (!same_group(m->image[0], m->image[i]))
			return 1;
	return 0;
}

/* Add images of S, evenly spaced, until there are MOST. */
static void choose(struct matching *m, const struct train *t,
		   const struct samples *s, size_t most)
{
	size_t room = most - m->n, n = s->n < room ? s->n : room;

	for (size_t i = 0; i < n; i++) {
		const struct sample_pair *one = &s->list[i * s->n / n];

		if (!crop_fits(&t->o, one))
			continue;
		m->set[m->n] = s;
		m->image[m->n++] = one;
	}
}

/* Of those that it is trained on, a network may know pairs by heart that do not
 * match. */
static void choose_images(struct matching *m, struct train *t)
{
	choose(m, t, &t->val, OWN);
	m->own = m->n;
	choose(m, t, batch_samples(t->batch), IMAGES);
	if (!m->own)
		m->own = m->n;
}

/* Returns coordinate K of a sequence that fills 0 to 1 evenly (Roberts
 * 2018). */
static double spread(size_t k, double step)
{
	double x = 0.5 + (double)k * step;

	return x - floor(x);
}

static int read_place(struct matching *m, const struct train *t, size_t i,
		      size_t place, float *room, struct err *err)
{
	const struct batch_options *b = &t->o.batch;
	const struct shift_overlap *both = &m->image[i]->both;
	size_t len = batch_values(b, SOURCE), k = i * m->places + place;
	size_t slices = b->slices ? b->slices : 1, slice;
	size_t w = both->width, h = both->height / both->slices;
	struct area area = { .width = b->patch, .height = b->patch };
	int rc;

	area.x = (size_t)(spread(place, 0.7548776662466927) *
			  (double)(w - b->patch + 1));
	area.y = (size_t)(spread(place, 0.5698402909980532) *
			  (double)(h - b->patch + 1));
	slice = (size_t)(spread(place, 0.6180339887498949) *
			 (double)(both->slices - slices + 1));
	rc = samples_read_stack(m->set[i], m->image[i], &area, slice, slices,
				CACHE_AGAIN, m->x + k * len, room, err);
	if (!rc)
		crop_copy(&t->o, room, 1, m->y + k * m->channels * m->out);
	m->free = fmin(m->free, (double)(w * h * both->slices) /
					(double)(m->places * m->out));
	return rc;
}

/* Returns how many patches of LEN pixels to predict. */
static size_t count_patches(size_t len)
{
	size_t n = PIXELS / len;

	if (len > LARGE)
		return FEW_PATCHES;
	return n < PATCHES ? PATCHES : n > MOST_PATCHES ? MOST_PATCHES : n;
}

static int matching_open(struct matching *m, struct train *t, struct err *err)
{
	size_t len = batch_len(&t->o.batch);
	float *room = mem_floats(batch_values(&t->o.batch, TARGET));
	int rc = 0;

	*m = (struct matching){ .out = crop_channel_len(&t->o),
				.channels = t->survey.targets,
				.free = 1 };
	choose_images(m, t);
	if (m->n)
		m->places = (count_patches(len) + m->own - 1) / m->own;
	if (m->places > count_patches(len) / 2)
		m->places = count_patches(len) / 2;
	m->x = mem_floats(m->n * m->places * batch_values(&t->o.batch, SOURCE));
	m->y = mem_floats(m->n * m->places * m->channels * m->out);
	m->guess = mem_floats(m->n * m->places * m->channels * m->out);
	m->fit = mem_zero(m->n * m->n * m->places + 1, sizeof *m->fit);
	for (size_t i = 0; i < m->n && !rc; i++)
		for (size_t k = 0; k < m->places && !rc; k++)
			rc = read_place(m, t, i, k, room, err);
	free(room);
	return rc;
}

static void matching_close(struct matching *m)
{
	free(m->x);
	free(m->y);
	free(m->guess);
	free(m->fit);
}

/* The correlation of the prediction of patch A with the target of patch B. */
static double compare(const struct matching *m, size_t a, size_t b)
{
	a = (a * m->channels + m->channel) * m->out;
	b = (b * m->channels + m->channel) * m->out;
	return sums_correlation(m->guess + a, m->y + b, m->out);
}

/* 1 if images I and J are strangers: of two groups or, if there are no two, two
 * images. */
static int is_stranger(const struct matching *m, size_t i, size_t j)
{
	return i != j &&
	       (!has_groups(m) || !same_group(m->image[i], m->image[j]));
}

/* The mean fit, at PLACE, of predictions with targets that are strangers to
 * them: of image I's prediction if ROWS, with image I's target if COLUMNS, and
 * of two other images if neither. */
static double mean_fit(const struct matching *m, size_t i, size_t place,
		       int rows, int columns)
{
	double sum = 0;
	size_t n = 0;

	for (size_t a = 0; a < m->n; a++)
		for (size_t b = 0; b < m->n; b++) {
			if ((a == i) != rows || (b == i) != columns ||
			    !is_stranger(m, a, b))
				continue;
			sum += m->fit[(a * m->n + b) * m->places + place];
			n++;
		}
	return n ? sum / (double)n : NAN;
}

/* The same with other places of image I, if there is but one. */
static double mean_elsewhere(const struct matching *m, size_t i, size_t place)
{
	size_t first = i * m->places;
	double sum = 0;

	for (size_t k = 0; k < m->places; k++)
		if (k != place)
			sum += (compare(m, first + place, first + k) +
				compare(m, first + k, first + place)) /
			       2;
	return m->places > 1 ? sum / (double)(m->places - 1) : 0;
}

/* How well patch PLACE of image I would fit if the pair were one of strangers:
 * some predictions, and some targets, fit all others better than the rest. */
static double fit_expected(const struct matching *m, size_t i, size_t place)
{
	double row, column, others;

	row = mean_fit(m, i, place, 1, 0);
	column = mean_fit(m, i, place, 0, 1);
	others = mean_fit(m, i, place, 0, 0);
	if (isnan(row) || isnan(column))
		return mean_elsewhere(m, i, place);
	return isnan(others) ? (row + column) / 2 : row + column - others;
}

struct match {
	double r;    /* mean correlation of predictions and own targets */
	double gap;  /* how much larger correlations of predictions with their
			own targets are than with strangers */
	double sure; /* that in units of its standard error */
};

static void predict(const struct matching *m, struct train *t)
{
	size_t len = batch_values(&t->o.batch, SOURCE);

	for (size_t i = 0; i < m->n * m->places; i++)
		net_forward(t->net, m->x + i * len,
			    m->guess + i * m->channels * m->out, 1,
			    crop_extent(&t->o));
}

static void compare_all(const struct matching *m)
{
	for (size_t a = 0; a < m->n; a++)
		for (size_t b = 0; b < m->n; b++)
			for (size_t k = 0; k < m->places; k++)
				m->fit[(a * m->n + b) * m->places + k] =
					compare(m, a * m->places + k,
						b * m->places + k);
}

/* Measures how well channel m->channel of the targets fits. */
static void measure_channel(const struct matching *m, struct match *to)
{
	double n = (double)(m->own * m->places), square = 0;

	*to = (struct match){ 0 };
	compare_all(m);
	for (size_t i = 0; i < m->own; i++)
		for (size_t k = 0; k < m->places; k++) {
			double own = m->fit[(i * m->n + i) * m->places + k];
			double gap = own - fit_expected(m, i, k);

			to->r += own / n;
			to->gap += gap / n;
			square += gap * gap / n;
		}
	square = (square - to->gap * to->gap) / (n - 1) / m->free;
	to->sure = square > 0 ? to->gap / sqrt(square) : 0;
}

static void matching_measure(struct matching *m, struct train *t,
			     struct match to[CHANNELS_MOST])
{
	predict(m, t);
	for (m->channel = 0; m->channel < m->channels; m->channel++)
		measure_channel(m, &to[m->channel]);
}

/* Returns 1 if it is clear that all channels fit. */
static int is_clear(const struct matching *m, const struct match *found)
{
	for (size_t k = 0; k < m->channels; k++)
		if (!(found[k].sure > CLEAR && found[k].gap > WIDE))
			return 0;
	return 1;
}

/* What was found of channel K. */
static void add_fit(struct train *t, const struct match *m, size_t k,
		    uint64_t steps)
{
	struct finding f = { .what = "how surely predictions fit their own "
				     "targets better than other targets "
				     "(standard errors)",
			     .number = m->sure,
			     .warn = 3.5,
			     .fail = 2.5,
			     .below = 1,
			     .advice = "sources and targets do not belong "
				       "together, or a source says nothing "
				       "about its target: look at the pairs "
				       "with xp-eval --panel and at C7 of "
				       "xp-pairs --check" };
	char at[40];

	snprintf(at, sizeof at, "step %" PRIu64, steps);
	check_patches_put(t, "C20", f, TARGET, k, at);
	f.what = "how much better they fit (difference of correlations)";
	f.number = m->gap;
	f.warn = 0.02;
	f.fail = 0.005;
	check_patches_put(t, "C20", f, TARGET, k, at);
	f.what = "mean correlation of predictions and targets";
	f.number = m->r;
	f.warn = 0.08;
	f.fail = 0.05;
	check_patches_put(t, "C20", f, TARGET, k, at);
}

static int stream(struct prototype *p, struct prefetch *feed,
		  struct matching *m, uint64_t most, struct err *err)
{
	struct match found[CHANNELS_MOST];
	uint64_t i = 0;

	for (size_t k = 0; k < CHANNELS_MOST; k++)
		found[k] = (struct match){ NAN, NAN, NAN };
	while (i < most && !is_clear(m, found)) {
		const float *x, *y;

		if (prefetch_take(feed, i, &x, &y, err) < 0)
			return -1;
		i++;
		if (step(p, x, y, p->mean) < 0)
			return 0; /* C19 reports this */
		if (i % LOOK_EVERY == 0 || i == most)
			matching_measure(m, p->t, found);
		if (p->stop && p->stop(p->arg))
			return 1;
	}
	for (size_t k = 0; k < m->channels; k++)
		add_fit(p->t, &found[k], k, i);
	return 0;
}

static int learn_stream(struct prototype *p, struct err *err)
{
	struct train *t = p->t;
	uint64_t most = t->o.steps < STREAM_STEPS ? t->o.steps : STREAM_STEPS;
	struct prefetch *feed;
	struct matching m;
	int rc = matching_open(&m, t, err);

	if (!rc && m.n && p->mean > 0) {
		feed = prefetch_new(t->batch, 0, most,
				    prefetch_threads(
					    thread_pool_threads(t->pool)),
				    NULL);
		rc = stream(p, feed, &m, most, err);
		prefetch_free(feed);
	}
	matching_close(&m);
	return rc;
}

static void add_worst(struct prototype *p)
{
	struct finding f = { .what = "highest loss of the prototype, divided "
				     "by the loss of the mean",
			     .number = p->worst,
			     .warn = 1000,
			     .fail = BROKEN * 0.99,
			     .advice = "training diverges: use a smaller --lr, "
				       "and look at the images' range with "
				       "xp-stats" };

	finding_put(&p->t->found, "C19", f, NULL);
}

uint64_t prototype_most(const struct train *t)
{
	if (t->o.steps < PROTOTYPE_LEAST)
		return 0;
	return min(t->o.steps, HEART_STEPS) + min(t->o.steps, STREAM_STEPS);
}

int prototype_run(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err)
{
	struct prototype p = { .t = t, .stop = stop, .arg = arg };
	const struct objective loss = t->o.loss;
	int rc;

	if (t->o.steps < PROTOTYPE_LEAST)
		return 0;
	if (objective_needs_range(&loss))
		t->o.loss = objective_without_range(loss);
	else
		p.mean = t->survey.mean_loss;
	fork_begin(t);
	rc = learn_heart(&p, err);
	fork_back(t);
	if (!rc && p.worst < BROKEN)
		rc = learn_stream(&p, err);
	if (!rc)
		add_worst(&p);
	fork_end(t);
	t->o.loss = loss;
	return rc;
}
