/* cache_lru.c - see cache_lru.h. */
#include "image/cache_lru.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Multiplicative hashing by 2^64 over the golden ratio.  The highest bits are
 * mixed best, so they are used. */
static size_t slot_of(size_t size, size_t image, size_t block)
{
	uint64_t h = ((uint64_t)image << 32 ^ block) *
		     UINT64_C(0x9e3779b97f4a7c15);

	return (size_t)(h >> 32) & (size - 1);
}

struct piece *cache_lru_find(const struct cache_lru *s, size_t image,
			     size_t block)
{
	struct piece *p;

	if (!s->size)
		return NULL;
	p = s->slot[slot_of(s->size, image, block)];
	while (p && (p->image != image || p->block != block))
		p = p->chain;
	return p;
}

static void hang(struct cache_lru *s, struct piece *p)
{
	struct piece **head = &s->slot[slot_of(s->size, p->image, p->block)];

	p->chain = *head;
	*head = p;
}

static void grow(struct cache_lru *s)
{
	s->size = s->size ? 2 * s->size : 256;
	free(s->slot);
	s->slot = mem_zero(s->size, sizeof(struct piece *));
	for (struct piece *p = s->newest; p; p = p->older)
		hang(s, p);
}

static void link_newest(struct cache_lru *s, struct piece *p)
{
	p->newer = NULL;
	p->older = s->newest;
	if (s->newest)
		s->newest->newer = p;
	else
		s->oldest = p;
	s->newest = p;
}

static void unlink_piece(struct cache_lru *s, struct piece *p)
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

struct piece *cache_lru_add(struct cache_lru *s, size_t image, size_t block,
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

void cache_lru_touch(struct cache_lru *s, struct piece *p)
{
	unlink_piece(s, p);
	link_newest(s, p);
}

void cache_lru_drop(struct cache_lru *s, struct piece *p)
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

void cache_lru_tidy(struct cache_lru *s)
{
	struct piece *p = s->oldest;

	while (p && s->used > s->room) {
		struct piece *newer = p->newer;

		if (!p->users)
			cache_lru_drop(s, p);
		p = newer;
	}
}

void cache_lru_release(struct cache_lru *s)
{
	while (s->newest)
		cache_lru_drop(s, s->newest);
	free(s->slot);
	memset(s, 0, sizeof(*s));
}
