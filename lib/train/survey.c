/*
 * survey.c - see survey.h.
 *
 * Each image is read once, in bands.  The centred sums of a band take two
 * passes over it while it is in memory; then the sums of all bands are joined.
 */
#include "train/survey.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	BAND = 1 << 15, /* how many pixels are read at once, about */
	/* how many target values of all images are kept, and of each image */
	MOST_LEVELS = 1 << 20,
	LEAST_LEVELS = 64,
};

struct image_part {		   /* what one image contributes */
	struct exposure *exposure; /* of each channel of the source, owned */
	double heap[SIDES][2];
	struct target_part { /* a channel of the target */
		struct baseline base;
		/* some values, evenly spaced in their order */
		float *level;
		size_t levels;
		double mean_loss, affine_loss; /* sums over pixels */
	} * target;			       /* of each channel, owned */
	struct err err;
};

struct survey_work {
	const struct samples *samples;
	const struct objective *objective; /* NULL: fit the baseline; otherwise
					      compare */
	const struct survey *survey;	   /* with the baselines to compare with
					    */
	size_t levels;		 /* how many target values of an image to
					keep, at most */
	struct image_part *part; /* one part for each image */
};

/* What is done with ROWS rows of source X and target Y, channel by channel. */
typedef void band_fn(void *arg, const float *x, const float *y, size_t rows,
		     size_t width);

static size_t channels_of(const struct survey_work *w, enum side side)
{
	return w->samples->pairs->channels[side];
}

/* Returns how many rows of an image of WIDTH pixels are read at once. */
static size_t band_rows(size_t width)
{
	return BAND / width + 1;
}

/* Read all rows of an image, in bands. */
static int each_band(const struct survey_work *w, const struct sample_pair *s,
		     band_fn *fn, void *arg, struct err *err)
{
	size_t width = s->both.width, height = s->both.height;
	size_t band = band_rows(width), n, sources = channels_of(w, SOURCE);
	float *x =
		mem_floats((sources + channels_of(w, TARGET)) * band * width);
	float *y = x + sources * band * width;
	int rc = 0;

	for (size_t row = 0; row < height && !rc; row += n) {
		struct area area = { 0, row, width, 0 };

		n = area.height = height - row < band ? height - row : band;
		rc = samples_read(w->samples, s, &area, CACHE_PASSING, x, y,
				  err);
		if (!rc)
			fn(arg, x, y, n, width);
	}
	free(x);
	return rc;
}

struct fitting { /* the first time that an image is read */
	struct image_part *part;
	size_t channels, targets;
	struct exposure_sample source[CHANNELS_MOST], target[CHANNELS_MOST];
	struct sums *sums; /* room for baseline_sums */
};

static void fit_band(void *arg, const float *x, const float *y, size_t rows,
		     size_t width)
{
	struct fitting *f = arg;
	size_t n = rows * width, all = baseline_sums(f->channels);

	for (size_t k = 0; k < f->targets; k++, y += n) {
		memset(f->sums, 0, all * sizeof(*f->sums));
		baseline_pass(f->sums, f->channels, x, y, n, 0);
		for (size_t i = 0; i < all; i++)
			sums_turn(&f->sums[i]);
		baseline_pass(f->sums, f->channels, x, y, n, 1);
		baseline_add(&f->part->target[k].base, f->sums, f->channels);
		exposure_take(&f->target[k], y, n);
	}
	for (size_t k = 0; k < f->channels; k++)
		exposure_take(&f->source[k], x + k * n, n);
}

/* Keep at most MOST of the sorted values of S. */
static void keep_levels(struct target_part *p, const struct exposure_sample *s,
			size_t most)
{
	size_t n = s->n < most ? s->n : most;

	p->level = mem_floats(n + 1);
	p->levels = n;
	for (size_t i = 0; i < n; i++)
		p->level[i] = s->px[n > 1 ? i * (s->n - 1) / (n - 1) : 0];
}

/* Sorts S, and notes its heaps at both ends if they are larger than HEAP. */
static void note_heaps(double heap[2], struct exposure_sample *s)
{
	exposure_sort(s);
	for (int top = 0; top < 2; top++)
		heap[top] = fmax(heap[top], exposure_heap(s, top));
}

