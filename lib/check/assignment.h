/*
 * assignment.h - finds the matching of sources and targets with the highest
 * sum.
 *
 * The algorithm is the Hungarian method (Kuhn 1955) with shortest augmenting
 * paths (Jonker and Volgenant 1987).
 *
 * Inside lib/check only.
 */
#ifndef CHECK_ASSIGNMENT_H
#define CHECK_ASSIGNMENT_H

#include <stddef.h>

/* Fills TO[i] with the number of the target of source i.  Each target is used
 * once.  The sum of CELL[i * N + TO[i]] over all i is the highest possible.
 * CELL has N x N finite values.  Takes N^3 steps. */
void assignment_best(const double *cell, size_t n, size_t *to);

#endif
