/*
 * order.h - many floats in order, fast.
 */
#ifndef IMAGE_ORDER_H
#define IMAGE_ORDER_H

#include <stddef.h>

/* Sort N finite values upwards. */
void order_floats(float *x, size_t n);
/* The same, of whole numbers from LOW to LOW + LEVELS - 1. */
void order_levels(float *x, size_t n, long low, size_t levels);

#endif
