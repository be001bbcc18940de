/*
 * check_patches.c - see check_patches.h.
 */
#include "train/check_patches.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "check/channel_shifts.h"
#include "check/registration.h"
#include "metric/sums.h"

/* --- values: C11, C12 ---------------------------------------------------- */

static size_t channels_of(const struct train *t, enum side side)
{
	return batch_samples(t->batch)->pairs->channels[side];
}

static void add_moments(struct value_sums *m, const float *px, size_t n)
{
	double mean = 0, square = 0, all = m->n + (double)n, d;

	for (size_t i = 0; i < n; i++) {
		mean += px[i];
		m->most = fmax(m->most, fabs((double)px[i]));
	}
	mean /= (double)n;
	for (size_t i = 0; i < n; i++)
		square += (px[i] - mean) * (px[i] - mean);
	d = mean - m->mean;
	m->square += square + d * d * m->n * (double)n / all;
	m->mean += d * (double)n / all;
	m->n = all;
}

static double sd(const struct value_sums *m)
{
	return m->n > 0 ? sqrt(m->square / m->n) : NAN;
}

struct finding check_patches_about_one(const char *what, double x,
				       double warn_low, double fail_low,
				       double warn_high, double fail_high,
				       const char *advice)
{
	int low = x < 1;

	return (struct finding){ .what = what,
				 .number = x,
				 .warn = low ? warn_low : warn_high,
				 .fail = low ? fail_low : fail_high,
				 .below = low,
				 .advice = advice };
}

static const char *const fit_them =
	"NOT NORMALISED: networks rarely learn from such values; fit offset "
	"and scale with xp-norm";

void check_patches_put(struct train *t, const char *check, struct finding f,
		       enum side side, size_t k, const char *where)
{
	const char *what = f.what;
	char text[200];

	if (channels_of(t, side) > 1) {
		snprintf(text, sizeof text, "%s, channel %zu", what, k);
		f.what = text;
	}
	finding_put(&t->found, check, f, where);
}

static void check_channel(struct train *t, const struct value_sums *m,
			  enum side side, size_t k)
{
	static const char *const mean[] = { "mean of normalised sources",
					    "mean of normalised targets" };
	static const char *const spread[] = { "sd of normalised sources",
					      "sd of normalised targets" };
	static const char *const most[] = { "largest normalised source value",
					    "largest normalised target value" };
	struct finding f = { .what = mean[side],
			     .number = fabs(m->mean),
			     .warn = 3,
			     .fail = 10,
			     .advice = fit_them };

	check_patches_put(t, "C11", f, side, k, NULL);
	f = check_patches_about_one(spread[side], sd(m), 0.05, 0.02, 10, 50,
				    fit_them);
	check_patches_put(t, "C11", f, side, k, NULL);
	f = (struct finding){ .what = most[side],
			      .number = m->most,
			      .warn = 100,
			      .fail = NAN,
			      .advice = fit_them };
	check_patches_put(t, "C11", f, side, k, NULL);
}

static void check_range(struct train *t, const struct patch_values *m)
{
	struct finding bare = { .what = "columns of offset and scale that the "
					"manifest lacks",
				.number = t->normalised ? 0 : 4,
				.warn = 0,
				.fail = NAN,
				.advice = fit_them };

	finding_put(&t->found, "C11", bare, NULL);
	for (enum side side = SOURCE; side <= TARGET; side++)
		for (size_t k = 0; k < channels_of(t, side); k++)
			check_channel(t, &m->channel[side][k], side, k);
}

/* Returns the largest error of normalising a value and undoing it, both in
 * float, as a share of the span of an image's values. */
static double round_trip(const struct norm *n, const struct value_sums *m)
{
	double span = 4 * sd(m) / fabs(n->scale), worst = 0;

	for (int k = -1; k <= 1 && span > 0; k++) {
		float x =
			(float)(m->mean / n->scale + n->offset + k * span / 2);
		float y = x;

		norm_apply(n, &y, 1);
		norm_undo(n, &y, 1);
		worst = fmax(worst, fabs((double)y - x) / span);
	}
	return worst;
}

