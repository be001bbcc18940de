/*
 * samples.c - the images of one split, in memory.
 */
#include "fit/samples.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void samples_release(struct samples *s)
{
	for (size_t i = 0; i < s->n; i++) {
		image_release(&s->at[i].source);
		image_release(&s->at[i].target);
	}
	free(s->at);
	memset(s, 0, sizeof *s);
}

int samples_read(struct samples *s, const struct pairs *p,
		 const char *split, struct err *err)
{
	memset(s, 0, sizeof *s);
	s->at = mem_zero(pairs_count(p, split) + 1, sizeof *s->at);
	for (size_t i = 0; i < p->n; i++) {
		struct sample *to = &s->at[s->n];

		if (strcmp(p->at[i].split, split) != 0)
			continue;
		to->pair = &p->at[i];
		if (pair_read(p, to->pair, &to->source, &to->target,
			      err) < 0) {
			samples_release(s);
			return -1;
		}
		s->pixels += (uint64_t)to->source.width * to->source.height;
		s->n++;
	}
	return 0;
}

void samples_hash(const struct samples *s, struct hash *h)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct image *a = &s->at[i].source;
		const struct image *b = &s->at[i].target;
		uint64_t side[2] = { a->width, a->height };
		size_t bytes = a->width * a->height * sizeof *a->px;

		digest_add(h, side, sizeof side);
		digest_add(h, a->px, bytes);
		digest_add(h, b->px, bytes);
	}
}
