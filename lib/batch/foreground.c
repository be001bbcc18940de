/*
 * foreground.c - see foreground.h.
 */
#include "batch/foreground.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	BAND = 1 << 15, /* how many pixels are read at once, about */
	/* how many places of all images are kept, and of each image */
	MOST_PLACES = 1 << 22,
	LEAST_PLACES = 64,
	LARGEST_LIST = 1 << 14,
};

struct search_part { /* what is found in one image */
	uint64_t *kept;
	size_t n, most; /* MOST is even */
	uint64_t every; /* one of so many is kept */
	uint64_t found;
	struct err err;
};

struct foreground_search {
	const struct samples *s;
	const double *threshold; /* of each channel */
	struct search_part *part;
};

/* Of all places found, those that are a multiple of EVERY are kept.  When they
 * are too many, EVERY is doubled. */
static void keep(struct search_part *p, uint64_t place)
{
	if (p->found++ % p->every)
		return;
	if (p->n == p->most) {
		p->n /= 2;
		for (size_t i = 0; i < p->n; i++)
			p->kept[i] = p->kept[2 * i];
		p->every *= 2;
	}
	p->kept[p->n++] = place;
}

/* Sets ABOVE to 1 for the pixels of N rows of S, from Y on, that are
 * foreground. */
static int look(const struct foreground_search *w, const struct sample_pair *s,
		size_t y, size_t n, char *above, struct err *err)
{
	struct area area = { .x = s->both.target_x,
			     .y = s->both.target_y + y,
			     .width = s->both.width,
			     .height = n };
	size_t len = n * area.width;
	float *px = mem_floats(len);
	int rc = 0;

	memset(above, 0, len);
	for (size_t k = 0; k < w->s->pairs->channels[TARGET] && !rc; k++) {
		rc = samples_side(w->s, s, TARGET, k, &area, CACHE_PASSING, px,
				  err);
		for (size_t i = 0; i < len && !rc; i++)
			above[i] |= px[i] > w->threshold[k];
	}
	free(px);
	return rc;
}

static void search_image(void *arg, size_t image, int worker)
{
	struct foreground_search *w = arg;
	struct search_part *p = &w->part[image];
	const struct sample_pair *s = &w->s->list[image];
	size_t width = s->both.width, band = BAND / width + 1, n;
	char *above = mem_alloc(band * width);

	(void)worker;
	p->kept = mem_zero(p->most, sizeof(*p->kept));
	p->every = 1;
	for (size_t y = 0; y < s->both.height; y += n) {
		n = s->both.height - y < band ? s->both.height - y : band;
		if (look(w, s, y, n, above, &p->err) < 0)
			break;
		for (size_t i = 0; i < n * width; i++)
			if (above[i])
				keep(p, (uint64_t)y * width + i);
	}
	free(above);
}

static void join(struct foreground *f, struct foreground_search *w)
{
	uint64_t found = 0;

	f->list = mem_zero(w->s->n + 1, sizeof(*f->list));
	for (size_t i = 0; i < w->s->n; i++) {
		struct search_part *p = &w->part[i];

		found += p->found;
		if (p->n)
			f->list[f->n++] = (struct foreground_image){ i, p->kept,
								     p->n };
		else
			free(p->kept);
	}
	f->share = (double)found / (double)w->s->pixels;
}

int foreground_find(struct foreground *f, const struct samples *s,
		    const double *threshold, struct thread_pool *pool,
		    struct err *err)
{
	struct foreground_search w = { s, threshold,
				       mem_zero(s->n + 1, sizeof(*w.part)) };
	size_t most = MOST_PLACES / (s->n + 1) / 2 * 2 + LEAST_PLACES;
	int rc = 0;

	*f = (struct foreground){ 0 };
	for (size_t i = 0; i < s->n; i++)
		w.part[i].most = most < LARGEST_LIST ? most : LARGEST_LIST;
	thread_pool_run(pool, s->n, search_image, &w);
	join(f, &w);
	for (size_t i = 0; i < s->n && !rc; i++)
		if (w.part[i].err.kind) {
			*err = w.part[i].err;
			rc = -1;
		}
	free(w.part);
	return rc;
}

void foreground_release(struct foreground *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->list[i].kept);
	free(f->list);
	*f = (struct foreground){ 0 };
}
