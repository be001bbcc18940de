/*
 * float_sort.h - sorts many floats fast.
 */
#ifndef BASE_FLOAT_SORT_H
#define BASE_FLOAT_SORT_H

#include <stddef.h>

/* Sorts N values in rising order.  None is NAN. */
void float_sort_floats(float *x, size_t n);

/* Sorts N whole numbers from LOW to LOW + LEVELS - 1 in rising order, by
 * counting: faster if LEVELS is small. */
void float_sort_levels(float *x, size_t n, long low, size_t levels);

#endif