/* Returns the largest of all train images and channels. */
static double worst_trip(const struct train *t, const struct patch_values *m)
{
	const struct samples *s = batch_samples(t->batch);
	double worst = 0;

	for (size_t i = 0; i < s->n; i++)
		for (enum side side = SOURCE; side <= TARGET; side++)
			for (size_t k = 0; k < channels_of(t, side); k++)
				worst = fmax(
					worst,
					round_trip(&s->list[i]
							    .pair
							    ->channel[side][k]
							    .norm,
						   &m->channel[side][k]));
	return worst;
}

static size_t count_inverted(const struct train *t, enum side side)
{
	const struct samples *s = batch_samples(t->batch);
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < channels_of(t, side); k++)
			n += s->list[i].pair->channel[side][k].norm.scale < 0;
	return n;
}

static void check_heaps(struct train *t)
{
	static const struct {
		const char *what;
		double warn, fail;
	} ends[2 * SIDES] = {
		{ "share of pixels cut off at the lower end, worst train "
		  "source",
		  0.05, NAN },
		{ "share of pixels cut off at the upper end, worst train "
		  "source",
		  0.01, 0.05 },
		{ "share of pixels cut off at the lower end, worst train "
		  "target",
		  0.05, NAN },
		{ "share of pixels cut off at the upper end, worst train "
		  "target",
		  0.001, 0.01 },
	};

	for (int i = 0; i < 2 * SIDES; i++) {
		const struct survey_heap *h = &t->survey.heap[i / 2][i % 2];
		struct finding f = {
			.what = ends[i].what,
			.number = h->share,
			.warn = ends[i].warn,
			.fail = ends[i].fail,
			.advice = "what was cut off cannot be learnt: leave "
				  "saturated images out, do not clip, and "
				  "subtract less background"
		};

		finding_put(&t->found, "C12", f,
			    batch_samples(t->batch)->list[h->worst].pair->id);
	}
}

static void check_norm(struct train *t, const struct patch_values *m)
{
	struct finding trip = { .what = "error of undoing the normalisation, "
					"as a share of the values' span",
				.number = worst_trip(t, m),
				.warn = 1e-4,
				.fail = 1e-3,
				.advice = "rounding loses the image; fit "
					  "offset and scale with xp-norm" };
	struct finding turned = { .what = "train targets with a negative scale",
				  .number = (double)count_inverted(t, TARGET),
				  .warn = NAN,
				  .fail = 0,
				  .advice =
					  "fit offset and scale with xp-norm" };

	finding_put(&t->found, "C12", trip, NULL);
	finding_put(&t->found, "C12", turned, NULL);
	turned.what = "train sources with a negative scale";
	turned.number = (double)count_inverted(t, SOURCE);
	finding_put(&t->found, "C12", turned, NULL);
	check_heaps(t);
}

/* Adds the values PX of SIDE of a batch to M, channel by channel. */
static void add_side(const struct train *t, struct value_sums *m,
		     const float *px, enum side side)
{
	size_t len = batch_len(&t->o.batch), channels = channels_of(t, side);

	if (channels == 1)
		add_moments(m, px, len * t->o.batch.batch);
	for (size_t i = 0; channels > 1 && i < t->o.batch.batch; i++)
		for (size_t k = 0; k < channels; k++, px += len)
			add_moments(&m[k], px, len);
}

void check_patches_add(struct patch_values *m, const struct train *t,
		       const float *x, const float *y)
{
	add_side(t, m->channel[SOURCE], x, SOURCE);
	add_side(t, m->channel[TARGET], y, TARGET);
}

void check_patches_values(struct train *t, const struct patch_values *m)
{
	check_range(t, m);
	check_norm(t, m);
}

/* --- augmentation: C15 --------------------------------------------------- */

enum { DRAWS = 64 }; /* how many patches are looked at */

static int correlation(const struct train *t, size_t i, enum batch_stage stage,
		       float *room, double *r, struct err *err)
{
	const struct batch_options *o = &t->o.batch;
	size_t len = batch_len(o); /* of the first channels */
	float *x = room + batch_room(o), *y = x + batch_values(o, SOURCE);

	if (batch_stage(t->batch, 0, i, stage, room, x, y, NULL, err) < 0)
		return -1;
	*r = sums_correlation(x, y, len);
	return 0;
}

