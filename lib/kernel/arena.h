/*
 * arena.h - hands out parts of one block of memory.
 *
 * The code that takes parts from an arena runs twice.  The first time the arena
 * has no memory and only counts floats.  The second time it has a block of that
 * size.
 */
#ifndef KERNEL_ARENA_H
#define KERNEL_ARENA_H

#include <stddef.h>

#include "base/size.h"
#include "kernel/planes.h"

struct arena {
	float *memory; /* NULL: only count */
	size_t used;   /* floats taken so far */
};

/* Returns LEN floats, at a multiple of LANES floats, or NULL if A only
 * counts. */
static inline float *arena_take(struct arena *a, size_t len)
{
	float *part = a->memory ? a->memory + a->used : NULL;

	a->used += round_up(len, LANES);
	return part;
}

#endif
