/*
 * fft.c - Fourier transforms.  See fft.h.
 *
 * Radix 2, decimation in time (Cooley and Tukey 1965).  Eight rows, or
 * columns, go side by side: they share the twiddle factors, and lie close
 * enough to stay in the nearest cache.
 */
#include "image/fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void fft_init(struct fft *f, size_t n)
{
	f->n = n;
	f->cosine = mem_floats(n / 2);
	f->sine = mem_floats(n / 2);
	for (size_t k = 0; k < n / 2; k++) {
		double angle = -2 * M_PI * (double)k / (double)n;

		f->cosine[k] = (float)cos(angle);
		f->sine[k] = (float)sin(angle);
	}
}

void fft_release(struct fft *f)
{
	free(f->cosine);
	free(f->sine);
	memset(f, 0, sizeof(*f));
}

static void swap(float *a, float *b)
{
	for (int l = 0; l < FFT_LANES; l++) {
		float t = a[l];

		a[l] = b[l];
		b[l] = t;
	}
}

/* Bring element i to where i's bits read backwards point. */
static void reverse(size_t n, float *re, float *im)
{
	for (size_t i = 1, j = 0; i < n; i++) {
		size_t bit = n >> 1;

		for (; j & bit; bit >>= 1)
			j ^= bit;
		j ^= bit;
		if (i < j) {
			swap(re + i * FFT_LANES, re + j * FFT_LANES);
			swap(im + i * FFT_LANES, im + j * FFT_LANES);
		}
	}
}

static void butterfly(float *restrict re0, float *restrict im0,
		      float *restrict re1, float *restrict im1, float c,
		      float s)
{
	for (int l = 0; l < FFT_LANES; l++) {
		float re = re1[l] * c - im1[l] * s;
		float im = re1[l] * s + im1[l] * c;

		re1[l] = re0[l] - re;
		im1[l] = im0[l] - im;
		re0[l] += re;
		im0[l] += im;
	}
}

void fft_lanes(const struct fft *f, float *re, float *im)
{
	size_t n = f->n;

	reverse(n, re, im);
	for (size_t half = 1; half < n; half *= 2)
		for (size_t first = 0; first < n; first += 2 * half)
			for (size_t k = 0; k < half; k++) {
				size_t a = (first + k) * FFT_LANES;
				size_t b = a + half * FFT_LANES;
				size_t w = k * (n / 2 / half);

				butterfly(re + a, im + a, re + b, im + b,
					  f->cosine[w], f->sine[w]);
			}
}

/* Eight lines of PX, whose pixels are STEP apart and which are APART from
 * each other, to LANES, or back. */
static void gather(float *lanes, const float *px, size_t n, size_t step,
		   size_t apart)
{
	for (size_t i = 0; i < n; i++)
		for (size_t l = 0; l < FFT_LANES; l++)
			lanes[i * FFT_LANES + l] = px[i * step + l * apart];
}

static void scatter(float *px, const float *lanes, size_t n, size_t step,
		    size_t apart)
{
	for (size_t i = 0; i < n; i++)
		for (size_t l = 0; l < FFT_LANES; l++)
			px[i * step + l * apart] = lanes[i * FFT_LANES + l];
}

static void lines(const struct fft *f, float *re, float *im, size_t count,
		  size_t step, size_t apart)
{
	float *a = mem_floats(f->n * FFT_LANES);
	float *b = mem_floats(f->n * FFT_LANES);

	for (size_t i = 0; i < count; i += FFT_LANES) {
		gather(a, re + i * apart, f->n, step, apart);
		gather(b, im + i * apart, f->n, step, apart);
		fft_lanes(f, a, b);
		scatter(re + i * apart, a, f->n, step, apart);
		scatter(im + i * apart, b, f->n, step, apart);
	}
	free(a);
	free(b);
}

void fft_plane(const struct fft *row, const struct fft *column, float *re,
	       float *im)
{
	lines(row, re, im, column->n, 1, row->n);
	lines(column, re, im, row->n, row->n, 1);
}