/* Turning both images alike does not change their correlation. */
static int check_turns(struct train *t, float *room, struct err *err)
{
	struct finding f = {
		.what = "how much augmentation changes the correlation of "
			"source and target",
		.warn = 1e-6,
		.fail = 1e-3,
		.advice = "source and target are not turned in the same way; "
			  "train with --no-flip --no-turn and report this"
	};

	for (size_t i = 0; i < t->o.batch.batch; i++) {
		double plain, turned;

		if (correlation(t, i, BATCH_PLAIN, room, &plain, err) < 0 ||
		    correlation(t, i, BATCH_TURNED, room, &turned, err) < 0)
			return -1;
		f.number = fmax(f.number, fabs(plain - turned));
	}
	finding_put(&t->found, "C15", f, NULL);
	return 0;
}

struct strength {	      /* of what augmentations do to the patches */
	double apart;	      /* pixels where source and target are moved to
				 different places, of all patches */
	double beyond;	      /* mean share of pixels beyond the image */
	double r[DRAWS];      /* correlations of sources before and after
				 their values were changed */
	double spread[DRAWS]; /* ratio of their standard deviations, after to
				 before */
};

static int measure(const struct train *t, float *room, struct strength *to,
		   struct err *err)
{
	const struct batch_options *o = &t->o.batch;
	size_t len = batch_len(o), each = batch_patches(o);
	float *x = room + batch_room(o), *y = x + batch_values(o, SOURCE);
	float *after = y + batch_values(o, TARGET);

