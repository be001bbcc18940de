/*
 * fft.h - discrete Fourier transforms of planes whose sides are powers of
 * two.
 *
 * X[k] = sum over n of x[n] exp(-2 pi i n k / N), not scaled.  For the inverse
 * transform, swap RE and IM, and divide the result by the number of pixels.
 */
#ifndef BASE_FFT_H
#define BASE_FFT_H

#include <stddef.h>

struct fft {
	size_t n;
	/* N / 2 values each, for the angles -2 pi k / N */
	float *cosine, *sine;
	size_t *reversed; /* the numbers below N with their bits reversed */
};

/* Prepares transforms of length N, a power of two of at least 8; release F with
 * fft_release. */
void fft_init(struct fft *f, size_t n);
void fft_release(struct fft *f);

/* Transforms a plane in place: COLUMN->n rows of ROW->n pixels, RE + i IM. */
void fft_plane(const struct fft *row, const struct fft *column, float *re,
	       float *im);

#endif
