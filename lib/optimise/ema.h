/*
 * ema.h - the exponential moving average of the weights.
 *
 * After update t, from 1, a = d a + (1 - d) w, with d the smaller of the decay
 * and (1 + t) / (10 + t), so the average forgets the initial weights soon
 * (as TensorFlow's ExponentialMovingAverage with num_updates).
 */
#ifndef OPTIMISE_EMA_H
#define OPTIMISE_EMA_H

#include <stddef.h>
#include <stdint.h>

/* Updates the average A of N weights W after update STEP. */
void ema_update(float *a, const float *w, size_t n, double decay,
		uint64_t step);
/* Exchanges the values of A and W. */
void ema_swap(float *a, float *w, size_t n);

#endif
