/*
 * stage.c - pooling, upsampling and cropping of volumes; see stage.h.  A piece
 * is a slice.
 */
#include "nn/stage.h"

#include <math.h>
#include <string.h>

#include "base/size.h"
#include "kernel/arrays.h"
#include "kernel/rows.h"
#include "nn/interpolate.h"

#define FACTOR_MOST 16 /* of unet_check */

size_t stage_slot_len(const struct stage *s)
{
	const struct conv *c = s->conv;

	return c->out * (c->in * conv_form_taps(c) + 1);
}

size_t stage_slots_len(const struct stage *s)
{
	return s->op->slots ? s->op->slots(s) * stage_slot_len(s) : 0;
}

void stage_slots_add(const struct stage *s, const float *slots, size_t from,
		     size_t to, double *sum)
{
	size_t len = stage_slot_len(s), n = s->op->slots(s);

	for (size_t k = 0; k < n; k++)
		arrays_kernels()->add(sum, slots + k * len + from, to - from);
}

/* Pieces of one slice each. */
static size_t slices_of(const struct stage *s, const struct stage_span *span)
{
	(void)s;
	return span->to - span->from;
}

/* Row Y of channel C of slice Z. */
static float *row_of(const struct volume_maps *m, size_t c, size_t z, size_t y)
{
	struct planes p = volume_maps_at(m, (ptrdiff_t)z);

	return planes_row(&p, c, y);
}

static size_t pool_reach(const struct stage *s, size_t slices)
{
	return slices / s->k;
}

static size_t pool_needs(const struct stage *s, size_t slice)
{
	return slice * s->k;
}

/* Rows of WHICH are whole vectors. */
static size_t which_row(const struct volume_maps *y)
{
	return round_up(y->all.w, LANES);
}

size_t stage_pool_len(const struct volume_maps *y)
{
	return y->n * y->c * y->all.h * which_row(y);
}

/* Returns which of the k^3 pixels of the block whose rows begin at FROM is the
 * maximum, the first one in the order of slices, rows, columns.  A NaN counts
 * as the greatest, so that it is passed on and not hidden. */
static uint16_t find(const float *const *from, size_t k)
{
	const float *best = from[0];
	size_t which = 0;

	for (size_t n = 1; n < k * k * k; n++) {
		const float *p = from[n / k] + n % k;

		if (*p > *best || (isnan(*p) && !isnan(*best))) {
			best = p;
			which = n;
		}
	}
	return (uint16_t)which;
}

static void pool_row(float *to, uint16_t *which, const float **from, size_t w,
		     size_t k)
{
	for (size_t j = 0; j < w; j++) {
		which[j] = find(from, k);
		to[j] = from[which[j] / k][which[j] % k];
		for (size_t i = 0; i < k * k; i++)
			from[i] += k;
	}
}

static void pool(const struct stage *s, const struct stage_span *span,
		 size_t piece, float *scratch)
{
	size_t z = span->from + piece, h = s->y.all.h, k = s->k;
	const float *from[FACTOR_MOST * FACTOR_MOST];

	for (size_t i = 0; i < s->y.c * h; i++) {
		float *to = row_of(&s->y, i / h, z, i % h);
		uint16_t *which = (uint16_t *)scratch;

		if (s->which)
			which = s->which +
				(z * s->y.c * h + i) * which_row(&s->y);
		for (size_t b = 0; b < k * k; b++)
			from[b] = row_of(&s->x, i / h, z * k + b / k,
					 i % h * k + b % k);
		if (k == 2)
			rows_kernels()->pool_volume(to, which, from,
						    s->y.all.w);
		else
			pool_row(to, which, from, s->y.all.w, k);
	}
}

static size_t pool_back_pieces(const struct stage *s, size_t threads)
{
	(void)threads;
	return s->y.n;
}

