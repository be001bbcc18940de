/*
 * volume_maps.c - see volume_maps.h.
 */
#include "nn/volume_maps.h"

size_t volume_maps_len(const struct solid *s, size_t c)
{
	return planes_len(c * s->kept, s->h, s->w, s->halo);
}

struct volume_maps volume_maps_in(float *memory, const struct solid *s,
				  size_t c)
{
	struct volume_maps m = {
		.n = s->n, .kept = s->kept, .stride = c, .c = c
	};

	m.all = (struct planes){ .c = c * s->kept, .h = s->h, .w = s->w };
	if (memory)
		m.all = planes_in(memory, m.all.c, s->h, s->w, s->halo);
	return m;
}

struct volume_maps volume_maps_part(const struct volume_maps *s, size_t first,
				    size_t c)
{
	struct volume_maps part = *s;

	part.first += first;
	part.c = c;
	return part;
}

struct planes volume_maps_at(const struct volume_maps *s, ptrdiff_t z)
{
	struct planes none = { .c = s->c, .h = s->all.h, .w = s->all.w };

	if (z < 0 || (size_t)z >= s->n)
		return none;
	return planes_part(&s->all, (size_t)z % s->kept * s->stride + s->first,
			   s->c);
}

/* One channel of slice Z. */
static struct planes plane_of(const struct volume_maps *s, size_t c, size_t z)
{
	struct planes p = volume_maps_at(s, (ptrdiff_t)z);

	return planes_part(&p, c, 1);
}

void volume_maps_load(const struct volume_maps *s, size_t from, size_t to,
		      const float *px)
{
	size_t len = s->all.h * s->all.w;

	for (size_t c = 0; c < s->c; c++)
		for (size_t z = from; z < to; z++, px += len) {
			struct planes p = plane_of(s, c, z);

			planes_load(&p, px);
		}
}

void volume_maps_save(const struct volume_maps *s, size_t from, size_t to,
		      float *px)
{
	size_t len = s->all.h * s->all.w;

	for (size_t c = 0; c < s->c; c++)
		for (size_t z = from; z < to; z++, px += len) {
			struct planes p = plane_of(s, c, z);

			planes_save(&p, px);
		}
}
