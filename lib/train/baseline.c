/*
 * baseline.c - see baseline.h.
 */
#include "train/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "train/model.h"
#include "manifest/pair_view.h"

void baseline_join(struct baseline *to, const struct baseline *b)
{
	double all = to->n + b->n, between = all ? to->n * b->n / all : 0;
	double dx = b->mean_x - to->mean_x, dy = b->mean_y - to->mean_y;

	if (!b->n)
		return;
	to->xx += b->xx + dx * dx * between;
	to->xy += b->xy + dx * dy * between;
	to->mean_x += dx * b->n / all;
	to->mean_y += dy * b->n / all;
	to->n = all;
	to->images += b->images;
}

void baseline_add(struct baseline *b, const struct sums *s)
{
	struct baseline one = { .images = 1,
				.n = (double)s->n,
				.mean_x = s->mean_x,
				.mean_y = s->mean_y,
				.xx = s->xx,
				.xy = s->xy };

	baseline_join(b, &one);
}

/* Fit y = slope x + intercept by least squares. */
void baseline_fit(struct baseline *b)
{
	b->slope = b->xx > 0 ? b->xy / b->xx : 0;
	b->intercept = b->mean_y - b->slope * b->mean_x;
}

/* Read the part that both images show, for the first or the second pass. */
static int pass(struct sums *s, const struct pair_view *v, int second,
		struct err *err)
{
	size_t band = pair_view_band(v), w = v->both.width, y = 0, n = 0;
	float *px = mem_floats(2 * band * w), *want = px + band * w;
	int rc = 0;

	for (; y < v->both.height && !rc; y += n) {
		n = v->both.height - y;
		n = n < band ? n : band;
		if (pair_view_rows(v, 0, y, n, px, err) < 0 ||
		    pair_view_rows(v, 1, y, n, want, err) < 0)
			rc = -1;
		else
			(second ? sums_second : sums_first)(s, px, want, n * w);
	}
	free(px);
	return rc;
}

static int train_pair(struct baseline *b, const struct manifest *p,
		      const struct pair *row, struct digest *source,
		      struct err *err)
{
	struct sums s = { 0 };
	struct pair_view v;
	int rc;

	if (pair_view_open(&v, p, row, err) < 0)
		return -1;
	if (source)
		*source = v.pixels[0];
	rc = pass(&s, &v, 0, err);
	sums_turn(&s);
	if (!rc)
		rc = pass(&s, &v, 1, err);
	if (!rc)
		baseline_add(b, &s);
	pair_view_close(&v);
	return rc;
}

int baseline_train(struct baseline *b, const struct manifest *p,
		   const char *split, struct digest *sources, struct err *err)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->list[i].split, split) &&
		    train_pair(b, p, &p->list[i], sources ? &sources[i] : NULL,
			       err) < 0)
			return -1;
	baseline_fit(b);
	return 0;
}

void baseline_mean(const struct baseline *b, const struct norm *target,
		   float *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (float)b->mean_y;
	norm_undo(target, out, len);
}

void baseline_affine(const struct baseline *b, const struct norm *target,
		     const float *x, float *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (float)(b->slope * x[i] + b->intercept);
	norm_undo(target, out, len);
}
