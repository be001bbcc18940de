/*
 * ssim_window.c - see ssim_window.h.
 */
#include "metric/ssim_window.h"

#include "base/calc.h"

void ssim_window(double tap[SSIM_WINDOW_TAPS])
{
	double sum = 0;

	for (int i = 0; i < SSIM_WINDOW_TAPS; i++) {
		double d = (i - SSIM_WINDOW_RADIUS) / 1.5;

		sum += tap[i] = calc_exp(-0.5 * d * d);
	}
	for (int i = 0; i < SSIM_WINDOW_TAPS; i++)
		tap[i] /= sum;
}
