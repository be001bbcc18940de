/*
 * fft.h - discrete Fourier transforms of planes whose width and height are
 * powers of two.
 *
 * X[k] = sum over n of x[n] exp(-2 pi i n k / N), not scaled.
 */
#ifndef BASE_FFT_H
#define BASE_FFT_H

#include <stddef.h>

struct fft {
	size_t n; /* length of a transform */
	/* cosines and sines of the angles -2 pi k / N for K below N / 2 */
	float *cosine, *sine;
	/* the numbers from 0 to N - 1 with their bits reversed */
	size_t *reversed;
};

/* N is a power of two, at least 8.  The caller releases F. */
void fft_init(struct fft *f, size_t n);
void fft_release(struct fft *f);

/* Transforms a plane in place.  RE and IM hold the real and the imaginary parts
 * of COLUMN->n rows of ROW->n pixels.
 *
 * To transform back, exchange the arguments RE and IM, then divide all numbers
 * by the number of pixels. */
void fft_plane(const struct fft *row, const struct fft *column, float *re,
	       float *im);

#endif
