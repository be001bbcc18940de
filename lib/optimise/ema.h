/*
 * ema.h - computes the exponential moving average of the weights.
 *
 * After update t, counted from 1, the average becomes d a + (1 - d) w, where d
 * is the decay or, if that is smaller, (1 + t) / (10 + t), as in TensorFlow's
 * ExponentialMovingAverage with num_updates.
 */
#ifndef OPTIMISE_EMA_H
#define OPTIMISE_EMA_H

#include <stddef.h>
#include <stdint.h>

/* Updates A, the average of the N weights W, after update STEP. */
void ema_update(float *a, const float *w, size_t n, double decay,
		uint64_t step);

/* Exchanges the values of A and W. */
void ema_swap(float *a, float *w, size_t n);

#endif
