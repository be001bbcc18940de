/*
 * linear.c - see linear.h.
 */
#include "eval/linear.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { HALF = LINEAR_SIDE / 2, TERMS = LINEAR_TAPS + 1 };

/* Added to the diagonal of A, times its mean: neighbouring pixels can be almost
 * multiples of each other. */
#define RIDGE 1e-9

/* The normal equations A w = b; only the lower half of A is used.  The first
 * source pixel is subtracted from all values, so that a camera's offset costs
 * no digits. */
struct normal_equations {
	int begun;
	double shift;
	double a[TERMS][TERMS], b[TERMS];
};

/* Row Y + I of the source for each of the filter's rows, with HALF more pixels
 * at each side. */
static int read_window(const struct pair_view *v, size_t y, float *px,
		       struct err *err)
{
	size_t w = v->both.width, wide = w + 2 * HALF;
	size_t slice = v->both.height / v->both.slices;
	size_t first = y / slice * slice, last = first + slice - 1;

	for (size_t i = 0; i < LINEAR_SIDE; i++, px += wide) {
		size_t at = y + i < first + HALF ? first : y + i - HALF;

		if (pair_view_rows(v, 0, at < last ? at : last, 1, px + HALF,
				   err) < 0)
			return -1;
		for (size_t x = 0; x < HALF; x++) {
			px[x] = px[HALF];
			px[HALF + w + x] = px[HALF + w - 1];
		}
	}
	return 0;
}

static void add_row(struct normal_equations *e, const float *px,
		    const float *want, size_t w)
{
	size_t wide = w + 2 * HALF;
	double v[TERMS] = { [LINEAR_TAPS] = 1 };

	if (!e->begun)
		e->shift = px[0];
	e->begun = 1;
	for (size_t x = 0; x < w; x++) {
		for (size_t i = 0; i < LINEAR_TAPS; i++)
			v[i] = px[i / LINEAR_SIDE * wide + x +
				  i % LINEAR_SIDE] -
			       e->shift;
		for (size_t i = 0; i < TERMS; i++) {
			for (size_t j = 0; j <= i; j++)
				e->a[i][j] += v[i] * v[j];
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
	px = mem_floats(LINEAR_SIDE * (v.both.width + 2 * HALF));
	want = mem_floats(v.both.width);
	for (size_t y = 0; y < v.both.height && !rc; y += step) {
		rc = read_window(&v, y, px, err);
		if (!rc)
			rc = pair_view_rows(&v, 1, y, 1, want, err);
		if (!rc)
			add_row(e, px, want, v.both.width);
	}
	free(px);
	free(want);
	pair_view_close(&v);
	return rc ? tsv_wrap(&p->table, row->row, err) : 0;
}

/* Replace A by L, where A = L L' (Cholesky). */
static void factor(double a[TERMS][TERMS])
{
	for (size_t i = 0; i < TERMS; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = a[i][j];

			for (size_t k = 0; k < j; k++)
				sum -= a[i][k] * a[j][k];
			if (i == j) /* 0 if the pixel is the same everywhere */
				a[i][i] = sqrt(sum > 0 ? sum : 0);
			else
				a[i][j] = a[j][j] > 0 ? sum / a[j][j] : 0;
		}
}

/* Replace B by w. */
static void solve(double a[TERMS][TERMS], double *b)
{
	for (size_t i = 0; i < TERMS; i++) {
		for (size_t k = 0; k < i; k++)
			b[i] -= a[i][k] * b[k];
		b[i] = a[i][i] > 0 ? b[i] / a[i][i] : 0;
	}
	for (size_t i = TERMS; i--;) {
		for (size_t k = i + 1; k < TERMS; k++)
			b[i] -= a[k][i] * b[k];
		b[i] = a[i][i] > 0 ? b[i] / a[i][i] : 0;
	}
}

static void finish(struct linear *l, struct normal_equations *e)
{
	for (size_t i = 0; i < LINEAR_TAPS; i++)
		e->a[i][i] *= 1 + RIDGE;
	factor(e->a);
	solve(e->a, e->b);
	l->fitted = 1;
	l->constant = e->b[LINEAR_TAPS];
	for (size_t i = 0; i < LINEAR_TAPS; i++) {
		l->tap[i] = e->b[i];
		l->constant -= e->b[i] * e->shift;
	}
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
		if (image_info(&info, p->list[i].source, err) < 0)
			return tsv_wrap(&p->table, p->list[i].row, err);
		pixels += (double)info.width * (double)info.height;
	}
	*step = (size_t)ceil(pixels / LINEAR_PIXELS);
	return 0;
}

int linear_fit(struct linear *l, const struct manifest *p, const char *split,
	       struct err *err)
{
	struct normal_equations *e;
	size_t step = 1;
	int rc = 0;

	if (step_of(&step, p, split, err) < 0)
		return -1;
	e = mem_zero(1, sizeof(*e));
	for (size_t i = 0; i < p->n && !rc; i++)
		if (!strcmp(p->list[i].split, split))
			rc = add_pair(e, p, &p->list[i], step ? step : 1, err);
	if (!rc && e->begun)
		finish(l, e);
	free(e);
	return rc;
}

static void filter(const struct linear *l, const float *px, size_t w, float *to)
{
	size_t wide = w + 2 * HALF;

	for (size_t x = 0; x < w; x++) {
		double sum = l->constant;

		for (size_t i = 0; i < LINEAR_TAPS; i++)
			sum += l->tap[i] *
			       px[i / LINEAR_SIDE * wide + x + i % LINEAR_SIDE];
		to[x] = (float)sum;
	}
}

int linear_rows(const struct linear *l, const struct pair_view *v,
		const struct norm *target, size_t y, size_t rows, float *px,
		struct err *err)
{
	size_t w = v->both.width;
	float *window = mem_floats(LINEAR_SIDE * (w + 2 * HALF));
	int rc = 0;

	for (size_t i = 0; i < rows && !rc; i++) {
		rc = read_window(v, y + i, window, err);
		if (!rc)
			filter(l, window, w, px + i * w);
	}
	free(window);
	if (!rc)
		norm_undo(target, px, rows * w);
	return rc;
}
