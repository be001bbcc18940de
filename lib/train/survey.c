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

struct image_part { /* what one image contributes */
	struct baseline base;
	struct exposure *exposure; /* of each channel of the source, owned */
	double heap[SIDES][2];
	float *level; /* some target values, evenly spaced in their order */
	size_t levels;
	double mean_loss, affine_loss; /* sums over pixels */
	struct err err;
};

struct survey_work {
	const struct samples *samples;
	const struct objective *objective; /* NULL: fit the baseline; otherwise
					      compare */
	const struct baseline *base;	   /* the baseline to compare with */
	size_t levels;		 /* how many target values of an image to
					keep, at most */
	struct image_part *part; /* one part for each image */
};

/* What is done with ROWS rows of source X, channel by channel, and target Y.  X
 * may be changed. */
typedef void band_fn(void *arg, float *x, const float *y, size_t rows,
		     size_t width);

static size_t channels_of(const struct survey_work *w)
{
	return w->samples->pairs->channels[SOURCE];
}

/* Read all rows of an image, in bands. */
static int each_band(const struct survey_work *w, const struct sample_pair *s,
		     band_fn *fn, void *arg, struct err *err)
{
	size_t width = s->both.width, height = s->both.height;
	size_t band = BAND / width + 1, n;
	float *y = mem_floats((1 + channels_of(w)) * band * width);
	float *x = y + band * width;
	int rc = 0;

	for (size_t row = 0; row < height && !rc; row += n) {
		struct area area = { 0, row, width, 0 };

		n = area.height = height - row < band ? height - row : band;
		rc = samples_read(w->samples, s, &area, CACHE_PASSING, x, y,
				  err);
		if (!rc)
			fn(arg, x, y, n, width);
	}
	free(y);
	return rc;
}

struct fitting { /* the first time that an image is read */
	struct image_part *part;
	size_t channels;
	struct exposure_sample source[CHANNELS_MOST], target;
	struct sums *sums; /* room for baseline_sums */
};

static void fit_band(void *arg, float *x, const float *y, size_t rows,
		     size_t width)
{
	struct fitting *f = arg;
	size_t n = rows * width, all = baseline_sums(f->channels);

	memset(f->sums, 0, all * sizeof(*f->sums));
	baseline_pass(f->sums, f->channels, x, y, n, 0);
	for (size_t i = 0; i < all; i++)
		sums_turn(&f->sums[i]);
	baseline_pass(f->sums, f->channels, x, y, n, 1);
	baseline_add(&f->part->base, f->sums, f->channels);
	for (size_t k = 0; k < f->channels; k++)
		exposure_take(&f->source[k], x + k * n, n);
	exposure_take(&f->target, y, n);
}

/* Keep at most MOST of the sorted values of S. */
static void keep_levels(struct image_part *p, const struct exposure_sample *s,
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
	struct fitting f = { .part = p, .channels = channels_of(w) };
	size_t all = baseline_sums(f.channels);
	struct exposure ignored;
	int rc;

	f.sums = mem_zero(all, sizeof(*f.sums));
	p->exposure = mem_zero(f.channels, sizeof(*p->exposure));
	for (size_t k = 0; k < f.channels; k++)
		exposure_start(&f.source[k], s->both.width, s->both.height);
	exposure_start(&f.target, s->both.width, s->both.height);
	rc = each_band(w, s, fit_band, &f, err);
	free(f.sums);
	p->base.images = 1;
	for (size_t k = 0; k < f.channels; k++) {
		note_heaps(p->heap[SOURCE], &f.source[k]);
		exposure_end(&f.source[k], &p->exposure[k]);
	}
	note_heaps(p->heap[TARGET], &f.target);
	if (w->levels)
		keep_levels(p, &f.target, w->levels);
	exposure_end(&f.target, &ignored);
	return rc;
}

struct comparing { /* the next time, or times */
	const struct baseline *base;
	struct image_loss mean, affine;
	int second;
};

static void compare_band(void *arg, float *x, const float *y, size_t rows,
			 size_t width)
{
	struct comparing *c = arg;
	size_t n = rows * width;

	baseline_line(c->base, x, x, n);
	(c->second ? image_loss_second : image_loss_first)(&c->affine, x, y,
							   rows);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)c->base->mean_y;
	(c->second ? image_loss_second : image_loss_first)(&c->mean, x, y,
							   rows);
}