static int fit_image(const struct survey_work *w, const struct sample_pair *s,
		     struct image_part *p, struct err *err)
{
	struct fitting f = { .part = p,
			     .channels = channels_of(w, SOURCE),
			     .targets = channels_of(w, TARGET) };
	size_t all = baseline_sums(f.channels);
	struct exposure ignored;
	int rc;

	f.sums = mem_zero(all, sizeof(*f.sums));
	p->exposure = mem_zero(f.channels, sizeof(*p->exposure));
	for (size_t k = 0; k < f.channels; k++)
		exposure_start(&f.source[k], s->both.width, s->both.height);
	for (size_t k = 0; k < f.targets; k++)
		exposure_start(&f.target[k], s->both.width, s->both.height);
	rc = each_band(w, s, fit_band, &f, err);
	free(f.sums);
	for (size_t k = 0; k < f.channels; k++) {
		note_heaps(p->heap[SOURCE], &f.source[k]);
		exposure_end(&f.source[k], &p->exposure[k]);
	}
	for (size_t k = 0; k < f.targets; k++) {
		p->target[k].base.images = 1;
		note_heaps(p->heap[TARGET], &f.target[k]);
		if (w->levels)
			keep_levels(&p->target[k], &f.target[k], w->levels);
		exposure_end(&f.target[k], &ignored);
	}
	return rc;
}

struct comparing { /* the next time, or times */
	const struct survey *survey;
	/* of each channel of the target */
	struct image_loss mean[CHANNELS_MOST], affine[CHANNELS_MOST];
	float *px; /* room for a band */
	int second;
};

static void compare_band(void *arg, const float *x, const float *y, size_t rows,
			 size_t width)
{
	struct comparing *c = arg;
	void (*add)(struct image_loss *, const float *, const float *,
		    size_t) = c->second ? image_loss_second : image_loss_first;
	size_t n = rows * width;

	for (size_t k = 0; k < c->survey->targets; k++, y += n) {
		const struct baseline *b = &c->survey->target[k].base;

		baseline_line(b, x, c->px, n);
		add(&c->affine[k], c->px, y, rows);
		for (size_t i = 0; i < n; i++)
			c->px[i] = (float)b->mean_y;
		add(&c->mean[k], c->px, y, rows);
	}
}

static int compare_image(const struct survey_work *w,
			 const struct sample_pair *s, struct image_part *p,
			 struct err *err)
{
	/* This is a piece of a pool's work; a piece cannot share its work. */
	struct thread_pool *alone = thread_pool_new(1);
	struct comparing *c = mem_zero(1, sizeof(*c));
	const struct shift_overlap *b = &s->both;
	int rc = 0;

	c->survey = w->survey;
	c->px = mem_floats(band_rows(b->width) * b->width);
	for (size_t k = 0; k < w->survey->targets; k++) {
		image_loss_begin(&c->mean[k], w->objective, k, b->width,
				 b->height, b->slices, alone);
		image_loss_begin(&c->affine[k], w->objective, k, b->width,
				 b->height, b->slices, alone);
	}
	for (; !rc && c->second <= image_loss_is_twice(w->objective);
	     c->second++)
		rc = each_band(w, s, compare_band, c, err);
	for (size_t k = 0; k < w->survey->targets; k++) {
		p->target[k].mean_loss = image_loss_end(&c->mean[k]);
		p->target[k].affine_loss = image_loss_end(&c->affine[k]);
	}
	thread_pool_free(alone);
	free(c->px);
	free(c);
	return rc;
}

static void piece(void *arg, size_t i, int worker)
{
	struct survey_work *w = arg;

	(void)worker;
	(w->objective ? compare_image : fit_image)(w, &w->samples->list[i],
						   &w->part[i],
						   &w->part[i].err);
}

static int run(struct survey_work *w, struct thread_pool *pool, struct err *err)
{
	size_t n = w->samples->n;

	w->part = mem_zero(n + 1, sizeof(*w->part));
	for (size_t i = 0; i < n; i++)
		w->part[i].target = mem_zero(channels_of(w, TARGET),
					     sizeof(*w->part->target));
	thread_pool_run(pool, n, piece, w);
	for (size_t i = 0; i < n; i++)
		if (w->part[i].err.kind) {
			*err = w->part[i].err;
			return -1;
		}
	return 0;
}

