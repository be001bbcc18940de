/*
 * prototype.c - see prototype.h.
 */
#include "train/prototype.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"
#include "train/crop.h"

enum {
	HEART_STEPS = 200, /* the most steps for learning one batch by heart */
	STREAM_STEPS = 300,
	LOOK_EVERY = 25,    /* how many steps apart the fit of pairs is
			       measured */
	UPDATE_AT = 10,	    /* the size of this step's update is measured */
	PATCHES = 32,	    /* about how many patches are predicted to measure
			       the fit, */
	MOST_PATCHES = 256, /* more if they are small */
	PIXELS = 1 << 17,   /* and how many pixels in all */
	IMAGES = 8,	    /* the most images that these patches are from */
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
	memset(t->adam.m, 0, size);
	memset(t->adam.v, 0, size);
	t->adam.step = 0;
}

static void fork_end(struct train *t)
{
	size_t size = net_size(t->net) * sizeof *t->best;

	fork_back(t);
	memset(t->best, 0, size);
	memset(t->grad, 0, size);
}

/* Returns the loss of predicting the mean of the targets Y. */
static double mean_loss(const struct train *t, const float *y, size_t n)
{
	float *mean = mem_floats(n);
	double sum = 0, loss;

	for (size_t i = 0; i < n; i++)
		sum += y[i];
	for (size_t i = 0; i < n; i++)
		mean[i] = (float)(sum / (double)n);
	loss = t->o.loss->eval(mean, y, NULL, n);
	free(mean);
	return loss;
}

/* Returns the loss before the update, divided by USUAL, or -1 if the network is
 * broken. */
static double step(struct prototype *p, const float *x, const float *y,
		   double usual)
{
	struct train *t = p->t;
	double loss = net_gradient(t->net, t->o.loss, x, crop_middle(t, y),
				   t->grad, t->o.batch.batch,
				   crop_extent(&t->o)) /
		      usual;

	p->worst = isfinite(loss) ? fmax(p->worst, loss) : HUGE_VAL;
	if (!(loss < BROKEN) ||
	    adam_step(&t->adam, net_weights(t->net), t->grad) < 0) {
		p->worst = fmax(p->worst, BROKEN);
		return -1;
	}
	return loss;
}

/* Returns the length of the last update divided by that of the weights. */
static double update_share(struct train *t)
{
	const struct adam *a = &t->adam;
	const float *w = net_weights(t->net);
	double c1 = 1 - calc_power(a->beta1, a->step), moved = 0, all = 0;
	double c2 = 1 - calc_power(a->beta2, a->step);

	for (size_t i = 0; i < a->n; i++) {
		double u = a->lr * a->m[i] / c1 / (sqrt(a->v[i] / c2) + a->eps);

		moved += u * u;
		all += (double)w[i] * w[i];
	}
	return all > 0 ? sqrt(moved / all) : NAN;
}

/* --- one batch by heart -------------------------------------------------- */

static void add_heart(struct train *t, double loss, uint64_t steps)
{
	struct finding f = { .what = "loss on one batch learnt by heart, in "
				     "units of its mean's",
			     .number = loss,
			     .warn = 0.8,
			     .fail = 0.97,
			     .advice = "the network does not learn even one "
				       "batch: look at --lr, the "
				       "normalisation and the images" };
	char at[40];

	snprintf(at, sizeof at, "step %" PRIu64, steps);
	finding_put(&t->found, "C18", f, at);
}

