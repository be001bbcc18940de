/*
 * cache.c - see cache.h.
 *
 * If two threads need a block at the same time, the first one decodes it and
 * the other waits.  Blocks are decoded without holding the lock.
 */
#include "image/cache.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "image/blocks.h"
#include "image/sample.h"

/* The most files that stay open while nobody reads them, so that they need not
 * be opened again; and the most bytes that the decoder of such a file may
 * hold. */
enum { IDLE = 16, IDLE_BYTES = 1 << 18 };

/* Returns 1 if a file should stay open: its decoder holds little, or it can
 * continue in the middle of a strip, where a new decoder would start at the
 * strip's top. */
static int worth_keeping(const struct blocks_grid *g)
{
	return blocks_largest(g) <= IDLE_BYTES ||
	       g->block_height < g->strip_height;
}

struct cache_image {
	const char *ref;
	struct blocks_grid grid;
	enum pixel file_type;
	struct pixel_pitch pitch;
	char *channel; /* its name, or NULL; owned */
};

struct idle { /* an open file that nobody is reading */
	size_t image;
	struct blocks *blocks;
};

/* The blocks that are kept.  The least recently used one is dropped first.  The
 * caller of these functions holds the lock. */

struct piece { /* a decoded block */
	size_t image, block;
	void *px; /* pixels; NULL: a thread is decoding the piece */
	size_t bytes;
	int users;	     /* number of readers that are using the piece */
	struct piece *chain; /* the next piece in the same slot */
	struct piece *newer, *older;
};

struct lru { /* all-zero is empty */
	/* hash table of SIZE slots; SIZE is a power of 2 */
	struct piece **slot;
	size_t size, n;
	struct piece *newest, *oldest;
	size_t used, room; /* bytes of all pieces; most bytes allowed */
};

/* Multiplicative hashing by 2^64 over the golden ratio.  The highest bits are
 * mixed best, so they are used. */
static size_t slot_of(size_t size, size_t image, size_t block)
{
	uint64_t h = ((uint64_t)image << 32 ^ block) *
		     UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(h >> 32) & (size - 1);
}

/* Returns the piece of a block, or NULL if it is not kept. */
static struct piece *lru_find(const struct lru *s, size_t image, size_t block)
{
	struct piece *p;

	if (!s->size)
		return NULL;
	p = s->slot[slot_of(s->size, image, block)];
	while (p && (p->image != image || p->block != block))
		p = p->chain;
	return p;
}

static void hang(struct lru *s, struct piece *p)
{
	struct piece **head = &s->slot[slot_of(s->size, p->image, p->block)];

	p->chain = *head;
	*head = p;
}

static void grow(struct lru *s)
{
	s->size = s->size ? 2 * s->size : 256;
	free(s->slot);
	s->slot = mem_zero(s->size, sizeof(struct piece *));
	for (struct piece *p = s->newest; p; p = p->older)
		hang(s, p);
}

static void link_newest(struct lru *s, struct piece *p)
{
	p->newer = NULL;
	p->older = s->newest;
	if (s->newest)
		s->newest->newer = p;
	else
		s->oldest = p;
	s->newest = p;
}

static void unlink_piece(struct lru *s, struct piece *p)
{
	if (p->newer)
		p->newer->older = p->older;
	else
		s->newest = p->older;
	if (p->older)
		p->older->newer = p->newer;
	else
		s->oldest = p->newer;
}

/* Adds and returns a piece with one reader and no pixels yet.  Its pixels will
 * take BYTES bytes. */
static struct piece *lru_add(struct lru *s, size_t image, size_t block,
			     size_t bytes)
{
	struct piece *p = mem_zero(1, sizeof(*p));

	if (s->n >= s->size)
		grow(s);
	p->image = image;
	p->block = block;
	p->bytes = bytes;
	p->users = 1;
	hang(s, p);
	link_newest(s, p);
	s->n++;
	s->used += bytes;
	return p;
}

/* Makes P the most recently used piece. */
static void lru_touch(struct lru *s, struct piece *p)
{
	unlink_piece(s, p);
	link_newest(s, p);
}

static void lru_drop(struct lru *s, struct piece *p)
{
	struct piece **link = &s->slot[slot_of(s->size, p->image, p->block)];

	while (*link != p)
		link = &(*link)->chain;
	*link = p->chain;
	unlink_piece(s, p);
	s->n--;
	s->used -= p->bytes;
	free(p->px);
	free(p);
}