static void release_parts(struct survey_work *w)
{
	for (size_t i = 0; i < w->samples->n; i++) {
		for (size_t k = 0; k < channels_of(w, TARGET); k++)
			free(w->part[i].target[k].level);
		free(w->part[i].target);
		free(w->part[i].exposure);
	}
	free(w->part);
}

static void join_heaps(struct survey *to, const struct image_part *p,
		       size_t image)
{
	for (int i = 0; i < 2 * SIDES; i++) {
		struct survey_heap *h = &to->heap[i / 2][i % 2];
		double share = p->heap[i / 2][i % 2];

		if (share > h->share)
			*h = (struct survey_heap){ share, image };
	}
}

static int by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Returns the percentile P of N sorted values, interpolated. */
static double percentile(const float *x, size_t n, double p)
{
	double at = (double)(n - 1) * p / 100;
	size_t i = (size_t)at;

	if (i + 1 >= n)
		return x[n - 1];
	return x[i] + (at - (double)i) * ((double)x[i + 1] - x[i]);
}

/* Otsu's threshold (IEEE Trans. SMC 9, 1979, 62-66) of N sorted values: it
 * divides them into two classes so that the variance between these is largest.
 * Sets *SHARE to the share of the values above it. */
static double divide(const float *x, size_t n, double *share)
{
	double sum = 0, below = 0, best = 0, threshold = NAN;

	*share = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i];
	for (size_t i = 0; i + 1 < n; i++) {
		double n0 = (double)(i + 1), n1 = (double)(n - i - 1), apart;

		below += x[i];
		if (x[i] == x[i + 1])
			continue;
		apart = below / n0 - (sum - below) / n1;
		if (n0 * n1 * apart * apart > best) {
			best = n0 * n1 * apart * apart;
			threshold = x[i];
			*share = n1 / (double)n;
		}
	}
	return threshold;
}

/* Images count alike, whatever their size, as they do in training. */
static void join_levels(struct survey_target *to, const struct survey_work *w,
			size_t channel)
{
	size_t n = 0;
	float *all;

	for (size_t i = 0; i < w->samples->n; i++)
		n += w->part[i].target[channel].levels;
	all = mem_floats(n + 1);
	n = 0;
	for (size_t i = 0; i < w->samples->n; i++) {
		const struct target_part *p = &w->part[i].target[channel];

		if (p->levels)
			memcpy(all + n, p->level, p->levels * sizeof(*all));
		n += p->levels;
	}
	if (n) {
		qsort(all, n, sizeof(*all), by_value);
		to->low = percentile(all, n, 0.1);
		to->high = percentile(all, n, 99.9);
		to->threshold = divide(all, n, &to->foreground);
	}
	free(all);
}

static int fit(struct survey *to, struct survey_work *w,
	       struct thread_pool *pool, struct err *err)
{
	int rc = run(w, pool, err);

	for (size_t i = 0; i < w->samples->n && !rc; i++) {
		for (size_t k = 0; k < to->targets; k++)
			baseline_join(&to->target[k].base,
				      &w->part[i].target[k].base);
		for (size_t k = 0; k < channels_of(w, SOURCE); k++)
			exposure_join(&to->exposure[k],
				      &w->part[i].exposure[k]);
		join_heaps(to, &w->part[i], i);
	}
	for (size_t k = 0; k < to->targets; k++) {
		baseline_fit(&to->target[k].base);
		join_levels(&to->target[k], w, k);
	}
	release_parts(w);
	return rc;
}

static int compare(struct survey *to, struct survey_work *w,
		   struct thread_pool *pool, struct err *err)
{
	double pixels = (double)w->samples->pixels;
	int rc = run(w, pool, err);

	for (size_t k = 0; k < to->targets; k++) {
		struct survey_target *t = &to->target[k];

		for (size_t i = 0; i < w->samples->n && !rc; i++) {
			t->mean_loss += w->part[i].target[k].mean_loss;
			t->affine_loss += w->part[i].target[k].affine_loss;
		}
		t->mean_loss /= pixels;
		t->affine_loss /= pixels;
		to->mean_loss += t->mean_loss / (double)to->targets;
		to->affine_loss += t->affine_loss / (double)to->targets;
	}
	release_parts(w);
	return rc;
}

