/*
 * cache_lru.h - the blocks that a cache keeps.  The least recently used one is
 * dropped first.
 *
 * Inside lib/image only.  Only cache.c calls these functions, and holds its
 * lock meanwhile.
 */
#ifndef IMAGE_CACHE_LRU_H
#define IMAGE_CACHE_LRU_H

#include <stddef.h>

struct piece { /* a decoded block */
	size_t image, block;
	void *px; /* pixels; NULL: a thread is decoding the piece */
	size_t bytes;
	int users;	     /* number of readers that are using the piece */
	struct piece *chain; /* the next piece in the same slot */
	struct piece *newer, *older;
};

struct cache_lru { /* all-zero is empty */
	/* hash table of SIZE slots; SIZE is a power of 2 */
	struct piece **slot;
	size_t size, n;
	struct piece *newest, *oldest;
	size_t used, room; /* bytes of all pieces; most bytes allowed */
};

/* Returns the piece of a block, or NULL if it is not kept. */
struct piece *cache_lru_find(const struct cache_lru *s, size_t image,
			     size_t block);

/* Adds and returns a piece with one reader and no pixels yet.  Its pixels will
 * take BYTES bytes. */
struct piece *cache_lru_add(struct cache_lru *s, size_t image, size_t block,
			    size_t bytes);

/* Makes P the most recently used piece. */
void cache_lru_touch(struct cache_lru *s, struct piece *p);

/* Removes and frees P. */
void cache_lru_drop(struct cache_lru *s, struct piece *p);

/* Drops pieces that nobody uses, the least recently used first, until the
 * others fit into the room. */
void cache_lru_tidy(struct cache_lru *s);
void cache_lru_release(struct cache_lru *s);

#endif
