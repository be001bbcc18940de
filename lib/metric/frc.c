/*
 * frc.c - Fourier ring correlation (Saxton and Baumeister 1982): down to which
 * detail the prediction agrees with the truth.
 *
 *	FRC(r) = sum Re(X conj Y) / sqrt(sum |X|^2 sum |Y|^2)
 *
 * over all frequencies k with round(|k|) = r, where X and Y are the Fourier
 * transforms of the two images.  The metric is the frequency at which FRC first
 * falls below 1/7, the threshold of Nieuwenhuizen et al. (2013), linear
 * between rings; ring 0 counts as 1.
 *
 * Large images are cut into tiles of 64 x 64 pixels (less, by a power of two,
 * if a side is shorter), side by side from the top left corner; what is left
 * over at the right and the bottom is not used.  Of each tile its mean is
 * taken off, it is multiplied by a Hann window in both directions, and the sums
 * run over all tiles (Welch 1967).  So memory does not grow with the height.
 */
#include "metric/metric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calc.h"
#include "base/fft.h"
#include "base/mem.h"

enum { TILE = 64, LEAST = 8, RINGS = TILE / 2 + 1 };

/* If a ring has a smaller share of the truth's power, it is only rounding. */
#define NOTHING 1e-11

struct ring_sums { /* sums of |X|^2, |Y|^2 and Re(X conj Y) */
	double xx[RINGS], yy[RINGS], xy[RINGS];
};

struct ring_tiles { /* at most one row of an image's tiles */
	size_t width, side, held;
	float hann[TILE];
	unsigned char ring[TILE * TILE]; /* ring number of each frequency, or
					    SIDE */
	struct fft fft;
	float *pred, *want;
	struct ring_sums *tile; /* sums of each tile in the row */
	struct ring_sums sum;
};

/* From SIDE / 2 on, frequencies are negative. */
static void set_rings(struct ring_tiles *t)
{
	for (size_t i = 0; i < t->side * t->side; i++) {
		size_t y = i / t->side, x = i % t->side, r;

		y = y > t->side / 2 ? t->side - y : y;
		x = x > t->side / 2 ? t->side - x : x;
		r = (size_t)(sqrt((double)(y * y + x * x)) + 0.5);
		t->ring[i] = (unsigned char)(r < TILE ? r : TILE);
	}
}

static void *begin(const struct sums *s, size_t width, size_t height,
		   double range)
{
	struct ring_tiles *t;
	size_t side = TILE;

	(void)s;
	(void)range;
	while (side > width || side > height)
		side /= 2;
	if (side < LEAST)
		return NULL;
	t = mem_zero(1, sizeof(*t));
	t->width = width;
	t->side = side;
	for (size_t i = 0; i < side; i++) {
		double sine =
			calc_sin_turns(((double)i + 0.5) / (2 * (double)side));

		t->hann[i] = (float)(sine * sine);
	}
	set_rings(t);
	fft_init(&t->fft, side);
	t->pred = mem_floats(side * width);
	t->want = mem_floats(side * width);
	t->tile = mem_zero(width / side, sizeof(*t->tile));
	return t;
}

/* Set TO to the tile PX without its mean, times the window and a power of 2
 * that brings it near 1.  Returns the factor that undoes that power, or 0 if
 * the tile is constant. */
static double cut(const struct ring_tiles *t, const float *px, float *to)
{
	size_t n = t->side;
	double sum = 0, squares = 0;
	float mean, scale;
	int e;

	for (size_t y = 0; y < n; y++)
		for (size_t x = 0; x < n; x++)
			sum += px[y * t->width + x];
	mean = (float)(sum / (double)(n * n));
	for (size_t y = 0; y < n; y++)
		for (size_t x = 0; x < n; x++) {
			float v = px[y * t->width + x] - mean;

			to[y * n + x] = v * t->hann[y] * t->hann[x];
			squares += (double)v * v;
		}
	if (squares == 0)
		return 0;
	frexp(sqrt(squares) / (double)n, &e);
	scale = (float)ldexp(1, -e);
	for (size_t i = 0; i < n * n; i++)
		to[i] *= scale;
	return 1 / (double)scale;
}