/* Drops pieces that nobody uses, the least recently used first, until the
 * others fit into the room. */
static void lru_tidy(struct lru *s)
{
	struct piece *p = s->oldest;

	while (p && s->used > s->room) {
		struct piece *newer = p->newer;

		if (!p->users)
			lru_drop(s, p);
		p = newer;
	}
}

static void lru_release(struct lru *s)
{
	while (s->newest)
		lru_drop(s, s->newest);
	free(s->slot);
	memset(s, 0, sizeof(*s));
}

struct cache {
	pthread_mutex_t lock;
	pthread_cond_t decoded;
	struct cache_image *image;
	size_t n;
	struct lru lru;
	struct idle idle[IDLE]; /* the longest unused first */
	size_t idles;
	uint64_t wanted, misses;
};

struct cache *cache_new(void)
{
	struct cache *c = mem_zero(1, sizeof(*c));

	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->decoded, NULL);
	return c;
}

void cache_free(struct cache *c)
{
	if (!c)
		return;
	while (c->idles)
		blocks_close(c->idle[--c->idles].blocks);
	lru_release(&c->lru);
	pthread_mutex_destroy(&c->lock);
	pthread_cond_destroy(&c->decoded);
	for (size_t i = 0; i < c->n; i++)
		free(c->image[i].channel);
	free(c->image);
	free(c);
}

/* Opens the file of IMAGE, or takes one that is open. */
static int take_file(struct cache *c, size_t image, struct blocks **to,
		     struct err *err)
{
	*to = NULL;
	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < c->idles && !*to; i++)
		if (c->idle[i].image == image) {
			*to = c->idle[i].blocks;
			memmove(c->idle + i, c->idle + i + 1,
				(--c->idles - i) * sizeof(*c->idle));
		}
	pthread_mutex_unlock(&c->lock);
	return *to ? 0 : blocks_open(to, c->image[image].ref, err);
}

static void give_file(struct cache *c, size_t image, struct blocks *b)
{
	struct blocks *old = b;

	pthread_mutex_lock(&c->lock);
	if (worth_keeping(&c->image[image].grid)) {
		old = c->idles == IDLE ? c->idle[0].blocks : NULL;
		if (old)
			memmove(c->idle, c->idle + 1,
				--c->idles * sizeof(*c->idle));
		c->idle[c->idles++] = (struct idle){ image, b };
	}
	pthread_mutex_unlock(&c->lock);
	blocks_close(old);
}

int cache_add(struct cache *c, const char *ref, size_t *image, struct err *err)
{
	struct blocks *b;

	if (blocks_open(&b, ref, err) < 0)
		return -1;
	/* Grown by doubling: adding one by one stays cheap. */
	if (!(c->n & (c->n - 1)))
		c->image = mem_grow(c->image, c->n ? 2 * c->n : 1,
				    sizeof(*c->image));
	c->image[c->n] = (struct cache_image){ ref, *blocks_grid(b),
					       blocks_info(b)->file_type,
					       blocks_info(b)->pitch, NULL };
	if (*blocks_info(b)->channel)
		c->image[c->n].channel = mem_str(blocks_info(b)->channel);
	*image = c->n++;
	/* Nothing is decoded yet, so even a large file may stay open. */
	if (c->idles < IDLE)
		c->idle[c->idles++] = (struct idle){ *image, b };
	else
		blocks_close(b);
	return 0;
}

void cache_sides(const struct cache *c, size_t image, size_t *width,
		 size_t *height)
{
	*width = c->image[image].grid.width;
	*height = c->image[image].grid.height;
}

size_t cache_slices(const struct cache *c, size_t image)
{
	const struct blocks_grid *g = &c->image[image].grid;

	return g->height / g->slice_height;
}

enum pixel cache_file_type(const struct cache *c, size_t image)
{
	return c->image[image].file_type;
}

const char *cache_channel(const struct cache *c, size_t image)
{
	return c->image[image].channel ? c->image[image].channel : "";
}

struct pixel_pitch cache_pitch(const struct cache *c, size_t image)
{
	return c->image[image].pitch;
}

/* Returns the bytes that a piece takes, its bookkeeping included. */
static size_t with_piece(size_t bytes)
{
	return bytes + sizeof(struct piece) + 4 * sizeof(void *);
}

