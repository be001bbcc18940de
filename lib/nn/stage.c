/*
 * stage.c - see stage.h.
 */
#include "nn/stage.h"

#include <math.h>

#include "nn/op.h"

/* Returns the planes of X that slice Z of y is computed from. */
static struct planes met(const struct stage *s, const struct volume_maps *x,
			 size_t z)
{
	const struct conv *c = s->conv;
	size_t before = c->valid ? 0 : (c->k - 1) / 2;

	return planes_part(&x->all, (x->before + z - before) * x->stride,
			   c->in);
}

static struct node conv_node(const struct stage *s, size_t z, float *scratch)
{
	return (struct node){
		.op = &op_conv,
		.conv = s->conv,
		.scratch = scratch,
		.relu = s->relu,
		.add = 1,
		.x = { .v = met(s, &s->x.v, z), .d = met(s, &s->x.d, z) },
		.y = { .v = volume_maps_at(&s->y.v, z),
		       .d = volume_maps_at(&s->y.d, z) },
	};
}

void stage_conv(const struct stage *s, size_t z, float *scratch)
{
	struct node n = conv_node(s, z, scratch);

	op_forward(&n);
}

void stage_conv_back(const struct stage *s, size_t z, float *scratch,
		     float *grad)
{
	struct node n = conv_node(s, z, scratch);

	op_backward(&n, grad);
}

/* Returns the offset of the maximum of the block of K x K x K pixels at P; of
 * several, that of the first in the order of slices, rows, columns.  A NaN
 * counts as the greatest value. */
static size_t find(const float *p, size_t k, size_t row, size_t slice)
{
	size_t best = 0;

	for (size_t z = 0; z < k; z++)
		for (size_t y = 0; y < k; y++)
			for (size_t x = 0; x < k; x++) {
				size_t at = z * slice + y * row + x;

				if (p[at] > p[best] ||
				    (isnan(p[at]) && !isnan(p[best])))
					best = at;
			}
	return best;
}

/* Returns the floats from one slice to the next. */
static size_t slice_len(const struct volume_maps *s)
{
	return s->stride * s->all.plane;
}

void stage_pool(const struct stage *s, size_t z, float *scratch)
{
	struct planes x = volume_maps_at(&s->x.v, z * s->k);
	struct planes y = volume_maps_at(&s->y.v, z);
	size_t k = s->k, slice = slice_len(&s->x.v);

	(void)scratch;
	for (size_t c = 0; c < y.c; c++)
		for (size_t i = 0; i < y.h; i++) {
			const float *from = planes_row(&x, c, i * k);
			float *to = planes_row(&y, c, i);

			for (size_t j = 0; j < y.w; j++, from += k)
				to[j] = from[find(from, k, x.row, slice)];
		}
}

void stage_pool_back(const struct stage *s, size_t z, float *scratch,
		     float *grad)
{
	struct planes x = volume_maps_at(&s->x.v, z * s->k);
	struct planes dx = volume_maps_at(&s->x.d, z * s->k);
	struct planes dy = volume_maps_at(&s->y.d, z);
	size_t k = s->k, slice = slice_len(&s->x.v);

	(void)scratch;
	(void)grad;
	for (size_t c = 0; c < dy.c; c++)
		for (size_t i = 0; i < dy.h; i++) {
			const float *from = planes_row(&x, c, i * k);
			const float *d = planes_row(&dy, c, i);
			float *to = planes_row(&dx, c, i * k);

			for (size_t j = 0; j < dy.w; j++, from += k, to += k)
				to[find(from, k, x.row, slice)] += d[j];
		}
}

static struct node up_node(const struct stage *s, size_t z)
{
	return (struct node){
		.op = &op_up,
		.k = s->k,
		.add = 1,
		.x = { .v = volume_maps_at(&s->x.v, z / s->k),
		       .d = volume_maps_at(&s->x.d, z / s->k) },
		.y = { .v = volume_maps_at(&s->y.v, z),
		       .d = volume_maps_at(&s->y.d, z) },
	};
}

void stage_up(const struct stage *s, size_t z, float *scratch)
{
	struct node n = up_node(s, z);

	(void)scratch;
	op_forward(&n);
}

void stage_up_back(const struct stage *s, size_t z, float *scratch, float *grad)
{
	struct node n = up_node(s, z);

	(void)scratch;
	op_backward(&n, grad);
}

/* Returns how many pixels to skip on a side; an odd one is dropped at the end,
 * as in op_cat.c. */
static size_t margin(size_t more, size_t less)
{
	return (more - less) / 2;
}

/* Returns the part of X, which is larger, that belongs to slice Z of y. */
static struct planes middle(const struct stage *s, const struct volume_maps *x,
			    size_t z)
{
	const struct planes *y = &s->y.v.all;
	struct planes p = volume_maps_at(x, z + margin(x->n, s->y.v.n));

	p.data += margin(p.h, y->h) * p.row + margin(p.w, y->w);
	p.h = y->h;
	p.w = y->w;
	return p;
}

void stage_crop(const struct stage *s, size_t z, float *scratch)
{
	struct planes x = middle(s, &s->x.v, z), y = volume_maps_at(&s->y.v, z);

	(void)scratch;
	for (size_t c = 0; c < y.c; c++)
		for (size_t i = 0; i < y.h; i++) {
			const float *from = planes_row(&x, c, i);
			float *to = planes_row(&y, c, i);

			for (size_t j = 0; j < y.w; j++)
				to[j] = from[j];
		}
}

void stage_crop_back(const struct stage *s, size_t z, float *scratch,
		     float *grad)
{
	struct planes dx = middle(s, &s->x.d, z),
		      dy = volume_maps_at(&s->y.d, z);

	(void)scratch;
	(void)grad;
	for (size_t c = 0; c < dy.c; c++)
		for (size_t i = 0; i < dy.h; i++) {
			const float *from = planes_row(&dy, c, i);
			float *to = planes_row(&dx, c, i);

			for (size_t j = 0; j < dy.w; j++)
				to[j] += from[j];
		}
}
