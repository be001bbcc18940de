/*
 * augment_map.c - see augment_map.h.
 */
#include "augment/augment_map.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"

enum { TAPS = AUGMENT_TAPS };

void augment_map_init(struct augment_map *m, size_t side)
{
	*m = (struct augment_map){ .side = side, .yy = 1, .xx = 1 };
}

void augment_map_release(struct augment_map *m)
{
	free(m->node);
	*m = (struct augment_map){ 0 };
}

void augment_map_multiply(struct augment_map *m, double yy, double yx,
			  double xy, double xx)
{
	struct augment_map was = *m;

	m->yy = was.yy * yy + was.yx * xy;
	m->yx = was.yy * yx + was.yx * xx;
	m->xy = was.xy * yy + was.xx * xy;
	m->xx = was.xy * yx + was.xx * xx;
}

double *augment_map_bend(struct augment_map *m, double most)
{
	if (!m->node) {
		m->nodes = (m->side - 1) / AUGMENT_GRID + TAPS;
		m->node = mem_zero(2 * m->nodes * m->nodes, sizeof(*m->node));
	}
	m->bend += most;
	return m->node;
}

/* How far from its middle a patch reaches, and the taps beyond. */
static double reach(size_t side, double stretch, double bend)
{
	return (double)(side - 1) / 2 * stretch + bend + TAPS / 2 + 1;
}

size_t augment_map_window_most(size_t side, double stretch, double bend)
{
	return (size_t)(2 * reach(side, stretch, bend)) + 3;
}

/* Sets *FIRST and *N to the pixels from LOW to HIGH that an image of SIZE
 * has. */
static void cut(double low, double high, size_t size, size_t *first, size_t *n)
{
	double last = fmin(ceil(high), (double)(size - 1));

	*first = (size_t)fmax(floor(low), 0);
	*n = (size_t)last - *first + 1;
}

/* What lies beyond an edge is mirrored.  The window has the mirror images,
 * since it reaches as far to one side of a place in the image as to the
 * other. */
void augment_map_window(const struct augment_map *m, size_t y, size_t x,
			size_t height, size_t width, struct augment_window *to)
{
	double middle = (double)(m->side - 1) / 2;
	double dy = reach(m->side, fabs(m->yy) + fabs(m->yx), m->bend);
	double dx = reach(m->side, fabs(m->xy) + fabs(m->xx), m->bend);
	double cy = (double)y + middle, cx = (double)x + middle;

	cut(cy - dy, cy + dy, height, &to->y, &to->height);
	cut(cx - dx, cx + dx, width, &to->x, &to->width);
}

/* The weights of four pixels, the second of which is T before the place. */
static void keys(double t, double w[TAPS])
{
	w[0] = ((-0.5 * t + 1) * t - 0.5) * t;
	w[1] = (1.5 * t - 2.5) * t * t + 1;
	w[2] = ((-1.5 * t + 2) * t + 0.5) * t;
	w[3] = (0.5 * t - 0.5) * t * t;
}

static void b_spline(double t, double w[TAPS])
{
	double s = 1 - t;

	w[0] = s * s * s / 6;
	w[1] = ((3 * t - 6) * t * t + 4) / 6;
	w[2] = ((3 * s - 6) * s * s + 4) / 6;
	w[3] = t * t * t / 6;
}

static size_t mirror(int64_t i, size_t n)
{
	int64_t last = (int64_t)n - 1, period = 2 * last;

	if (!last)
		return 0;
	i %= period;
	i = i < 0 ? i + period : i;
	return (size_t)(i > last ? period - i : i);
}

int augment_map_take(struct augment_taps *a, double z, size_t size,
		     size_t first)
{
	double below = floor(z);

	keys(z - below, a->weight);
	for (int k = 0; k < TAPS; k++)
		a->at[k] = mirror((int64_t)below - 1 + k, size) - first;
	return z < 0 || z > (double)(size - 1);
}

/* Interpolates the nodes' rows at row I of the patch: TO is (2, nodes). */
static void bend_row(const struct augment_map *m, size_t i, double *to)
{
	size_t n = m->nodes, node = i / AUGMENT_GRID;
	double w[TAPS];

	b_spline((double)(i % AUGMENT_GRID) / AUGMENT_GRID, w);
	for (size_t k = 0; k < 2 * n; k++) {
		const double *from = m->node + (k / n * n + node) * n + k % n;

		to[k] = 0;
		for (size_t t = 0; t < TAPS; t++)
			to[k] += w[t] * from[t * n];
	}
}

/* Adds the field at column J to the place *V, *U; ROW is from bend_row. */
static void bend(const struct augment_map *m, const double *row, size_t j,
		 double *v, double *u)
{
	size_t node = j / AUGMENT_GRID;
	double w[TAPS];

	b_spline((double)(j % AUGMENT_GRID) / AUGMENT_GRID, w);
	for (size_t t = 0; t < TAPS; t++) {
		*v += w[t] * row[node + t];
		*u += w[t] * row[m->nodes + node + t];
	}
}

float augment_map_value(const float *px, size_t width,
			const struct augment_taps *y,
			const struct augment_taps *x)
{
	double sum = 0;

	for (int i = 0; i < TAPS; i++) {
		const float *row = px + y->at[i] * width;
		double s = 0;

		for (int j = 0; j < TAPS; j++)
			s += x->weight[j] * row[x->at[j]];
		sum += y->weight[i] * s;
	}
	return (float)sum;
}

size_t augment_map_apply(const struct augment_map *m, size_t y, size_t x,
			 size_t height, size_t width,
			 const struct augment_window *w, const float *px,
			 size_t planes, float *to)
{
	size_t side = m->side, beyond = 0, len = w->height * w->width;
	double middle = (double)(side - 1) / 2;
	double cy = (double)y + middle, cx = (double)x + middle;
	double *row = mem_zero(2 * m->nodes + 1, sizeof(*row));

	for (size_t i = 0; i < side; i++) {
		if (m->node)
			bend_row(m, i, row);
		for (size_t j = 0; j < side; j++) {
			double v = (double)i - middle, u = (double)j - middle;
			double py = cy + m->yy * v + m->yx * u;
			double px_ = cx + m->xy * v + m->xx * u;
			struct augment_taps ty, tx;
			int out;

			if (m->node)
				bend(m, row, j, &py, &px_);
			out = augment_map_take(&ty, py, height, w->y);
			out |= augment_map_take(&tx, px_, width, w->x);
			beyond += (size_t)out;
			for (size_t z = 0; z < planes; z++)
				to[(z * side + i) * side + j] =
					augment_map_value(px + z * len,
							  w->width, &ty, &tx);
		}
	}
	free(row);
	return beyond;
}
