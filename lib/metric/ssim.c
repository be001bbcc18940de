/*
 * ssim.c - structural similarity as Wang, Bovik, Sheikh and Simoncelli
 * (2004) define it.
 *
 *	S = (2 ux uy + C1) (2 vxy + C2)
 *	    / ((ux^2 + uy^2 + C1) (vx + vy + C2))
 *
 * with C1 = (0.01 R)^2, C2 = (0.03 R)^2 and u, v the mean, variance and
 * covariance (of the population, not n - 1) under a Gaussian window of
 * sigma 1.5, cut at 3.5 sigma: 11 x 11 pixels.  The mean of S is taken
 * where the window lies wholly inside the image.  These are scikit-image's
 * numbers for gaussian_weights=True, sigma=1.5,
 * use_sample_covariance=False, data_range=R.
 */
#include "metric/metric.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "metric/ssim_window.h"

enum { TAPS = SSIM_WINDOW_TAPS };

/* How many rows of windows are summed at once, and how many rows they need. */
enum { STEP = 16, HELD = STEP + TAPS - 1 };

struct window {
	double tap[TAPS]; /* they sum to 1 */
	double shift;	  /* subtracted from both images */
};

/* Neighbouring windows are computed together.  Each number is the one that it
 * would be alone. */
enum { LANES = 4 };

typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef double lanes_at
	__attribute__((vector_size(LANES * sizeof(double)), aligned(8)));
typedef float pixels_at
	__attribute__((vector_size(LANES * sizeof(float)), aligned(4)));

#define ALWAYS static inline __attribute__((always_inline))

enum { X, Y, XX, YY, XY, SUMS }; /* what is summed in a window */

/* Sums down LANES columns of TAPS pixels that are WIDTH apart.  Subtracting the
 * shift does not change variances, but keeps the squares small, whatever the
 * camera's offset is. */
ALWAYS void columns(lanes s[SUMS], const struct window *w, const float *pred,
		    const float *want, size_t width)
{
	for (size_t k = 0; k < SUMS; k++)
		s[k] = (lanes){ 0 };
	for (size_t i = 0; i < TAPS; i++) {
		lanes x = __builtin_convertvector(
			*(const pixels_at *)(pred + i * width), lanes);
		lanes y = __builtin_convertvector(
			*(const pixels_at *)(want + i * width), lanes);

		x -= w->shift;
		y -= w->shift;
		s[X] += w->tap[i] * x;
		s[Y] += w->tap[i] * y;
		s[XX] += w->tap[i] * (x * x);
		s[YY] += w->tap[i] * (y * y);
		s[XY] += w->tap[i] * (x * y);
	}
}

/* Sums along TAPS columns, of which sum K of the first is at line[k * next]. */
ALWAYS void across(lanes s[SUMS], const struct window *w, const double *line,
		   size_t next)
{
	for (size_t k = 0; k < SUMS; k++, line += next) {
		s[k] = (lanes){ 0 };
		for (size_t i = 0; i < TAPS; i++)
			s[k] += w->tap[i] * *(const lanes_at *)(line + i);
	}
}

/* Sets *TO to S of LANES windows. */
ALWAYS void similarity(lanes *to, const struct window *w, const lanes s[SUMS],
		       double range)
{
	double c1 = 0.01 * 0.01 * range * range;
	double c2 = 0.03 * 0.03 * range * range;
	lanes vx = s[XX] - s[X] * s[X], vy = s[YY] - s[Y] * s[Y];
	lanes vxy = s[XY] - s[X] * s[Y];
	lanes ux = s[X] + w->shift, uy = s[Y] + w->shift;

	*to = (2.0 * ux * uy + c1) * (2.0 * vxy + c2) /
	      ((ux * ux + uy * uy + c1) * (vx + vy + c2));
}

struct passing { /* some rows of an image */
	struct window w;
	size_t width, height;
	double range;
	float *pred, *want; /* at most HELD rows */
	size_t held;
	double row[STEP]; /* sums of S along a row of windows */
	double **line;	  /* one for each thread, made when it is needed */
	int threads;
	double sum;
};

