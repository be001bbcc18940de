/*
 * fft.h - discrete Fourier transforms of planes whose sides are powers of
 * two.
 *
 * X[k] = sum over x of x[n] exp(-2 pi i n k / N), not scaled; the other
 * way is the same with RE and IM given in each other's place, divided by
 * the number of pixels.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_FFT_H
#define CHECK_FFT_H

#include <stddef.h>

struct fft {
	size_t n;
	float *cosine, *sine; /* N / 2 each, of -2 pi k / N */
	size_t *reversed;     /* the numbers below N, bits read backwards */
};

/* N is a power of two from 8 on. */
void fft_init(struct fft *f, size_t n);
void fft_release(struct fft *f);

/* A plane in place, COLUMN->n rows of ROW->n. */
void fft_plane(const struct fft *row, const struct fft *column, float *re,
	       float *im);

#endif