/* Returns " of target channel 1", or "" if there is but one; the caller frees
 * it. */
static char *about(const struct survey *s, size_t channel)
{
	return s->targets > 1 && channel < s->targets ?
		       mem_printf(" of target channel %zu", channel) :
		       mem_str("");
}

/* Sets range and threshold of a channel of O. */
static int set_levels(struct survey *to, size_t channel, int needs,
		      struct objective *o, struct err *err)
{
	const struct survey_target *t = &to->target[channel];
	char *which = about(to, channel);
	int rc = 0;

	if (needs && !(t->high > t->low && isfinite(t->threshold)))
		rc = err_data(err,
			      "the train targets%s are nearly constant (%g to "
			      "%g), so ssim has no range and no pixel is "
			      "foreground: train with another --loss, "
			      "without --foreground-weight and "
			      "--foreground-share",
			      which, t->low, t->high);
	free(which);
	o->channel[channel].range = t->high - t->low;
	o->channel[channel].threshold = t->threshold;
	return rc;
}

int survey_run(struct survey *to, const struct samples *train,
	       const struct samples *val, struct objective *o, int needs_levels,
	       struct thread_pool *pool, struct err *err)
{
	int needs = needs_levels || objective_needs_range(o) ||
		    objective_needs_threshold(o);
	struct survey_work first = { .samples = train };
	struct survey_work second = { .samples = val->n ? val : train,
				      .objective = o,
				      .survey = to };

	*to = (struct survey){ .targets = train->pairs->channels[TARGET] };
	if (needs && train->n)
		first.levels = MOST_LEVELS / train->n + LEAST_LEVELS;
	if (fit(to, &first, pool, err) < 0)
		return -1;
	for (size_t k = 0; k < to->targets; k++)
		if (set_levels(to, k, needs, o, err) < 0)
			return -1;
	return compare(to, &second, pool, err);
}

static void report_channel(const struct survey *s, size_t channel,
			   const struct objective *o, const char *split,
			   struct messages *to)
{
	const struct survey_target *t = &s->target[channel];
	char *which = about(s, channel);

	if (objective_needs_range(o))
		messages_info(to,
			      "range of ssim%s %.4g: normalised train targets "
			      "from %.4g to %.4g (0.1st and 99.9th percentile)",
			      which, o->channel[channel].range, t->low,
			      t->high);
	if (objective_needs_threshold(o))
		messages_info(to,
			      "foreground%s: normalised targets above %.4g "
			      "(Otsu), %.3g %% of the train pixels; each "
			      "counts %g times",
			      which, t->threshold, 100 * t->foreground,
			      o->foreground);
	if (s->targets > 1)
		messages_info(to,
			      "without a network: %s loss%s %.5g by the mean "
			      "of the train targets, %.5g by the least-squares "
			      "line",
			      split, which, t->mean_loss, t->affine_loss);
	free(which);
}

void survey_report(const struct survey *s, const struct objective *o,
		   const char *split, struct messages *to)
{
	for (size_t k = 0; k < s->targets; k++)
		report_channel(s, k, o, split, to);
	messages_info(to,
		      "without a network: %s loss %.5g by the mean of the "
		      "train targets, %.5g by the least-squares line%s",
		      split, s->mean_loss, s->affine_loss,
		      s->targets > 1 ? "; the mean over target channels" : "");
}

void survey_trivial(const struct survey *s, size_t channel, const char *split,
		    double loss, struct messages *to)
{
	int all = channel == s->targets;
	double mean = all ? s->mean_loss : s->target[channel].mean_loss;
	double affine = all ? s->affine_loss : s->target[channel].affine_loss;
	int is_mean = !(loss < mean);
	char *which;

	if (loss < mean && loss < affine)
		return;
	which = about(s, channel);
	messages_warn(to,
		      "the network (%s loss%s %.5g) is no better than %s "
		      "(%.5g): it has learnt nothing%s",
		      split, which, loss,
		      is_mean ? "the mean of the train targets" :
				"the least-squares line of the source",
		      is_mean ? mean : affine,
		      is_mean ? "" : " beyond this line");
	free(which);
}
