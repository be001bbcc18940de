/*
 * exposure.c - see exposure.h.
 */
#include "train/exposure.h"

#include <stdlib.h>

#include "base/float_sort.h"
#include "base/mem.h"

enum {
	MOST = 1 << 15, /* how many pixels of an image are kept, about */
	HEAP = 3,	/* times the next levels: a heap */
	HEAP_LEVELS = 16,
};

const int exposure_percent[EXPOSURE_POINTS] = { 1, 50, 99 };

static size_t common(size_t a, size_t b)
{
	while (b) {
		size_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* A stride that has a divisor in common with the width would never reach some
 * columns. */
void exposure_start(struct exposure_sample *s, size_t width, size_t height)
{
	size_t n = width * height;

	*s = (struct exposure_sample){ .stride = n / MOST + 1 };
	while (common(s->stride, width) > 1)
		s->stride++;
	s->px = mem_floats(n / s->stride + 1);
}

void exposure_take(struct exposure_sample *s, const float *px, size_t n)
{
	for (; s->next < n; s->next += s->stride)
		s->px[s->n++] = px[s->next];
	s->next -= n;
}

void exposure_sort(struct exposure_sample *s)
{
	float_sort_floats(s->px, s->n);
}

/* Of the N pixels PX, sorted, STRIDE apart, the share that has the first one's
 * value, if that is a heap. */
static double heap(const float *px, size_t n, ptrdiff_t stride)
{
	size_t first = 0, i, levels = 0;

	while (first < n && px[(ptrdiff_t)first * stride] == *px)
		first++;
	for (i = first; i < n; i++) {
		levels += px[(ptrdiff_t)i * stride] !=
			  px[((ptrdiff_t)i - 1) * stride];
		if (levels > HEAP_LEVELS)
			break;
	}
	levels = levels > HEAP_LEVELS ? HEAP_LEVELS : levels;
	if (!levels || first * levels < HEAP * (i - first))
		return 0;
	return (double)first / (double)n;
}

double exposure_heap(const struct exposure_sample *s, int top)
{
	if (!s->n)
		return 0;
	return top ? heap(s->px + s->n - 1, s->n, -1) : heap(s->px, s->n, 1);
}

void exposure_end(struct exposure_sample *s, struct exposure *to)
{
	*to = (struct exposure){ .images = s->n > 0 };
	for (int i = 0; i < EXPOSURE_POINTS && s->n; i++)
		to->low[i] = to->high[i] =
			(double)s->px[(s->n - 1) * (size_t)exposure_percent[i] /
				      100];
	free(s->px);
	*s = (struct exposure_sample){ 0 };
}

void exposure_join(struct exposure *to, const struct exposure *more)
{
	for (int i = 0; i < EXPOSURE_POINTS && more->images; i++) {
		if (!to->images || more->low[i] < to->low[i])
			to->low[i] = more->low[i];
		if (!to->images || more->high[i] > to->high[i])
			to->high[i] = more->high[i];
	}
	to->images += more->images;
}

double exposure_distance(const struct exposure *all, const struct exposure *one,
			 int *which)
{
	double spread = all->high[EXPOSURE_POINTS - 1] - all->low[0], most = 0;

	*which = 0;
	for (int i = 0; i < EXPOSURE_POINTS && spread > 0; i++) {
		double below = all->low[i] - one->low[i];
		double above = one->high[i] - all->high[i];
		double far = (below > above ? below : above) / spread;

		if (far > most) {
			most = far;
			*which = i;
		}
	}
	return most;
}