	for (size_t k = 0; k < DRAWS; k++) {
		double before, changed, beyond;

		if (batch_stage(t->batch, k / each, k % each, BATCH_TWICE, room,
				x, y, &beyond, err) < 0)
			return -1;
		for (size_t i = 0; i < len; i++)
			to->apart += x[i] != y[i];
		to->beyond += beyond / DRAWS;
		if (batch_stage(t->batch, k / each, k % each, BATCH_AUGMENTED,
				room, after, y, NULL, err) < 0)
			return -1;
		to->r[k] = sums_correlation(x, after, len);
		augment_moments(x, len, &before);
		augment_moments(after, len, &changed);
		to->spread[k] = changed / before;
	}
	return 0;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Returns the median of those that are numbers: a constant patch has none. */
static double median(double *x)
{
	size_t n = 0;

	for (size_t i = 0; i < DRAWS; i++)
		if (isfinite(x[i]))
			x[n++] = x[i];
	qsort(x, n, sizeof(*x), by_value);
	return n ? (x[(n - 1) / 2] + x[n / 2]) / 2 : 1;
}

static const char *const weaker =
	"patches are no longer like images; use smaller numbers in --augment";

static void report(struct train *t, struct strength *s)
{
	double ratio = median(s->spread);
	const struct finding list[] = {
		{ .what = "pixels that augmentation moves apart in source and "
			  "target",
		  .number = s->apart,
		  .warn = NAN,
		  .fail = 0,
		  .advice = "source and target are not moved in the same way; "
			    "train without --augment and report this" },
		{ .what = "correlation of sources before and after "
			  "augmentation changed their values, median",
		  .number = median(s->r),
		  .warn = 0.8,
		  .fail = 0.5,
		  .below = 1,
		  .advice = weaker },
		{ .what = "share of pixels of augmented patches that lie "
			  "beyond their image and are mirrored",
		  .number = s->beyond,
		  .warn = 0.1,
		  .fail = 0.3,
		  .advice = "patches are too large for their images to be "
			    "turned or shrunk so much; use a smaller --patch, "
			    "or smaller numbers in --augment" },
		{ .what = "sd of sources after augmentation, divided by that "
			  "before, median",
		  .number = ratio,
		  .warn = ratio < 1 ? 0.5 : 2,
		  .fail = NAN,
		  .below = ratio < 1,
		  .advice = weaker },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		finding_put(&t->found, "C15", list[i], NULL);
}

int check_patches_augment(struct train *t, struct err *err)
{
	const struct batch_options *o = &t->o.batch;
	float *room = mem_floats(batch_room(o) + 2 * batch_values(o, SOURCE) +
				 batch_values(o, TARGET));
	struct strength s = { 0 };
	int rc = check_turns(t, room, err);

	if (!rc && o->augment.on) {
		rc = measure(t, room, &s, err);
		if (!rc)
			report(t, &s);
	}
	free(room);
	return rc;
}

/* --- how targets lie on their sources: C7 -------------------------------- */

enum {
	PAIRS = FINGERPRINTS_TURNED, /* how many pairs are looked at */
	SIDE_LEAST = 64, /* pixels a side in which there is enough to compare */
};

struct pairs_look {
	const struct samples *samples;
	size_t n, channels[SIDES];
	/* with each channel of the sources, for each channel of the targets */
	struct fingerprints *each;
	struct err err[PAIRS]; /* of each pair */
};

static const struct sample_pair *nth_pair(const struct samples *s, size_t i,
					  size_t n)
{
	return &s->list[(2 * i + 1) * s->n / (2 * n)];
}

/* Measures pair I with each channel: the middle of a slice in the middle. */
static void look_at_pair(void *arg, size_t i, int worker)
{
	struct pairs_look *l = arg;
	const struct samples *s = l->samples;
	const struct sample_pair *one = nth_pair(s, i, l->n);
	size_t w = one->both.width, h = one->both.height / one->both.slices;
	struct area area = { .width = w < PHASE_MOST ? w : PHASE_MOST,
			     .height = h < PHASE_MOST ? h : PHASE_MOST };
	size_t len = area.width * area.height;
	size_t sources = l->channels[SOURCE], targets = l->channels[TARGET];
	float *px = mem_floats((sources + targets) * len);
	struct phase_correlation phase = { 0 };

	(void)worker;
	area.x = (w - area.width) / 2;
	area.y = (h - area.height) / 2;
	if (samples_read_stack(s, one, &area, one->both.slices / 2, 1,
			       CACHE_AGAIN, px, px + sources * len,
			       &l->err[i]) == 0)
		for (size_t k = 0; k < sources * targets; k++) {
			struct image pair[SIDES] = {
				{ .width = area.width,
				  .height = area.height,
				  .slices = 1,
				  .px = px + k % sources * len },
				{ .width = area.width,
				  .height = area.height,
				  .slices = 1,
				  .px = px + (sources + k / sources) * len }
			};

			l->each[k].row[i].id = one->pair->id;
			fingerprints_correlate(&l->each[k].row[i], &phase, pair,
					       0, 1);
		}
	phase_correlation_release(&phase);
	free(px);
}

static int is_too_small(const struct samples *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct shift_overlap *one = &nth_pair(s, i, n)->both;

		if (one->width < SIDE_LEAST ||
		    one->height / one->slices < SIDE_LEAST)
			return 1;
	}
	return 0;
}

/* Adds what was found of each channel of the targets with the channel of the
 * sources that fits it best. */
static void add_pairs(struct train *t, const struct pairs_look *l)
{
	struct channel_shifts shifts;

	channel_shifts_compare(&shifts, l->each, l->channels);
	for (size_t g = 0; g < l->channels[TARGET]; g++) {
		struct fingerprints *each = l->each + g * l->channels[SOURCE];
		struct check_report report = { .found.allow = t->o.allow };
		char of[40] = "";

		if (l->channels[TARGET] > 1)
			snprintf(of, sizeof(of), ", target channel %zu", g);
		each += fingerprints_best(each, l->channels[SOURCE]);
		registration_few(each, &report);
		for (size_t i = 0; i < report.found.table.rows; i++)
			finding_copy(&t->found, &report.found, i, of);
		check_release(&report);
	}
}

int check_patches_pairs(struct train *t, struct err *err)
{
	struct pairs_look l = { .samples = batch_samples(t->batch),
				.channels = { channels_of(t, SOURCE),
					      channels_of(t, TARGET) } };
	size_t all = l.channels[SOURCE] * l.channels[TARGET];
	int rc = 0;

	l.n = l.samples->n < PAIRS ? l.samples->n : PAIRS;
	if (is_too_small(l.samples, l.n))
		return 0;
	l.each = mem_zero(all, sizeof(*l.each));
	for (size_t k = 0; k < all; k++) {
		l.each[k].n = l.n;
		l.each[k].row = mem_zero(l.n + 1, sizeof(*l.each[k].row));
	}
	thread_pool_run(t->pool, l.n, look_at_pair, &l);
	for (size_t i = 0; i < l.n && !rc; i++)
		if (l.err[i].kind) {
			*err = l.err[i];
			rc = -1;
		}
	if (!rc)
		add_pairs(t, &l);
	for (size_t k = 0; k < all; k++)
		free(l.each[k].row);
	free(l.each);
	return rc;
}
