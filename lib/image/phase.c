/* phase.c - by how much one image lies beside another.  See phase.h. */
#include "image/phase.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { WIDTH = 2, BESIDE = 5 };	/* of a peak; where the next may be */

void phase_release(struct phase *p)
{
	fft_release(&p->row);
	fft_release(&p->column);
	free(p->re);
	free(p->im);
	memset(p, 0, sizeof(*p));
}

static size_t power_below(size_t n)
{
	size_t p = PHASE_LEAST;

	while (p * 2 <= n && p < PHASE_MOST)
		p *= 2;
	return p;
}

static void make_room(struct phase *p, size_t width, size_t height)
{
	if (p->row.n == width && p->column.n == height)
		return;
	phase_release(p);
	fft_init(&p->row, width);
	fft_init(&p->column, height);
	p->re = mem_floats(width * height);
	p->im = mem_floats(width * height);
}

/* Three rows of an image, one above the other. */
struct rows {
	const float *up, *row, *down;
};

/* Sobel's magnitude at X, between the columns L and R. */
static inline float gradient(const struct rows *p, size_t l, size_t x,
			     size_t r)
{
	const float *up = p->up, *row = p->row, *down = p->down;
	float gx = up[r] - up[l] + 2 * (row[r] - row[l]) + down[r] - down[l];
	float gy = down[l] - up[l] + 2 * (down[x] - up[x]) + down[r] - up[r];

	return sqrtf(gx * gx + gy * gy);
}

/* Row Y from column X0 on; beyond the border the border is repeated. */
static void gradients(float *to, const struct image *im, size_t x0, size_t y,
		      size_t width)
{
	const float *row = im->px + y * im->width;
	const struct rows p = {
		y ? row - im->width : row, row,
		y + 1 < im->height ? row + im->width : row,
	};
	size_t last = x0 + width - 1;

	to[0] = gradient(&p, x0 ? x0 - 1 : x0, x0, x0 + 1);
	for (size_t x = x0 + 1; x < last; x++)
		to[x - x0] = gradient(&p, x - 1, x, x + 1);
	to[last - x0] = gradient(&p, last - 1, last, last + 1 < im->width ?
				 last + 1 : last);
}

static double hann(size_t i, size_t n)
{
	double w = sin(M_PI * ((double)i + 0.5) / (double)n);

	return w * w;
}

/* The gradient of the middle, less its mean, scaled to a mean square of 1
 * and faded out towards the border by Hann's window.  0: constant. */
static int take(float *to, const struct image *im, size_t width,
		size_t height)
{
	size_t x0 = (im->width - width) / 2, y0 = (im->height - height) / 2;
	size_t n = width * height;
	double sum = 0, square = 0;
	float fade[PHASE_MOST];

	for (size_t y = 0; y < height; y++) {
		float *g = to + y * width;

		gradients(g, im, x0, y0 + y, width);
		for (size_t x = 0; x < width; x++) {
			sum += g[x];
			square += (double)g[x] * g[x];
		}
	}
	sum /= (double)n;
	square = square / (double)n - sum * sum;
	if (!(square > 0) || !isfinite(square))
		return 0;
	for (size_t x = 0; x < width; x++)
		fade[x] = (float)hann(x, width);
	for (size_t y = 0; y < height; y++) {
		double scale = hann(y, height) / sqrt(square);
		float *g = to + y * width;

		for (size_t x = 0; x < width; x++)
			g[x] = (float)((g[x] - sum) * scale) * fade[x];
	}
	return 1;
}

/* How much frequency K of N counts: noise is strongest where K is large, and
 * a peak shaped like a Gaussian can be measured.  Of WIDTH pixels, because
 * what is dark around a cell is wider than what glows within: a sharper
 * peak is a ring around the place, and its highest point anywhere on it. */
static float weight(size_t k, size_t n)
{
	double f = 2 * M_PI * (double)(k <= n / 2 ? k : n - k) / (double)n;

	return (float)exp(-f * f * WIDTH * WIDTH / 2);
}

