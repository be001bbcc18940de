/*
 * float_sort.h - sorts many floats fast, to find percentiles of images.
 *
 * For 2048 x 2048 pixels of 16 bits qsort takes 0.37 s, a radix sort 0.035 s,
 * and counting levels 0.0025 s.
 */
#ifndef BASE_FLOAT_SORT_H
#define BASE_FLOAT_SORT_H

#include <stddef.h>

/* Sorts N finite values in rising order. */
void float_sort_floats(float *x, size_t n);

/* Sorts N whole numbers from LOW to LOW + LEVELS - 1 in rising order. */
void float_sort_levels(float *x, size_t n, long low, size_t levels);

#endif