double cache_whole(const struct cache *c)
{
	double sum = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct blocks_grid *g = &c->image[i].grid;

		sum += (double)g->width * (double)g->height *
			       (double)pixel_bytes(g->type) +
		       (double)blocks_count(g) * (double)with_piece(0);
	}
	return sum;
}

double cache_block(const struct cache *c)
{
	double most = 0;

	for (size_t i = 0; i < c->n; i++)
		most = fmax(most, (double)blocks_largest(&c->image[i].grid) +
					  (double)c->image[i].grid.stored);
	return most;
}

double cache_row(const struct cache *c)
{
	double sum = 0;

	for (size_t i = 0; i < c->n; i++) {
		const struct blocks_grid *g = &c->image[i].grid;
		size_t n = (g->width + g->block_width - 1) / g->block_width;

		sum += (double)n * (double)with_piece(blocks_largest(g));
	}
	return sum;
}

void cache_room(struct cache *c, size_t bytes)
{
	c->lru.room = bytes;
	lru_tidy(&c->lru);
}

/* Decodes a block of IMAGE into PX. */
static int decode(struct cache *c, size_t image, size_t block, void *px,
		  struct err *err)
{
	const struct blocks_grid *g = &c->image[image].grid;
	struct blocks_place place = blocks_place(g, block);
	struct blocks *b;
	int rc;

	if (take_file(c, image, &b, err) < 0)
		return -1;
	/* If the file has changed, report that instead of what went wrong while
	 * reading it. */
	rc = blocks_read(b, block, px, place.width * pixel_bytes(g->type), err);
	if (blocks_same(b, err) < 0)
		rc = -1;
	if (rc < 0)
		blocks_close(b);
	else
		give_file(c, image, b);
	return rc;
}

static size_t block_bytes(const struct blocks_grid *g, size_t block)
{
	struct blocks_place place = blocks_place(g, block);

	return place.width * place.height * pixel_bytes(g->type);
}

/* The caller holds the lock. */
static struct piece *find(struct cache *c, size_t image, size_t block,
			  enum cache_use use)
{
	struct piece *p;

	while ((p = lru_find(&c->lru, image, block)) && !p->px)
		pthread_cond_wait(&c->decoded, &c->lock);
	if (!p)
		return NULL;
	p->users++;
	if (use == CACHE_AGAIN)
		lru_touch(&c->lru, p);
	return p;
}

/* Finds or decodes a block and notes that the caller is using it. */
static int take(struct cache *c, size_t image, size_t block, enum cache_use use,
		struct piece **to, struct err *err)
{
	size_t bytes = block_bytes(&c->image[image].grid, block);
	void *px;
	int rc;

	pthread_mutex_lock(&c->lock);
	c->wanted++;
	*to = find(c, image, block, use);
	if (!*to) {
		c->misses++;
		*to = lru_add(&c->lru, image, block, with_piece(bytes));
		/* Evict old blocks before this one is decoded, to save
		 * memory. */
		if (use == CACHE_AGAIN)
			lru_tidy(&c->lru);
	}
	pthread_mutex_unlock(&c->lock);
	if ((*to)->px)
		return 0;
	px = mem_alloc(bytes);
	rc = decode(c, image, block, px, err);
	pthread_mutex_lock(&c->lock);
	(*to)->px = px;
	if (rc < 0) /* others that need it will try themselves */
		lru_drop(&c->lru, *to);
	pthread_cond_broadcast(&c->decoded);
	pthread_mutex_unlock(&c->lock);
	return rc;
}

/* Notes that the caller no longer uses P; keeps P if there is room. */
static void put(struct cache *c, struct piece *p, enum cache_use use)
{
	struct lru *s = &c->lru;

	pthread_mutex_lock(&c->lock);
	if (!--p->users && s->used > s->room && use == CACHE_PASSING)
		lru_drop(s, p);
	else if (use == CACHE_AGAIN)
		lru_tidy(s);
	pthread_mutex_unlock(&c->lock);
}

static const char *pixel_at(const struct piece *p, const struct blocks_grid *g,
			    const struct blocks_place *b, size_t x, size_t y)
{
	return (const char *)p->px +
	       ((y - b->y) * b->width + x - b->x) * pixel_bytes(g->type);
}

/* Copies to TO the part of AREA that lies in block B; column X and row Y are
 * where that part begins. */
