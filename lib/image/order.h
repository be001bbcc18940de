/*
 * order.h - many floats in order, fast.
 */
#ifndef IMAGE_ORDER_H
#define IMAGE_ORDER_H

#include <stddef.h>

/* Sort N finite values upwards. */
void order_floats(float *x, size_t n);

#endif
