/*
 * linear.c - see linear.h.
 */
#include "eval/linear.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "metric/cholesky.h"
#include "base/mem.h"

enum { HALF = LINEAR_SIDE / 2 };

/* Added to the diagonal of A, times its mean: neighbouring pixels can be almost
 * multiples of each other. */
#define RIDGE 1e-9

/* The normal equations A w = b of TERMS unknowns: the factors of all CHANNELS
 * and the constant; only the lower half of A is used.  The first source pixel
 * of a channel is subtracted from all its values, so that a camera's offset
 * costs no digits. */
struct normal_equations {
	int begun;
	size_t channels, terms, target;
	double shift[CHANNELS_MOST];
	double *a, *b, *v; /* terms x terms; terms; room for terms */
};

static size_t window_len(const struct pair_view *v)
{
	return LINEAR_SIDE * (v->both.width + 2 * HALF);
}

/* Row Y + I of a channel of the source for each of the filter's rows, with HALF
 * more pixels at each side. */
static int read_window(const struct pair_view *v, size_t channel, size_t y,
		       float *px, struct err *err)
{
	size_t w = v->both.width, wide = w + 2 * HALF;
	size_t slice = v->both.height / v->both.slices;
	size_t first = y / slice * slice, last = first + slice - 1;

	for (size_t i = 0; i < LINEAR_SIDE; i++, px += wide) {
		size_t at = y + i < first + HALF ? first : y + i - HALF;

		if (pair_view_rows(v, SOURCE, channel, at < last ? at : last, 1,
				   px + HALF, err) < 0)
			return -1;
		for (size_t x = 0; x < HALF; x++) {
			px[x] = px[HALF];
			px[HALF + w + x] = px[HALF + w - 1];
		}
	}
	return 0;
}

/* Reads the windows of all channels. */
static int read_windows(const struct pair_view *v, size_t y, float *px,
			struct err *err)
{
	for (size_t k = 0; k < v->pairs->channels[SOURCE]; k++)
		if (read_window(v, k, y, px + k * window_len(v), err) < 0)
			return -1;
	return 0;
}

static void add_row(struct normal_equations *e, const float *px,
		    const float *want, size_t w)
{
	size_t wide = w + 2 * HALF, n = e->terms;
	double *v = e->v;

	for (size_t k = 0; k < e->channels && !e->begun; k++)
		e->shift[k] = px[k * LINEAR_SIDE * wide];
	e->begun = 1;
	v[n - 1] = 1;
	for (size_t x = 0; x < w; x++) {
		for (size_t i = 0; i < n - 1; i++)
			v[i] = px[i / LINEAR_SIDE * wide + x +
				  i % LINEAR_SIDE] -
			       e->shift[i / LINEAR_TAPS];
		for (size_t i = 0; i < n; i++) {
			for (size_t j = 0; j <= i; j++)
				e->a[i * n + j] += v[i] * v[j];
			e->b[i] += v[i] * want[x];
		}
	}
}

static int add_pair(struct normal_equations *e, const struct manifest *p,
		    const struct pair *row, size_t step, struct err *err)
{
	struct pair_view v;
	float *px, *want;
	int rc = 0;

	if (pair_view_open(&v, p, row, err) < 0)
		return -1;
	px = mem_floats(e->channels * window_len(&v));
	want = mem_floats(v.both.width);
	for (size_t y = 0; y < v.both.height && !rc; y += step) {
		rc = read_windows(&v, y, px, err);
		if (!rc)
			rc = pair_view_rows(&v, TARGET, e->target, y, 1, want,
					    err);
		if (!rc)
			add_row(e, px, want, v.both.width);
	}
	free(px);
	free(want);
	pair_view_close(&v);
	return rc ? tsv_wrap(&p->table, row->row, err) : 0;
}

static void finish(struct linear *l, struct normal_equations *e)
{
	size_t taps = e->terms - 1;

	for (size_t i = 0; i < taps; i++)
		e->a[i * e->terms + i] *= 1 + RIDGE;
	cholesky_factor(e->a, e->terms);
	cholesky_solve(e->a, e->terms, e->b);
	l->fitted = 1;
	l->constant = e->b[taps];
	l->tap = mem_zero(taps, sizeof(*l->tap));
	for (size_t i = 0; i < taps; i++) {
		l->tap[i] = e->b[i];
		l->constant -= e->b[i] * e->shift[i / LINEAR_TAPS];
	}
}

void linear_release(struct linear *l)
{
	free(l->tap);
	*l = (struct linear){ 0 };
}

/* Returns how many rows apart the rows are that are used. */
static int step_of(size_t *step, const struct manifest *p, const char *split,
		   struct err *err)
{
	double pixels = 0;

	for (size_t i = 0; i < p->n; i++) {
		struct image_info info;

		if (strcmp(p->list[i].split, split))
			continue;
		if (image_info(&info, p->list[i].channel[SOURCE]->ref, err) < 0)
			return tsv_wrap(&p->table, p->list[i].row, err);
		pixels += (double)info.width * (double)info.height;
	}
	/* the work of a pixel grows with the square of the channels */
	pixels *= (double)(p->channels[SOURCE] * p->channels[SOURCE]);
	*step = (size_t)ceil(pixels / LINEAR_PIXELS);
	return 0;
}

int linear_fit(struct linear *l, const struct manifest *p, size_t target,
	       const char *split, struct err *err)
{
	struct normal_equations e = { .channels = p->channels[SOURCE],
				      .target = target };
	size_t step = 1;
	int rc = 0;

	if (step_of(&step, p, split, err) < 0)
		return -1;
	e.terms = e.channels * LINEAR_TAPS + 1;
	e.a = mem_zero((e.terms + 2) * e.terms, sizeof(*e.a));
	e.b = e.a + e.terms * e.terms;
	e.v = e.b + e.terms;
	for (size_t i = 0; i < p->n && !rc; i++)
		if (!strcmp(p->list[i].split, split))
			rc = add_pair(&e, p, &p->list[i], step ? step : 1, err);
	if (!rc && e.begun)
		finish(l, &e);
	free(e.a);
	return rc;
}

static void filter(const struct linear *l, const float *px, size_t channels,
		   size_t w, float *to)
{
	size_t wide = w + 2 * HALF;

	for (size_t x = 0; x < w; x++) {
		double sum = l->constant;

		for (size_t i = 0; i < channels * LINEAR_TAPS; i++)
			sum += l->tap[i] *
			       px[i / LINEAR_SIDE * wide + x + i % LINEAR_SIDE];
		to[x] = (float)sum;
	}
}

int linear_rows(const struct linear *l, const struct pair_view *v,
		const struct norm *target, size_t y, size_t rows, float *px,
		struct err *err)
{
	size_t w = v->both.width, channels = v->pairs->channels[SOURCE];
	float *window = mem_floats(channels * window_len(v));
	int rc = 0;

	for (size_t i = 0; i < rows && !rc; i++) {
		rc = read_windows(v, y + i, window, err);
		if (!rc)
			filter(l, window, channels, w, px + i * w);
	}
	free(window);
	if (!rc)
		norm_undo(target, px, rows * w);
	return rc;
}