/*
 * Z is the transform of a + i b, both real, so A(k) = (Z(k) + Z*(-k)) / 2
 * and B(k) = (Z(k) - Z*(-k)) / 2i.  Leaves B A* / |B A*| in its place.
 */
static void cross_power(struct phase *p)
{
	size_t w = p->row.n, h = p->column.n;
	float wx[PHASE_MOST];

	for (size_t x = 0; x < w; x++)
		wx[x] = weight(x, w);
	for (size_t y = 0; y <= h / 2; y++) {
		size_t my = (h - y) % h;
		float wy = weight(y, h);

		for (size_t x = 0; x < w; x++) {
			size_t mx = (w - x) % w, k = y * w + x;
			size_t m = my * w + mx;
			float ar, ai, br, bi, re, im, size;

			if (m < k && my == y)
				continue;
			ar = p->re[k] + p->re[m];
			ai = p->im[k] - p->im[m];
			br = p->im[k] + p->im[m];
			bi = p->re[m] - p->re[k];
			re = br * ar + bi * ai;
			im = bi * ar - br * ai;
			size = sqrtf(re * re + im * im);
			size = size > 0 ? wy * wx[x] / size : 0;
			p->re[k] = p->re[m] = re * size;
			p->im[k] = im * size;
			p->im[m] = k == m ? 0 : -im * size;
		}
	}
}

static float at(const struct phase *p, long y, long x)
{
	size_t w = p->row.n, h = p->column.n;

	return p->re[((size_t)y & (h - 1)) * w + ((size_t)x & (w - 1))];
}

/* The highest point within reach, not within BESIDE pixels of NY, NX. */
static float peak(const struct phase *p, int other, long *py, long *px)
{
	long ry = (long)p->column.n / 4, rx = (long)p->row.n / 4;
	long ny = *py, nx = *px;
	float best = -INFINITY;

	for (long y = -ry; y <= ry; y++)
		for (long x = -rx; x <= rx; x++) {
			float v = at(p, y, x);

			if (v <= best || (other && (y - ny) * (y - ny) +
					  (x - nx) * (x - nx) <=
					  BESIDE * BESIDE))
				continue;
			best = v;
			*py = y;
			*px = x;
		}
	return best;
}

/* Where the parabola through three logarithms has its top: exact for a
 * Gaussian. */
static double top(float before, float here, float after)
{
	double a, b, c, bend;

	if (!(before > 0) || !(after > 0))
		return 0;
	a = log(before);
	b = log(here);
	c = log(after);
	bend = a - 2 * b + c;
	return bend < 0 ? fmin(fmax((a - c) / 2 / bend, -0.5), 0.5) : 0;
}

void phase_shift(struct phase *p, const struct image *source,
		 const struct image *target, struct shift *to)
{
	long y = 0, x = 0, oy, ox;
	float best, next;

	memset(to, 0, sizeof(*to));
	if (source->width < PHASE_LEAST || source->height < PHASE_LEAST ||
	    source->width != target->width ||
	    source->height != target->height)
		return;
	make_room(p, power_below(source->width),
		  power_below(source->height));
	if (!take(p->re, source, p->row.n, p->column.n) ||
	    !take(p->im, target, p->row.n, p->column.n))
		return;
	fft_plane(&p->row, &p->column, p->re, p->im);
	cross_power(p);
	fft_plane(&p->row, &p->column, p->im, p->re);
	best = peak(p, 0, &y, &x);
	oy = y;
	ox = x;
	next = peak(p, 1, &oy, &ox);
	if (!(best > 0))
		return;
	to->y = (double)y + top(at(p, y - 1, x), best, at(p, y + 1, x));
	to->x = (double)x + top(at(p, y, x - 1), best, at(p, y, x + 1));
	to->quality = next > 0 ? best / next : 1000;
}
