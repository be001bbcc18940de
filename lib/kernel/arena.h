/*
 * arena.h - hands out parts of one block of memory to a constructor.
 *
 * The constructor runs twice: first without memory, which only counts how much
 * it takes, then in memory of that size.  So exactly what it needs is
 * allocated.
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

/* Returns the next LEN floats, which begin at a multiple of LANES floats, or
 * NULL if A only counts. */
static inline float *arena_take(struct arena *a, size_t len)
{
	float *part = a->memory ? a->memory + a->used : NULL;

	a->used += round_up(len, LANES);
	return part;
}

#endif
