/*
 * assignment.h - finds the matching of sources and targets with the highest
 * sum: the Hungarian method (Kuhn 1955) with shortest augmenting paths (Jonker
 * and Volgenant 1987).
 *
 * Inside lib/check only.
 */
#ifndef CHECK_ASSIGNMENT_H
#define CHECK_ASSIGNMENT_H

#include <stddef.h>

/* Sets TO[i] to the target of source i, each target once, so that the sum of
 * CELL[i * N + TO[i]] is the highest possible.  CELL has N x N finite values.
 * Takes N^3 steps. */
void assignment_best(const double *cell, size_t n, size_t *to);

#endif