static void pool_back(const struct stage *s, size_t z, size_t threads,
		      float *scratch)
{
	size_t k = s->k, h = s->y.all.h;
	float *to[FACTOR_MOST * FACTOR_MOST];

	(void)threads;
	(void)scratch;
	for (size_t i = 0; i < s->y.c * h; i++) {
		const float *d = row_of(&s->y, i / h, z, i % h);
		const uint16_t *which = s->which +
					(z * s->y.c * h + i) * which_row(&s->y);

		for (size_t b = 0; b < k * k; b++)
			to[b] = row_of(&s->x, i / h, z * k + b / k,
				       i % h * k + b % k);
		if (k == 2)
			rows_kernels()->pool_volume_back(to, which, d,
							 s->y.all.w);
		for (size_t j = 0; k != 2 && j < s->y.all.w; j++)
			to[which[j] / k][which[j] % k + j * k] += d[j];
	}
}

const struct stage_op stage_pool = {
	.reach = pool_reach,
	.needs = pool_needs,
	.pieces = slices_of,
	.forward = pool,
	.back_pieces = pool_back_pieces,
	.back = pool_back,
};

static size_t up_reach(const struct stage *s, size_t slices)
{
	return slices * s->k;
}

static size_t up_needs(const struct stage *s, size_t slice)
{
	return slice / s->k;
}

static void up(const struct stage *s, const struct stage_span *span,
	       size_t piece, float *scratch)
{
	size_t z = span->from + piece, k = s->k, h = s->y.all.h;

	(void)scratch;
	for (size_t i = 0; i < s->y.c * h; i++) {
		const float *from = row_of(&s->x, i / h, z / k, i % h / k);
		float *to = row_of(&s->y, i / h, z, i % h);

		for (size_t j = 0; j < s->y.all.w; j++)
			to[j] = from[j / k];
	}
}

static size_t up_back_pieces(const struct stage *s, size_t threads)
{
	(void)threads;
	return s->x.n;
}

static void up_back(const struct stage *s, size_t z, size_t threads,
		    float *scratch)
{
	size_t k = s->k, h = s->x.all.h, w = s->x.all.w;

	(void)threads;
	(void)scratch;
	for (size_t i = 0; i < s->x.c * h; i++) {
		float *to = row_of(&s->x, i / h, z, i % h);

		memset(to, 0, w * sizeof(*to));
		for (size_t b = 0; b < k * k; b++) {
			const float *d = row_of(&s->y, i / h, z * k + b / k,
						i % h * k + b % k);

			for (size_t j = 0; j < w * k; j++)
				to[j / k] += d[j];
		}
	}
}

const struct stage_op stage_up = {
	.reach = up_reach,
	.needs = up_needs,
	.pieces = slices_of,
	.forward = up,
	.back_pieces = up_back_pieces,
	.back = up_back,
};

static size_t up_linear_reach(const struct stage *s, size_t slices)
{
	return interpolate_reach(slices, s->k, s->x.n);
}

static size_t up_linear_needs(const struct stage *s, size_t slice)
{
	size_t at[2];
	float weight[2];

	interpolate_pixel(slice, s->k, s->x.n, at, weight);
	return at[0];
}

/* N slices, M rows of each, and their weights. */
struct weighed_rows {
	size_t n, slice[INTERPOLATE_TAPS], m, row[INTERPOLATE_TAPS];
	float slice_weight[INTERPOLATE_TAPS], row_weight[INTERPOLATE_TAPS];
};

static void set_mix(struct interpolate_mix *m, const struct weighed_rows *r,
		    const struct volume_maps *from, size_t c)
{
	m->n = r->n * r->m;
	for (size_t i = 0; i < m->n; i++) {
		m->row[i] = row_of(from, c, r->slice[i / r->m],
				   r->row[i % r->m]);
		m->weight[i] = r->slice_weight[i / r->m] *
			       r->row_weight[i % r->m];
	}
}

