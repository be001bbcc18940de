/*
 * samples.c - see samples.h.
 */
#include "batch/samples.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "manifest/channel_names.h"
#include "manifest/pair.h"
#include "manifest/side_cache.h"

void samples_release(struct samples *s)
{
	free(s->list);
	memset(s, 0, sizeof *s);
}

static int open_pair(struct samples *s, struct sample_pair *one,
		     struct err *err)
{
	const struct pair *row = one->pair;
	struct image a = { 0 }, b = { 0 };

	for (enum side side = SOURCE; side <= TARGET; side++)
		if (side_cache_add(s->cache, s->pairs, row, side,
				   &one->image[side], err) < 0)
			return -1;
	cache_sides(s->cache, one->image[SOURCE], &a.width, &a.height);
	cache_sides(s->cache, one->image[TARGET], &b.width, &b.height);
	a.slices = cache_slices(s->cache, one->image[SOURCE]);
	b.slices = cache_slices(s->cache, one->image[TARGET]);
	if (pair_fits(s->pairs, row, &a, &b, &one->both, err) < 0)
		return -1;
	for (enum side side = SOURCE; side <= TARGET; side++)
		if (side_cache_stated(s->cache, s->pairs, row, side,
				      one->image[side], err) < 0)
			return -1;
	return 0;
}

static int check_kind(const struct samples *s, const struct sample_pair *one,
		      int stacks, struct err *err)
{
	if ((one->both.slices > 1) == stacks)
		return 0;
	if (stacks)
		err_data(err,
			 "'%s' is a single plane, but --ndim=3 needs stacks, "
			 "such as 'stack.tif[z=all]'",
			 one->pair->source);
	else
		err_data(err,
			 "'%s' is a stack: train with --ndim=3, or name one "
			 "of its slices, such as [z=0]",
			 one->pair->source);
	return tsv_wrap(&s->pairs->table, one->pair->row, err);
}

int samples_open(struct samples *s, struct cache *c, const struct manifest *p,
		 const char *split, int stacks, struct err *err)
{
	*s = (struct samples){ .pairs = p, .cache = c };
	s->list = mem_zero(manifest_count(p, split) + 1, sizeof *s->list);
	for (size_t i = 0; i < p->n; i++) {
		struct sample_pair *to = &s->list[s->n];

		if (strcmp(p->list[i].split, split) != 0)
			continue;
		to->pair = &p->list[i];
		if (open_pair(s, to, err) < 0 ||
		    check_kind(s, to, stacks, err) < 0) {
			samples_release(s);
			return -1;
		}
		s->pixels += (uint64_t)to->both.width * to->both.height;
		s->n++;
	}
	return 0;
}

struct checking {
	const struct samples *s;
	struct err *err; /* one error for each image: source, target, source
			    ... */
	int failed;
};

/* A piece is the image of a side, with its channels.  Pieces begin in order, so
 * all images before the first bad one have been checked.  So the error does not
 * depend on the number of threads. */
static void check_piece(void *arg, size_t piece, int worker)
{
	struct checking *c = arg;
	struct sample_pair *one = &c->s->list[piece / 2];

	(void)worker;
	if (__atomic_load_n(&c->failed, __ATOMIC_RELAXED))
		return;
	if (side_cache_check(c->s->cache, one->image[piece % 2],
			     c->s->pairs->channels[piece % 2],
			     &one->digest[piece % 2], &one->values[piece % 2],
			     &c->err[piece]) < 0)
		__atomic_store_n(&c->failed, 1, __ATOMIC_RELAXED);
}

int samples_check(struct samples *s, struct thread_pool *pool, struct err *err)
{
	struct checking c = { .s = s };
	int rc = 0;

	c.err = mem_zero(2 * s->n + 1, sizeof *c.err);
	thread_pool_run(pool, 2 * s->n, check_piece, &c);
	for (size_t i = 0; i < 2 * s->n && !rc; i++)
		if (c.err[i].kind) {
			*err = c.err[i];
			rc = tsv_wrap(&s->pairs->table,
				      s->list[i / 2].pair->row, err);
		}
	free(c.err);
	return rc;
}

static void look_at_names(struct channel_names *n, const struct samples *s,
			  enum side side)
{
	for (size_t i = 0; i < s->n; i++)
		channel_names_look_at(n, s->cache, s->pairs, s->list[i].pair,
				      side, s->list[i].image[side]);
}

void samples_names(const struct samples *train, const struct samples *val,
		   struct strs *names, struct messages *messages)
{
	for (enum side side = SOURCE; side <= TARGET; side++) {
		struct channel_names n = { 0 };

		look_at_names(&n, train, side);
		if ((side == SOURCE || n.first.n > 1) && !n.turned && !n.other)
			for (size_t k = 0; k < n.first.n; k++)
				strs_add(&names[side], n.first.at[k]);
		look_at_names(&n, val, side);
		channel_names_report(&n, side, NULL, messages);
		channel_names_release(&n);
	}
}

void samples_hash(const struct samples *s, struct hash *h)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct sample_pair *one = &s->list[i];
		const struct pair *p = one->pair;
		int64_t shift[] = { p->shift.y, p->shift.x };

		digest_add(h, one->digest, sizeof one->digest);
		for (enum side side = SOURCE; side <= TARGET; side++)
			for (size_t k = 0; k < s->pairs->channels[side]; k++)
				digest_add(h, &p->channel[side][k].norm,
					   sizeof p->channel[side][k].norm);
		digest_add(h, shift, sizeof shift);
	}
}

int samples_side(const struct samples *s, const struct sample_pair *one,
		 enum side side, size_t channel, const struct area *area,
		 enum cache_use use, float *px, struct err *err)
{
	const struct pair *row = one->pair;

	if (cache_read(s->cache, one->image[side] + channel, area, use, px,
		       err) < 0)
		return tsv_wrap(&s->pairs->table, row->row, err);
	norm_apply(&row->channel[side][channel].norm, px,
		   area->width * area->height);
	return 0;
}

/* Reads slice after slice of each channel of SIDE, from row Y, column X on. */
static int read_side(const struct samples *s, const struct sample_pair *one,
		     enum side side, const struct area *area, size_t slice,
		     size_t n, enum cache_use use, float *px, struct err *err)
{
	const struct shift_overlap *both = &one->both;
	size_t rows = both->height / both->slices;
	struct area a = *area;

	a.x += side == TARGET ? both->target_x : both->source_x;
	for (size_t k = 0; k < s->pairs->channels[side]; k++)
		for (size_t z = 0; z < n; z++) {
			a.y = area->y + (slice + z) * rows;
			a.y += side == TARGET ? both->target_y : both->source_y;
			if (samples_side(s, one, side, k, &a, use, px, err) < 0)
				return -1;
			px += area->width * area->height;
		}
	return 0;
}

int samples_read(const struct samples *s, const struct sample_pair *one,
		 const struct area *area, enum cache_use use, float *source,
		 float *target, struct err *err)
{
	return samples_read_stack(s, one, area, 0, 1, use, source, target, err);
}

int samples_read_stack(const struct samples *s, const struct sample_pair *one,
		       const struct area *area, size_t slice, size_t n,
		       enum cache_use use, float *source, float *target,
		       struct err *err)
{
	if (read_side(s, one, SOURCE, area, slice, n, use, source, err) < 0)
		return -1;
	return read_side(s, one, TARGET, area, slice, n, use, target, err);
}
