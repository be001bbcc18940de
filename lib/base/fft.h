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
	/* cosines and sines of the angles -2 pi k / N, N / 2 of each */
	float *cosine, *sine;
	/* the numbers from 0 to N - 1, each with its bits reversed */
	size_t *reversed;
};

/* Prepares transforms of N numbers.  N is a power of two, at least 8.  The
 * caller releases F. */
void fft_init(struct fft *f, size_t n);
void fft_release(struct fft *f);

/* Transforms a plane in place.  The plane is ROW->n pixels wide and COLUMN->n
 * pixels high.  RE has the real parts of its pixels, IM the imaginary parts.
 *
 * To transform back, exchange RE and IM, then divide all numbers by the number
 * of pixels. */
void fft_plane(const struct fft *row, const struct fft *column, float *re,
	       float *im);

#endif
