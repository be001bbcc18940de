/*
 * volume_maps.c - see volume_maps.h.
 */
#include "nn/volume_maps.h"

static size_t planes_of(const struct solid *s, size_t c)
{
	return c * (s->before + s->n + s->behind);
}

size_t volume_maps_len(const struct solid *s, size_t c)
{
	return planes_len(planes_of(s, c), s->h, s->w, s->halo);
}

struct volume_maps volume_maps_in(float *memory, const struct solid *s,
				  size_t c)
{
	struct volume_maps m = {
		.n = s->n, .stride = c, .c = c, .before = s->before
	};

	m.all = (struct planes){ .c = planes_of(s, c), .h = s->h, .w = s->w };
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

struct planes volume_maps_at(const struct volume_maps *s, size_t z)
{
	return planes_part(&s->all, (s->before + z) * s->stride + s->first,
			   s->c);
}

/* Copies a single channel. */
static struct planes plane_of(const struct volume_maps *s, size_t c, size_t z)
{
	struct planes p = volume_maps_at(s, z);

	return planes_part(&p, c, 1);
}

void volume_maps_load(const struct volume_maps *s, const float *from)
{
	size_t len = s->all.h * s->all.w;

	for (size_t i = 0; i < s->c * s->n; i++) {
		struct planes p = plane_of(s, i / s->n, i % s->n);

		planes_load(&p, from + i * len);
	}
}

void volume_maps_save(const struct volume_maps *s, float *to)
{
	size_t len = s->all.h * s->all.w;

	for (size_t i = 0; i < s->c * s->n; i++) {
		struct planes p = plane_of(s, i / s->n, i % s->n);

		planes_save(&p, to + i * len);
	}
}