/* Both images are real, so one transform Z of x + i y gives both: X is
 * (Z(k) + conj Z(-k)) / 2, Y is (Z(k) - conj Z(-k)) / 2i. */
static void add_rings(const struct ring_tiles *t, const float *re,
		      const float *im, struct ring_sums *to)
{
	size_t n = t->side;

	memset(to, 0, sizeof(*to));
	for (size_t i = 0; i < n * n; i++) {
		size_t j = (n - i / n) % n * n + (n - i % n) % n;
		size_t r = t->ring[i];
		double a = ((double)re[i] + re[j]) / 2;
		double b = ((double)im[i] - im[j]) / 2;
		double c = ((double)im[i] + im[j]) / 2;
		double d = ((double)re[j] - re[i]) / 2;

		if (r > n / 2)
			continue;
		to->xx[r] += a * a + b * b;
		to->yy[r] += c * c + d * d;
		to->xy[r] += a * c + b * d;
	}
}

/* One piece: tile I of the row of tiles in memory. */
static void add_tile(void *arg, size_t i, int worker)
{
	struct ring_tiles *t = arg;
	struct ring_sums *to = &t->tile[i];
	double sx, sy;
	float re[TILE * TILE], im[TILE * TILE];

	(void)worker;
	sx = cut(t, t->pred + i * t->side, re);
	sy = cut(t, t->want + i * t->side, im);
	fft_plane(&t->fft, &t->fft, re, im);
	add_rings(t, re, im, to);
	for (size_t r = 0; r < RINGS; r++) {
		to->xx[r] *= sx * sx;
		to->yy[r] *= sy * sy;
		to->xy[r] *= sx * sy;
	}
}

static void add_held(struct ring_tiles *t, struct thread_pool *pool)
{
	size_t n = t->width / t->side;

	thread_pool_run(pool, n, add_tile, t);
	for (size_t i = 0; i < n; i++)
		for (size_t r = 0; r < RINGS; r++) {
			t->sum.xx[r] += t->tile[i].xx[r];
			t->sum.yy[r] += t->tile[i].yy[r];
			t->sum.xy[r] += t->tile[i].xy[r];
		}
	t->held = 0;
}

static void rows(void *state, struct thread_pool *pool, const float *pred,
		 const float *want, size_t n)
{
	struct ring_tiles *t = state;
	size_t w = t->width;

	for (; n; n--, pred += w, want += w) {
		memcpy(t->pred + t->held * w, pred, w * sizeof(*pred));
		memcpy(t->want + t->held * w, want, w * sizeof(*want));
		if (++t->held == t->side)
			add_held(t, pool);
	}
}

/* Returns where FRC first falls below 1/7, in rings; at most HALF. */
static double cutoff(const struct ring_sums *s, size_t half)
{
	double all = 0, other = 0, before = 1;

	for (size_t r = 1; r <= half; r++) {
		all += s->yy[r];
		other += s->xx[r];
	}
	if (!(all > 0) || !(other > 0) || isinf(all) || isinf(other))
		return NAN;
	for (size_t r = 1; r <= half; r++) {
		double frc = 0;

		if (s->yy[r] > NOTHING * all && s->xx[r] > 0)
			frc = s->xy[r] / (sqrt(s->xx[r]) * sqrt(s->yy[r]));
		if (frc < 1 / 7.)
			return (double)(r - 1) +
			       (before - 1 / 7.) / (before - frc);
		before = frc;
	}
	return (double)half;
}

static double end(void *state)
{
	struct ring_tiles *t = state;
	double rings = cutoff(&t->sum, t->side / 2) / (double)t->side;

	fft_release(&t->fft);
	free(t->pred);
	free(t->want);
	free(t->tile);
	free(t);
	return rings;
}

const struct metric metric_frc = {
	.name = "frc",
	.about = "Fourier ring correlation: the frequency in cycles a pixel, "
		 "up to 0.5, at which it first falls below 1/7: details wider "
		 "than 1 / frc pixels agree; computed on tiles of 64 x 64 "
		 "pixels (of smaller images, smaller ones) with a Hann window; "
		 "for a stack, the mean over its slices; undefined when either "
		 "image is constant or has a side below 8 pixels",
	.better = 1,
	.begin = begin,
	.rows = rows,
	.end = end,
};