static void up_linear(const struct stage *s, const struct stage_span *span,
		      size_t piece, float *scratch)
{
	const struct planes *x = &s->x.all;
	size_t z = span->from + piece, h = s->y.all.h;
	struct weighed_rows r = { .n = 2, .m = 2 };
	struct interpolate_mix m;

	(void)scratch;
	interpolate_pixel(z, s->k, s->x.n, r.slice, r.slice_weight);
	for (size_t i = 0; i < h; i++) {
		interpolate_pixel(i, s->k, x->h, r.row, r.row_weight);
		for (size_t c = 0; c < s->y.c; c++) {
			set_mix(&m, &r, &s->x, c);
			interpolate_row(row_of(&s->y, c, z, i), &m, x->w, s->k);
		}
	}
}

/* What the convolution behind has set to 0 are pixels of y that are 0: more of
 * dx must become 0. */
static void up_linear_back(const struct stage *s, size_t z, size_t threads,
			   float *scratch)
{
	const struct planes *x = &s->x.all;
	struct weighed_rows r;
	struct interpolate_mix m;

	(void)threads;
	(void)scratch;
	r.n = interpolate_taps(z, s->k, s->x.n, r.slice, r.slice_weight);
	for (size_t i = 0; i < x->h; i++) {
		r.m = interpolate_taps(i, s->k, x->h, r.row, r.row_weight);
		for (size_t c = 0; c < s->x.c; c++) {
			float *to = row_of(&s->x, c, z, i);

			set_mix(&m, &r, &s->y, c);
			interpolate_row_back(to, &m, x->w, s->k, 0, to);
		}
	}
}

const struct stage_op stage_up_linear = {
	.reach = up_linear_reach,
	.needs = up_linear_needs,
	.pieces = slices_of,
	.forward = up_linear,
	.back_pieces = up_back_pieces,
	.back = up_linear_back,
};

/* What a pixel too many at the end is to a side; as op_cat.c. */
static size_t margin(size_t more, size_t less)
{
	return (more - less) / 2;
}

static size_t crop_reach(const struct stage *s, size_t slices)
{
	size_t before = margin(s->x.n, s->y.n);
	size_t n = slices < before ? 0 : slices - before;

	return n < s->y.n ? n : s->y.n;
}

static size_t crop_needs(const struct stage *s, size_t slice)
{
	return slice + margin(s->x.n, s->y.n);
}

/* Where row I of all channels' rows of slice Z of y lies in x. */
static float *middle(const struct stage *s, size_t z, size_t i)
{
	size_t h = s->y.all.h;

	return row_of(&s->x, i / h, z + margin(s->x.n, s->y.n),
		      i % h + margin(s->x.all.h, h)) +
	       margin(s->x.all.w, s->y.all.w);
}

static void crop(const struct stage *s, const struct stage_span *span,
		 size_t piece, float *scratch)
{
	size_t z = span->from + piece, h = s->y.all.h;

	(void)scratch;
	for (size_t i = 0; i < s->y.c * h; i++)
		memcpy(row_of(&s->y, i / h, z, i % h), middle(s, z, i),
		       s->y.all.w * sizeof(float));
}

static size_t crop_back_pieces(const struct stage *s, size_t threads)
{
	(void)threads;
	return s->x.n;
}

/* The border is zero. */
static void crop_back(const struct stage *s, size_t z, size_t threads,
		      float *scratch)
{
	size_t before = margin(s->x.n, s->y.n), h = s->x.all.h;

	(void)threads;
	(void)scratch;
	for (size_t i = 0; i < s->x.c * h; i++)
		memset(row_of(&s->x, i / h, z, i % h), 0,
		       s->x.all.w * sizeof(float));
	if (z < before || z - before >= s->y.n)
		return;
	h = s->y.all.h;
	for (size_t i = 0; i < s->y.c * h; i++)
		memcpy(middle(s, z - before, i),
		       row_of(&s->y, i / h, z - before, i % h),
		       s->y.all.w * sizeof(float));
}

const struct stage_op stage_crop = {
	.reach = crop_reach,
	.needs = crop_needs,
	.pieces = slices_of,
	.forward = crop,
	.back_pieces = crop_back_pieces,
	.back = crop_back,
};
