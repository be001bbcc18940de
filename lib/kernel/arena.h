/*
 * arena.h - hands out parts of one block of memory to a constructor.
 *
 * The constructor runs twice.  The first time there is no memory, and the arena
 * only counts the floats that the constructor takes.  The second time there is
 * a block of exactly that size.
 */
#ifndef KERNEL_ARENA_H
#define KERNEL_ARENA_H

#include <stddef.h>

#include "base/size.h"
#include "kernel/planes.h"

struct arena {
	float *memory; /* The block; NULL: only count */
	size_t used;   /* Number of floats taken so far */
};

/* Returns a part of LEN floats, or NULL if A only counts.  The part begins at
 * a multiple of LANES floats. */
static inline float *arena_take(struct arena *a, size_t len)
{
	float *part = a->memory ? a->memory + a->used : NULL;

	a->used += round_up(len, LANES);
	return part;
}

#endif