static void add_update(struct train *t, double share)
{
	int small = share < 1e-3;
	struct finding f = { .what = "length of an update, in units of the "
				     "weights'",
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

static void add_spread(struct train *t, const float *x, const float *want,
		       size_t n)
{
	float *out = mem_floats(n);
	struct sums s = { 0 };
	struct finding f = { .what = "variance of the outputs for that batch, "
				     "in units of its targets'",
			     .warn = 1e-3,
			     .fail = 1e-5,
			     .below = 1,
			     .advice = "the network died, it predicts one "
				       "value: use a smaller --lr or another "
				       "--seed" };

	net_forward(t->net, x, out, t->o.batch.batch, crop_extent(&t->o));
	sums_first(&s, out, want, n);
	sums_turn(&s);
	sums_second(&s, out, want, n);
	f.number = sums_ratio(s.xx, s.yy);
	finding_put(&t->found, "C19", f, NULL);
	free(out);
}

static int learn_heart(struct prototype *p, struct err *err)
{
	struct train *t = p->t;
	size_t len = batch_len(&t->o.batch) * t->o.batch.batch;
	size_t n = t->o.batch.batch * crop_output_len(&t->o);
	float *x = mem_floats(2 * len), *y = x + len;
	uint64_t most = t->o.steps < HEART_STEPS ? t->o.steps : HEART_STEPS, i;
	double loss = NAN, usual, share = NAN;
	int rc = batch_draw(t->batch, 0, x, y, err);

	usual = rc ? 0 : mean_loss(t, crop_middle(t, y), n);
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
		add_spread(t, x, crop_middle(t, y), n);
	}
	free(x);
	return rc;
}

/* --- whether pairs fit --------------------------------------------------- */

/* Some images, with PLACES patches each, at the same relative places in all
 * images. */
struct matching {
	const struct samples *set[IMAGES];
	const struct sample_pair *image[IMAGES];
	size_t n, places, out; /* OUT: pixels of a prediction */
	double free;	       /* share of the patches that do not overlap */
	float *x, *y, *guess;  /* (n, places, pixels of a patch; OUT; OUT) */
};

static int is_large_enough(const struct train *t, const struct sample_pair *s)
{
	const struct batch_options *b = &t->o.batch;

	return s->both.width >= b->patch &&
	       s->both.height / s->both.slices >= b->patch &&
	       s->both.slices >= (b->slices ? b->slices : 1);
}

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

/* Add images of S, evenly spaced, until there are IMAGES. */
static void choose(struct matching *m, const struct train *t,
		   const struct samples *s)
{
	size_t room = IMAGES - m->n, n = s->n < room ? s->n : room;

	for (size_t i = 0; i < n; i++) {
		const struct sample_pair *one = &s->list[i * s->n / n];

		if (!is_large_enough(t, one))
			continue;
		m->set[m->n] = s;
		m->image[m->n++] = one;
	}
}

/* Choose images that training does not see, if there are enough of them. */
static void choose_images(struct matching *m, struct train *t)
{
	choose(m, t, &t->val);
	if (!has_groups(m))
		choose(m, t, batch_samples(t->batch));
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
	size_t len = batch_len(b), k = i * m->places + place;
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
		crop_copy(&t->o, room, 1, m->y + k * m->out);
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
	float *room = mem_floats(len);
	int rc = 0;

	*m = (struct matching){ .out = crop_output_len(&t->o), .free = 1 };
	choose_images(m, t);
	m->places = m->n ? (count_patches(len) + m->n - 1) / m->n : 0;
	m->x = mem_floats(m->n * m->places * len);
	m->y = mem_floats(m->n * m->places * m->out);
	m->guess = mem_floats(m->n * m->places * m->out);
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
}

static double correlation(const float *x, const float *y, size_t n)
{
	struct sums s = { 0 };

	sums_first(&s, x, y, n);
	sums_turn(&s);
	sums_second(&s, x, y, n);
	return s.xx > 0 && s.yy > 0 ? s.xy / sqrt(s.xx * s.yy) : 0;
}

/* Returns the correlation of the prediction for patch A with the target of
 * patch B. */
static double fit(const struct matching *m, size_t a, size_t b)
{
	return correlation(m->guess + a * m->out, m->y + b * m->out, m->out);
}

/* Returns how well patch PLACE of image I fits others: its prediction their
 * targets, and their predictions its target.  The others are the patches at the
 * same place in images of other groups or, if there are no groups, in all other
 * images.  If there is only one image, they are its other patches. */
static double fit_strangers(const struct matching *m, size_t i, size_t place)
{
	size_t own = i * m->places + place, n = 0;
	int groups = has_groups(m);
	double sum = 0;

	for (size_t j = 0; j < m->n; j++) {
		size_t other = j * m->places + place;

		if (j == i || (groups && same_group(m->image[i], m->image[j])))
			continue;
		sum += (fit(m, own, other) + fit(m, other, own)) / 2;
		n++;
	}
	for (size_t k = 0; k < m->places && m->n == 1; k++)
		if (k != place) {
			sum += (fit(m, own, k) + fit(m, k, own)) / 2;
			n++;
		}
	return n ? sum / (double)n : 0;
}

struct match {
	double r;    /* mean correlation of predictions and their targets */
	double gap;  /* how much larger that is than the correlation with
			others */
	double sure; /* the gap divided by its standard error */
};

static void matching_measure(const struct matching *m, struct train *t,
			     struct match *to)
{
	size_t len = batch_len(&t->o.batch), all = m->n * m->places;
	double n = (double)all, square = 0;

	*to = (struct match){ 0 };
	for (size_t i = 0; i < all; i++)
		net_forward(t->net, m->x + i * len, m->guess + i * m->out, 1,
			    crop_extent(&t->o));
	for (size_t i = 0; i < all; i++) {
		double own = fit(m, i, i);
		double gap = own -
			     fit_strangers(m, i / m->places, i % m->places);

		to->r += own / n;
		to->gap += gap / n;
		square += gap * gap / n;
	}
	square = (square - to->gap * to->gap) / (n - 1) / m->free;
	to->sure = square > 0 ? to->gap / sqrt(square) : 0;
}

static void add_fit(struct train *t, const struct match *m, uint64_t steps)
{
	struct finding f = { .what = "how surely predictions fit their own "
				     "targets better than strangers (standard "
				     "errors)",
			     .number = m->sure,
			     .warn = 5,
			     .fail = 3,
			     .below = 1,
			     .advice = "sources and targets do not belong "
				       "together, or the one says nothing of "
				       "the other: look at the pairs with "
				       "xp-eval --panel and at C7 of xp-pairs "
				       "--check" };
	char at[40];

	snprintf(at, sizeof at, "step %" PRIu64, steps);
	finding_put(&t->found, "C20", f, at);
	f.what = "how much better they fit (difference of correlations)";
	f.number = m->gap;
	f.warn = 0.05;
	f.fail = 0.01;
	finding_put(&t->found, "C20", f, at);
}

static int stream(struct prototype *p, struct prefetch *feed,
		  const struct matching *m, uint64_t most, struct err *err)
{
	struct match found = { NAN, NAN, NAN };
	uint64_t i = 0;

	while (i < most && !(found.sure > CLEAR && found.gap > WIDE)) {
		const float *x, *y;

		if (prefetch_take(feed, i, &x, &y, err) < 0)
			return -1;
		i++;
		if (step(p, x, y, p->t->survey.mean_loss) < 0)
			return 0; /* C19 reports this */
		if (i % LOOK_EVERY == 0 || i == most)
			matching_measure(m, p->t, &found);
		if (p->stop && p->stop(p->arg))
			return 1;
	}
	add_fit(p->t, &found, i);
	return 0;
}

static int learn_stream(struct prototype *p, struct err *err)
{
	struct train *t = p->t;
	uint64_t most = t->o.steps < STREAM_STEPS ? t->o.steps : STREAM_STEPS;
	struct prefetch *feed;
	struct matching m;
	int rc = matching_open(&m, t, err);

	if (!rc && m.n && t->survey.mean_loss > 0) {
		feed = prefetch_new(t->batch, 0, most,
				    prefetch_threads(
					    thread_pool_threads(t->pool)));
		rc = stream(p, feed, &m, most, err);
		prefetch_free(feed);
	}
	matching_close(&m);
	return rc;
}

static void add_worst(struct prototype *p)
{
	struct finding f = { .what = "highest loss of the prototype, in units "
				     "of the mean's",
			     .number = p->worst,
			     .warn = 1000,
			     .fail = BROKEN * 0.99,
			     .advice = "training diverges: use a smaller --lr, "
				       "and look at the images' range with "
				       "xp-stats" };

	finding_put(&p->t->found, "C19", f, NULL);
}

int prototype_run(struct train *t, int (*stop)(void *arg), void *arg,
		  struct err *err)
{
	struct prototype p = { .t = t, .stop = stop, .arg = arg };
	int rc;

	if (t->o.steps < PROTOTYPE_LEAST)
		return 0;
	fork_begin(t);
	rc = learn_heart(&p, err);
	fork_back(t);
	if (!rc && p.worst < BROKEN)
		rc = learn_stream(&p, err);
	if (!rc)
		add_worst(&p);
	fork_end(t);
	return rc;
}
