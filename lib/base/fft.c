/*
 * fft.c - Fourier transforms.  See fft.h.
 *
 * Radix 2, decimation in time (Cooley and Tukey 1965), two stages in one
 * pass.  Eight rows, or columns, go side by side: they share the twiddle
 * factors, and lie close enough to stay in the nearest cache.
 */
#include "base/fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/mem.h"

#define INLINE static inline __attribute__((always_inline))

enum { FFT_LANES = 8 }; /* transforms done side by side */
typedef float lanes __attribute__((vector_size(FFT_LANES * sizeof(float))));

/* Where i's bits, read backwards, point. */
static void reverse(size_t *to, size_t n)
{
	for (size_t i = 1, j = 0; i < n; i++) {
		size_t bit = n >> 1;

		for (; j & bit; bit >>= 1)
			j ^= bit;
		j ^= bit;
		to[i] = j;
	}
}

void fft_init(struct fft *f, size_t n)
{
	f->n = n;
	f->cosine = mem_floats(n / 2);
	f->sine = mem_floats(n / 2);
	f->reversed = mem_zero(n, sizeof(*f->reversed));
	reverse(f->reversed, n);
	for (size_t k = 0; k < n / 2; k++) {
		double turns = -(double)k / (double)n;

		f->cosine[k] = (float)calc_cos_turns(turns);
		f->sine[k] = (float)calc_sin_turns(turns);
	}
}

void fft_release(struct fft *f)
{
	free(f->cosine);
	free(f->sine);
	free(f->reversed);
	memset(f, 0, sizeof(*f));
}

INLINE void butterfly(lanes *re0, lanes *im0, lanes *re1, lanes *im1, float c,
		      float s)
{
	lanes re = *re1 * c - *im1 * s, im = *re1 * s + *im1 * c;

	*re1 = *re0 - re;
	*im1 = *im0 - im;
	*re0 += re;
	*im0 += im;
}

/* The first stage, whose factors are all 1. */
INLINE void first_stage(size_t n, lanes *re, lanes *im)
{
	for (size_t i = 0; i < n; i += 2)
		butterfly(re + i, im + i, re + i + 1, im + i + 1, 1, -0.0f);
}

/* Stages of HALF and of twice that in one pass. */
INLINE void two_stages(const struct fft *f, size_t half, lanes *re, lanes *im)
{
	size_t step = f->n / 4 / half;

	for (size_t first = 0; first < f->n; first += 4 * half)
		for (size_t k = 0; k < half; k++) {
			const float *c = f->cosine, *s = f->sine;
			size_t w = k * step, v = (k + half) * step;
			lanes *x = re + first + k, *y = im + first + k;
			lanes x0 = x[0], x1 = x[half];
			lanes x2 = x[2 * half], x3 = x[3 * half];
			lanes y0 = y[0], y1 = y[half];
			lanes y2 = y[2 * half], y3 = y[3 * half];

			butterfly(&x0, &y0, &x1, &y1, c[2 * w], s[2 * w]);
			butterfly(&x2, &y2, &x3, &y3, c[2 * w], s[2 * w]);
			butterfly(&x0, &y0, &x2, &y2, c[w], s[w]);
			butterfly(&x1, &y1, &x3, &y3, c[v], s[v]);
			x[0] = x0;
			x[half] = x1;
			x[2 * half] = x2;
			x[3 * half] = x3;
			y[0] = y0;
			y[half] = y1;
			y[2 * half] = y2;
			y[3 * half] = y3;
		}
}

INLINE void all_stages(const struct fft *f, lanes *re, lanes *im)
{
	size_t half = 1;

	/* As many as are left when they go by twos. */
	for (size_t n = f->n; n > 1; n /= 4)
		if (n == 2) {
			first_stage(f->n, re, im);
			half = 2;
		}
	for (; half < f->n; half *= 4)
		two_stages(f, half, re, im);
}

/* Without fused additions: the bits are the same. */
#ifdef __x86_64__
__attribute__((target("avx2"))) static void stages_avx2(const struct fft *f,
							lanes *re, lanes *im)
{
	all_stages(f, re, im);
}
#endif

static void stages(const struct fft *f, lanes *re, lanes *im)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2")) {
		stages_avx2(f, re, im);
		return;
	}
#endif
	all_stages(f, re, im);
}

/* Rows of PX, which are APART from each other, to lanes in the order that
 * the stages want; or back. */
static void rows_in(lanes *to, const float *px, const struct fft *f,
		    size_t apart)
{
	for (size_t i = 0; i < f->n; i++, px++)
		to[f->reversed[i]] = (lanes){
			px[0],	       px[apart],     px[2 * apart],
			px[3 * apart], px[4 * apart], px[5 * apart],
			px[6 * apart], px[7 * apart],
		};
}

static void rows_out(float *px, const lanes *from, const struct fft *f,
		     size_t apart)
{
	for (size_t l = 0; l < FFT_LANES; l++)
		for (size_t i = 0; i < f->n; i++)
			px[l * apart + i] = from[i][l];
}

static void columns_in(lanes *to, const float *px, const struct fft *f,
		       size_t apart)
{
	for (size_t i = 0; i < f->n; i++)
		memcpy(&to[f->reversed[i]], px + i * apart, sizeof(*to));
}

static void columns_out(float *px, const lanes *from, const struct fft *f,
			size_t apart)
{
	for (size_t i = 0; i < f->n; i++)
		memcpy(px + i * apart, &from[i], sizeof(*from));
}

void fft_plane(const struct fft *row, const struct fft *column, float *re,
	       float *im)
{
	size_t width = row->n, height = column->n;
	size_t most = width > height ? width : height;
	lanes *a = (lanes *)(void *)mem_floats(most * FFT_LANES);
	lanes *b = (lanes *)(void *)mem_floats(most * FFT_LANES);

	for (size_t y = 0; y < height; y += FFT_LANES) {
		rows_in(a, re + y * width, row, width);
		rows_in(b, im + y * width, row, width);
		stages(row, a, b);
		rows_out(re + y * width, a, row, width);
		rows_out(im + y * width, b, row, width);
	}
	for (size_t x = 0; x < width; x += FFT_LANES) {
		columns_in(a, re + x, column, width);
		columns_in(b, im + x, column, width);
		stages(column, a, b);
		columns_out(re + x, a, column, width);
		columns_out(im + x, b, column, width);
	}
	free(a);
	free(b);
}
