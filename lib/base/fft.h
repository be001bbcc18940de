/*
 * fft.h - discrete Fourier transforms of planes.  Width and height of a plane
 * are powers of two.
 *
 * X[k] = sum over n of x[n] exp(-2 pi i n k / N), not scaled.  For the inverse
 * transform, pass the imaginary parts as RE and the real parts as IM.  Then
 * divide both by the number of pixels.
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

/* Prepares transforms of length N.  N is a power of two and at least 8.  The
 * caller releases F with fft_release. */
void fft_init(struct fft *f, size_t n);
void fft_release(struct fft *f);

/* Transforms a plane in place.  The plane has COLUMN->n rows of ROW->n pixels.
 * RE has the real parts of the pixels, IM the imaginary parts. */
void fft_plane(const struct fft *row, const struct fft *column, float *re,
	       float *im);

#endif
