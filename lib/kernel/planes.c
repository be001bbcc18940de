/*
 * planes.c - see planes.h.
 */
#include "kernel/planes.h"

#include <string.h>

#include "kernel/rows.h"

#define ROWS_PAST 3

static size_t row_len(size_t w)
{
	return (w + LANES - 1) / LANES * LANES + LANES;
}

size_t planes_len(size_t c, size_t h, size_t w, size_t halo)
{
	return LANES + (halo + c * (h + halo) + ROWS_PAST) * row_len(w);
}

struct planes planes_in(float *memory, size_t c, size_t h, size_t w,
			size_t halo)
{
	size_t row = row_len(w);

	return (struct planes){
		.data = memory + LANES + halo * row,
		.c = c,
		.h = h,
		.w = w,
		.row = row,
		.plane = (h + halo) * row,
	};
}

struct planes planes_part(const struct planes *p, size_t first, size_t n)
{
	struct planes part = *p;

	if (p->data)
		part.data += first * p->plane;
	part.c = n;
	return part;
}

void planes_load(const struct planes *p, const float *from)
{
	for (size_t c = 0; c < p->c; c++)
		for (size_t y = 0; y < p->h; y++, from += p->w)
			memcpy(planes_row(p, c, y), from, p->w * sizeof(*from));
}

void planes_save(const struct planes *p, float *to)
{
	for (size_t c = 0; c < p->c; c++)
		for (size_t y = 0; y < p->h; y++, to += p->w)
			memcpy(to, planes_row(p, c, y), p->w * sizeof(*to));
}

void planes_share(const struct planes_span *s, size_t n, size_t *from,
		  size_t *to)
{
	*from = n * s->share / s->shares;
	*to = n * (s->share + 1) / s->shares;
}

/* The zeros beyond the right edge stay zeros. */
void planes_mask(const struct planes *dy, const struct planes *y,
		 const struct planes_span *s)
{
	for (size_t c = 0; c < y->c; c++)
		for (size_t i = s->from; i < s->to; i++)
			rows_kernels()->mask(planes_row(dy, c, i),
					     planes_row(y, c, i), y->w);
}