static int compare_image(const struct survey_work *w,
			 const struct sample_pair *s, struct image_part *p,
			 struct err *err)
{
	/* This is a piece of a pool's work; a piece cannot share its work. */
	struct thread_pool *alone = thread_pool_new(1);
	struct comparing c = { .base = w->base };
	int rc = 0;

	image_loss_begin(&c.mean, w->objective, s->both.width, s->both.height,
			 s->both.slices, alone);
	image_loss_begin(&c.affine, w->objective, s->both.width, s->both.height,
			 s->both.slices, alone);
	for (; !rc && c.second <= image_loss_is_twice(w->objective); c.second++)
		rc = each_band(w, s, compare_band, &c, err);
	p->mean_loss = image_loss_end(&c.mean);
	p->affine_loss = image_loss_end(&c.affine);
	thread_pool_free(alone);
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
	thread_pool_run(pool, n, piece, w);
	for (size_t i = 0; i < n; i++)
		if (w->part[i].err.kind) {
			*err = w->part[i].err;
			return -1;
		}
	return 0;
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
static void join_levels(struct survey *to, struct survey_work *w)
{
	size_t n = 0;
	float *all;

	for (size_t i = 0; i < w->samples->n; i++)
		n += w->part[i].levels;
	all = mem_floats(n + 1);
	n = 0;
	for (size_t i = 0; i < w->samples->n; i++) {
		struct image_part *p = &w->part[i];

		if (p->levels)
			memcpy(all + n, p->level, p->levels * sizeof(*all));
		n += p->levels;
		free(p->level);
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
		baseline_join(&to->base, &w->part[i].base);
		for (size_t k = 0; k < channels_of(w); k++)
			exposure_join(&to->exposure[k],
				      &w->part[i].exposure[k]);
		join_heaps(to, &w->part[i], i);
	}
	baseline_fit(&to->base);
	join_levels(to, w);
	for (size_t i = 0; i < w->samples->n; i++)
		free(w->part[i].exposure);
	free(w->part);
	return rc;
}

static int compare(struct survey *to, struct survey_work *w,
		   struct thread_pool *pool, struct err *err)
{
	int rc = run(w, pool, err);

	for (size_t i = 0; i < w->samples->n && !rc; i++) {
		to->mean_loss += w->part[i].mean_loss;
		to->affine_loss += w->part[i].affine_loss;
	}
	to->mean_loss /= (double)w->samples->pixels;
	to->affine_loss /= (double)w->samples->pixels;
	free(w->part);
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
				      .base = &to->base };

	*to = (struct survey){ 0 };
	if (needs && train->n)
		first.levels = MOST_LEVELS / train->n + LEAST_LEVELS;
	if (fit(to, &first, pool, err) < 0)
		return -1;
	if (needs && !(to->high > to->low && isfinite(to->threshold)))
		return err_data(err,
				"the train targets are nearly constant (%g to "
				"%g), so ssim has no range and no pixel is "
				"foreground: train with another --loss, "
				"without --foreground-weight and "
				"--foreground-share",
				to->low, to->high);
	o->range = to->high - to->low;
	o->threshold = to->threshold;
	return compare(to, &second, pool, err);
}

void survey_report(const struct survey *s, const struct objective *o,
		   const char *split, struct messages *to)
{
	if (objective_needs_range(o))
		messages_info(to,
			      "range of ssim %.4g: normalised train targets "
			      "from %.4g to %.4g (0.1st and 99.9th percentile)",
			      o->range, s->low, s->high);
	if (objective_needs_threshold(o))
		messages_info(to,
			      "foreground: normalised targets above %.4g "
			      "(Otsu), %.3g %% of the train pixels; each "
			      "counts %g times",
			      s->threshold, 100 * s->foreground, o->foreground);
	messages_info(to,
		      "without a network: %s loss %.5g by the mean of the "
		      "train targets, %.5g by the least-squares line",
		      split, s->mean_loss, s->affine_loss);
}

void survey_trivial(const struct survey *s, const char *split, double loss,
		    struct messages *to)
{
	int is_mean = !(loss < s->mean_loss);

	if (loss < s->mean_loss && loss < s->affine_loss)
		return;
	messages_warn(to,
		      "the network (%s loss %.5g) is no better than %s (%.5g): "
		      "it has learnt nothing%s",
		      split, loss,
		      is_mean ? "the mean of the train targets" :
				"the least-squares line of the source",
		      is_mean ? s->mean_loss : s->affine_loss,
		      is_mean ? "" : " beyond this line");
}
