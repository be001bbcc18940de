/*
 * cache_lru.h - the kept blocks of pixels, by number; the least recently used
 * one is evicted first.
 *
 * Inside lib/image only.  Only cache.c uses it; it holds its lock in every
 * call.
 */
#ifndef IMAGE_CACHE_LRU_H
#define IMAGE_CACHE_LRU_H

#include <stddef.h>

struct piece { /* a decoded block */
	size_t image, block;
	void *px; /* NULL: a thread is decoding it */
	size_t bytes;
	int hands;	     /* number of readers that are using it */
	struct piece *chain; /* the next piece in the same slot */
	struct piece *newer, *older;
};

struct cache_lru {	     /* all-zero is empty */
	struct piece **slot; /* a hash table, a power of two */
	size_t size, n;
	struct piece *newest, *oldest;
	size_t used, room; /* bytes */
};

/* Returns the piece, or NULL if it is not kept. */
struct piece *cache_lru_find(const struct cache_lru *s, size_t image,
			     size_t block);
/* Adds and returns a piece that has one reader and no pixels yet; they will
 * take BYTES. */
struct piece *cache_lru_add(struct cache_lru *s, size_t image, size_t block,
			    size_t bytes);
/* Makes P the most recently used. */
void cache_lru_touch(struct cache_lru *s, struct piece *p);
/* Removes and frees P. */
void cache_lru_drop(struct cache_lru *s, struct piece *p);
/* Drops the least recently used pieces that nobody is using until the rest fits
 * into the room, or all are in use. */
void cache_lru_tidy(struct cache_lru *s);
void cache_lru_release(struct cache_lru *s);

#endif
