/*
 * ema.c - see ema.h.
 */
#include "optimise/ema.h"

void ema_update(float *a, const float *w, size_t n, double decay, uint64_t step)
{
	double early = (double)(1 + step) / (double)(10 + step);
	float part = (float)(1 - (decay < early ? decay : early));

	for (size_t i = 0; i < n; i++)
		a[i] += part * (w[i] - a[i]);
}

void ema_swap(float *a, float *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		float kept = a[i];

		a[i] = w[i];
		w[i] = kept;
	}
}
