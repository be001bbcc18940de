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

struct local { /* windowed sums at one place */
	double x, y, xx, yy, xy;
};

/* Sums down one column of TAPS pixels that are WIDTH apart.  Subtracting the
 * shift does not change variances, but keeps the squares small, whatever the
 * camera's offset is. */
static struct local column(const struct window *w, const float *pred,
			   const float *want, size_t width)
{
	struct local s = { 0 };

	for (size_t i = 0; i < TAPS; i++) {
		double x = pred[i * width] - w->shift;
		double y = want[i * width] - w->shift;

		s.x += w->tap[i] * x;
		s.y += w->tap[i] * y;
		s.xx += w->tap[i] * (x * x);
		s.yy += w->tap[i] * (y * y);
		s.xy += w->tap[i] * (x * y);
	}
	return s;
}

/* Sums along TAPS neighbouring columns. */
static struct local across(const struct window *w, const struct local *c)
{
	struct local s = { 0 };

	for (size_t i = 0; i < TAPS; i++) {
		s.x += w->tap[i] * c[i].x;
		s.y += w->tap[i] * c[i].y;
		s.xx += w->tap[i] * c[i].xx;
		s.yy += w->tap[i] * c[i].yy;
		s.xy += w->tap[i] * c[i].xy;
	}
	return s;
}

static double similarity(const struct window *w, const struct local *s,
			 double range)
{
	double c1 = 0.01 * 0.01 * range * range;
	double c2 = 0.03 * 0.03 * range * range;
	double vx = s->xx - s->x * s->x, vy = s->yy - s->y * s->y;
	double vxy = s->xy - s->x * s->y;
	double ux = s->x + w->shift, uy = s->y + w->shift;

	return (2 * ux * uy + c1) * (2 * vxy + c2) /
	       ((ux * ux + uy * uy + c1) * (vx + vy + c2));
}

struct passing { /* some rows of an image */
	struct window w;
	size_t width, height;
	double range;
	float *pred, *want; /* at most HELD rows */
	size_t held;
	double row[STEP];    /* sums of S along a row of windows */
	struct local **line; /* one for each thread, made when it is needed */
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
	p->pred = mem_floats(HELD * width);
	p->want = mem_floats(HELD * width);
	return p;
}

/* One piece: the windows whose first row is row Y of those held. */
static void sum_row(void *arg, size_t y, int worker)
{
	struct passing *p = arg;
	struct local *line = p->line[worker];
	size_t at = y * p->width;
	double sum = 0;

	if (!line)
		line = p->line[worker] = mem_zero(p->width, sizeof(*line));
	for (size_t x = 0; x < p->width; x++)
		line[x] = column(&p->w, p->pred + at + x, p->want + at + x,
				 p->width);
	for (size_t x = 0; x + TAPS <= p->width; x++) {
		struct local s = across(&p->w, line + x);

		sum += similarity(&p->w, &s, p->range);
	}
	p->row[y] = sum;
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