static void *begin(const struct sums *s, size_t width, size_t height,
		   double range)
{
	struct passing *p;

	if (width < TAPS || height < TAPS || !(range > 0))
		return NULL;
	p = mem_zero(1, sizeof(*p));
	p->width = width;
	p->height = height;
	p->range = range;
	ssim_window(p->w.tap);
	p->w.shift = s->mean_y;
	p->pred = mem_zero(HELD * width + LANES, sizeof(*p->pred));
	p->want = mem_zero(HELD * width + LANES, sizeof(*p->want));
	return p;
}

/* Returns the sum of S along the row of windows whose first row is row Y of
 * those held. */
ALWAYS double sum_windows(const struct passing *p, size_t y, double *line,
			  size_t next)
{
	size_t at = y * p->width, n = p->width - TAPS + 1;
	double sum = 0;
	lanes s[SUMS], alike;

	for (size_t x = 0; x < p->width; x += LANES) {
		columns(s, &p->w, p->pred + at + x, p->want + at + x, p->width);
		for (size_t k = 0; k < SUMS; k++)
			*(lanes_at *)(line + k * next + x) = s[k];
	}
	for (size_t x = 0; x < n; x += LANES) {
		across(s, &p->w, line + x, next);
		similarity(&alike, &p->w, s, p->range);
		for (size_t i = 0; i < LANES && x + i < n; i++)
			sum += alike[i];
	}
	return sum;
}

/* Without fused additions: the bits are the same. */
#ifdef __x86_64__
__attribute__((target("avx2"))) static double
sum_windows_avx2(const struct passing *p, size_t y, double *line, size_t next)
{
	return sum_windows(p, y, line, next);
}
#endif

/* One piece: the windows whose first row is row Y of those held. */
static void sum_row(void *arg, size_t y, int worker)
{
	struct passing *p = arg;
	size_t next = p->width + 2 * LANES; /* the last windows read past */

	if (!p->line[worker])
		p->line[worker] = mem_zero(SUMS * next, sizeof(double));
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2")) {
		p->row[y] = sum_windows_avx2(p, y, p->line[worker], next);
		return;
	}
#endif
	p->row[y] = sum_windows(p, y, p->line[worker], next);
}

/* Compute all windows in the rows held; then keep only the rows that later
 * windows need. */
static void sum_held(struct passing *p, struct thread_pool *pool)
{
	size_t n = p->held - (TAPS - 1), kept = (TAPS - 1) * p->width;

	thread_pool_run(pool, n, sum_row, p);
	for (size_t y = 0; y < n; y++)
		p->sum += p->row[y];
	memmove(p->pred, p->pred + n * p->width, kept * sizeof(*p->pred));
	memmove(p->want, p->want + n * p->width, kept * sizeof(*p->want));
	p->held = TAPS - 1;
}

static void rows(void *state, struct thread_pool *pool, const float *pred,
		 const float *want, size_t n)
{
	struct passing *p = state;
	size_t w = p->width;

	if (!p->line) {
		p->threads = thread_pool_threads(pool);
		p->line = mem_zero((size_t)p->threads, sizeof(*p->line));
	}
	for (; n; n--, pred += w, want += w) {
		memcpy(p->pred + p->held * w, pred, w * sizeof(*pred));
		memcpy(p->want + p->held * w, want, w * sizeof(*want));
		if (++p->held == HELD)
			sum_held(p, pool);
	}
	if (p->held >= TAPS)
		sum_held(p, pool);
}

static double end(void *state)
{
	struct passing *p = state;
	double mean = p->sum / (double)(p->width - TAPS + 1) /
		      (double)(p->height - TAPS + 1);

	for (int i = 0; i < p->threads; i++)
		free(p->line[i]);
	free(p->line);
	free(p->pred);
	free(p->want);
	free(p);
	return mean;
}

const struct metric metric_ssim = {
	.name = "ssim",
	.about = "Wang 2004: Gaussian window, sigma 1.5, 11 x 11 pixels, "
		 "population covariance, K1 0.01, K2 0.03, mean over the image "
		 "without the outer 5 pixels on each side; for a stack, the "
		 "mean over its slices; R = the range column; undefined "
		 "without R or below 11 pixels a side",
	.better = 1,
	.begin = begin,
	.rows = rows,
	.end = end,
};
