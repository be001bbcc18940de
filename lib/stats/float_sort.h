/*
 * float_sort.h - many floats in order, fast.
 */
#ifndef STATS_FLOAT_SORT_H
#define STATS_FLOAT_SORT_H

#include <stddef.h>

/* Sort N finite values upwards. */
void float_sort_floats(float *x, size_t n);
/* The same, of whole numbers from LOW to LOW + LEVELS - 1. */
void float_sort_levels(float *x, size_t n, long low, size_t levels);

#endif
