/*
 * float_sort.h - sorts many floats fast.
 *
 * A check of pairs sorts each whole image for its percentiles.  A radix sort
 * takes a tenth of qsort's time, and counting levels a hundredth: 0.37 s,
 * 0.035 s and 0.0025 s for 2048 x 2048 pixels of 16 bits.
 */
#ifndef STATS_FLOAT_SORT_H
#define STATS_FLOAT_SORT_H

#include <stddef.h>

/* Sort N finite values in rising order. */
void float_sort_floats(float *x, size_t n);
/* The same for whole numbers from LOW to LOW + LEVELS - 1. */
void float_sort_levels(float *x, size_t n, long low, size_t levels);

#endif
