/*
 * cache_lru.h - blocks of pixels that are kept, by number; the least recently
 * used goes first.
 *
 * Inside lib/image only.  For cache.c, whose lock is held in every call.
 */
#ifndef IMAGE_CACHE_LRU_H
#define IMAGE_CACHE_LRU_H

#include <stddef.h>

struct piece { /* a decoded block */
	size_t image, block;
	void *px; /* NULL: somebody is decoding it */
	size_t bytes;
	int hands;	     /* readers that use it */
	struct piece *chain; /* of equal hash */
	struct piece *newer, *older;
};

struct cache_lru {	     /* all-zero is empty */
	struct piece **slot; /* a hash table, a power of two */
	size_t size, n;
	struct piece *newest, *oldest;
	size_t used, room; /* bytes */
};

/* The piece, or NULL. */
struct piece *cache_lru_find(const struct cache_lru *s, size_t image,
			     size_t block);
/* Adds one without pixels that will take BYTES, with one user. */
struct piece *cache_lru_add(struct cache_lru *s, size_t image, size_t block,
			    size_t bytes);
/* Makes P the most recently used. */
void cache_lru_touch(struct cache_lru *s, struct piece *p);
/* Removes and frees P. */
void cache_lru_drop(struct cache_lru *s, struct piece *p);
/* Drops the oldest that nobody uses until all fit, or all are in use. */
void cache_lru_tidy(struct cache_lru *s);
void cache_lru_release(struct cache_lru *s);

#endif
