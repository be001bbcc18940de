/*
 * size.h - the smaller of two sizes, and sizes rounded up.
 */
#ifndef BASE_SIZE_H
#define BASE_SIZE_H

#include <stddef.h>

static inline size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Returns the smallest multiple of TO that is at least N. */
static inline size_t round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

#endif