static void copy(const struct piece *p, const struct blocks_grid *g,
		 const struct blocks_place *b, const struct area *area,
		 size_t x, size_t y, float *to)
{
	size_t right = min(b->x + b->width, area->x + area->width);
	size_t bottom = min(b->y + b->height, area->y + area->height);

	for (size_t row = y; row < bottom; row++)
		sample_floats(to + (row - area->y) * area->width + x - area->x,
			      pixel_at(p, g, b, x, row), g->type, right - x);
}

int cache_read(struct cache *c, size_t image, const struct area *area,
	       enum cache_use use, float *to, struct err *err)
{
	const struct blocks_grid *g = &c->image[image].grid;
	size_t y = area->y, bottom = area->y + area->height;
	struct blocks_place b = { 0 };

	assert(area->width && area->x + area->width <= g->width &&
	       bottom <= g->height);
	for (; y < bottom; y = b.y + b.height)
		for (size_t x = area->x; x < area->x + area->width;
		     x = b.x + b.width) {
			size_t i = blocks_at(g, x, y);
			struct piece *p;

			b = blocks_place(g, i);
			if (take(c, image, i, use, &p, err) < 0)
				return -1;
			copy(p, g, &b, area, x, y, to);
			put(c, p, use);
		}
	return 0;
}

/* Adds the pixels of a block to SUM, in pieces of SOME.  Returns the index of
 * the first that is not finite, and sets *ODD to it, or the number of all. */
static size_t add_values(struct sample_sum *sum, const void *px,
			 const struct blocks_grid *g,
			 const struct blocks_place *b, float *odd)
{
	enum { SOME = 1024 };
	size_t bytes = pixel_bytes(g->type), some;
	float x[SOME];

	for (size_t i = 0; i < b->width * b->height; i += some) {
		size_t row = i / b->width, column = i % b->width;

		some = min(SOME, b->width - column);
		sample_floats(x, (const char *)px + i * bytes, g->type, some);
		for (size_t k = 0; k < some && pixel_is_float(g->type); k++)
			if (!isfinite(x[k])) {
				*odd = x[k];
				return i + k;
			}
		sample_sum_add(sum, x,
			       (uint64_t)(b->y + row) * g->width + b->x +
				       column,
			       some);
	}
	return b->width * b->height;
}

static int check_block(struct cache *c, size_t image, size_t i, struct hash *h,
		       struct sample_sum *sum, struct err *err)
{
	const struct cache_image *e = &c->image[image];
	struct blocks_place b = blocks_place(&e->grid, i);
	size_t n = b.width * b.height, odd;
	struct piece *p;
	float x = 0;

	if (take(c, image, i, CACHE_PASSING, &p, err) < 0)
		return -1;
	odd = add_values(sum, p->px, &e->grid, &b, &x);
	if (h)
		digest_add(h, p->px, n * pixel_bytes(e->grid.type));
	put(c, p, CACHE_PASSING);
	if (odd == n)
		return 0;
	return err_data(err, "'%s': the pixel in row %zu, column %zu is %s",
			e->ref, b.y + odd / b.width, b.x + odd % b.width,
			isnan(x) ? "not a number" : "infinite");
}

/* The digest is the same on any processor. */
static void end_values(const struct blocks_grid *g, const struct sample_sum *s,
		       struct digest *to)
{
	const uint64_t is[] = { g->width, g->height, g->slice_height, s->first,
				s->second };
	unsigned char byte[sizeof(is)];

	for (size_t i = 0; i < sizeof(is); i++)
		byte[i] = (unsigned char)(is[i / 8] >> 8 * (i % 8));
	digest_of(to, byte, sizeof(byte));
}

int cache_check(struct cache *c, size_t image, struct digest *stored,
		struct digest *values, struct err *err)
{
	const struct blocks_grid *g = &c->image[image].grid;
	uint64_t is[] = { g->width,	  g->height,	   g->type,
			  g->block_width, g->block_height, g->strip_height };
	struct hash *h = stored ? digest_new() : NULL;
	struct sample_sum sum = { 0, 0 };
	size_t n = blocks_count(g);
	int rc = 0;

	if (h)
		digest_add(h, is, sizeof(is));
	for (size_t i = 0; i < n && !rc; i++)
		rc = check_block(c, image, i, h, &sum, err);
	digest_end(h, stored);
	end_values(g, &sum, values);
	return rc;
}

void cache_count(struct cache *c, uint64_t *wanted, uint64_t *decoded)
{
	pthread_mutex_lock(&c->lock);
	*wanted = c->wanted;
	*decoded = c->misses;
	pthread_mutex_unlock(&c->lock);
}
