/*
 * survey.c - see survey.h.
 *
 * Each image is read once, in bands.  The centred sums of a band take two
 * passes over it while it is in memory; then the sums of all bands are joined.
 */
#include "train/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BAND = 1 << 15 }; /* how many pixels are read at once, about */

struct image_part { /* what one image contributes */
	struct baseline base;
	struct exposure exposure;
	double heap[SIDES][2];
	double mean_loss, affine_loss; /* sums over pixels */
	struct err err;
};

struct survey_work {
	const struct samples *samples;
	const struct loss *loss;     /* NULL: fit the baseline; otherwise
					compare */
	const struct baseline *base; /* the baseline to compare with */
	struct image_part *part;     /* one part for each image */
};

static void fit_band(struct image_part *p, const float *x, const float *y,
		     size_t n)
{
	struct sums s = { 0 };

	sums_first(&s, x, y, n);
	sums_turn(&s);
	sums_second(&s, x, y, n);
	baseline_add(&p->base, &s);
}

/* Overwrites X. */
static void compare_band(struct image_part *p, const struct survey_work *w,
			 float *x, const float *y, size_t n)
{
	const struct baseline *b = w->base;

	for (size_t i = 0; i < n; i++)
		x[i] = (float)(b->slope * x[i] + b->intercept);
	p->affine_loss += w->loss->eval(x, y, NULL, n) * (double)n;
	for (size_t i = 0; i < n; i++)
		x[i] = (float)b->mean_y;
	p->mean_loss += w->loss->eval(x, y, NULL, n) * (double)n;
}

static int read_image(const struct survey_work *w, const struct sample_pair *s,
		      struct image_part *p, struct err *err)
{
	size_t width = s->both.width, height = s->both.height;
	size_t band = BAND / width + 1, n;
	float *x = mem_floats(2 * band * width), *y = x + band * width;
	struct exposure_sample sample[SIDES];
	struct exposure ignored;
	int rc = 0;

	for (int i = 0; i < SIDES; i++)
		exposure_start(&sample[i], width, height);
	for (size_t row = 0; row < height && !rc; row += n) {
		struct area area = { 0, row, width, 0 };

		n = area.height = height - row < band ? height - row : band;
		rc = samples_read(w->samples, s, &area, CACHE_PASSING, x, y,
				  err);
		if (!rc && w->loss)
			compare_band(p, w, x, y, n * width);
		else if (!rc)
			fit_band(p, x, y, n * width);
		if (!rc && !w->loss) {
			exposure_take(&sample[SOURCE], x, n * width);
			exposure_take(&sample[TARGET], y, n * width);
		}
	}
	p->base.images = 1;
	for (int i = 0; i < SIDES; i++) {
		exposure_sort(&sample[i]);
		for (int top = 0; top < 2; top++)
			p->heap[i][top] = exposure_heap(&sample[i], top);
		exposure_end(&sample[i], i == SOURCE ? &p->exposure : &ignored);
	}
	free(x);
	return rc;
}

static void piece(void *arg, size_t i, int worker)
{
	struct survey_work *w = arg;

	(void)worker;
	read_image(w, &w->samples->list[i], &w->part[i], &w->part[i].err);
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

static int fit(struct survey *to, struct survey_work *w,
	       struct thread_pool *pool, struct err *err)
{
	int rc = run(w, pool, err);

	for (size_t i = 0; i < w->samples->n && !rc; i++) {
		baseline_join(&to->base, &w->part[i].base);
		exposure_join(&to->exposure, &w->part[i].exposure);
		join_heaps(to, &w->part[i], i);
	}
	baseline_fit(&to->base);
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
	       const struct samples *val, const struct loss *loss,
	       struct thread_pool *pool, struct err *err)
{
	struct survey_work first = { .samples = train };
	struct survey_work second = { .samples = val->n ? val : train,
				      .loss = loss,
				      .base = &to->base };

	*to = (struct survey){ 0 };
	if (fit(to, &first, pool, err) < 0)
		return -1;
	return compare(to, &second, pool, err);
}
