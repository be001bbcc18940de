/*
 * ssim_window.h - the window under which ssim takes its sums, for the metric
 * and for the loss: 11 x 11 Gaussian weights with sigma 1.5 (Wang, Bovik,
 * Sheikh and Simoncelli, IEEE Trans. Image Processing 13, 2004, 600-612).
 */
#ifndef METRIC_SSIM_WINDOW_H
#define METRIC_SSIM_WINDOW_H

enum { SSIM_WINDOW_RADIUS = 5, SSIM_WINDOW_TAPS = 2 * SSIM_WINDOW_RADIUS + 1 };

/* Fills TAP with the weights along one axis, whose sum is 1.  The weight of a
 * pixel is the product of two of them. */
void ssim_window(double tap[SSIM_WINDOW_TAPS]);

#endif
