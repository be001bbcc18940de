/*
 * arena.h - memory that something is laid out in, part after part.
 *
 * A constructor lays itself out twice: first without memory, which counts how
 * much it takes, then in memory of that size.  So what is planned is what is
 * allocated.
 */
#ifndef KERNEL_ARENA_H
#define KERNEL_ARENA_H

#include <stddef.h>

#include "base/size.h"
#include "kernel/planes.h"

struct arena {
	float *memory; /* NULL: only count */
	size_t used;   /* floats */
};

/* The next LEN floats, or NULL; they begin at a multiple of LANES. */
static inline float *arena_take(struct arena *a, size_t len)
{
	float *part = a->memory ? a->memory + a->used : NULL;

	a->used += round_up(len, LANES);
	return part;
}

#endif
