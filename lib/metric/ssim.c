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

#include "base/mem.h"

enum { RADIUS = 5, TAPS = 2 * RADIUS + 1 };

struct window {
	double tap[TAPS];	/* they sum to 1 */
	double shift;		/* taken off both images */
};

struct local {			/* windowed sums at one place */
	double x, y, xx, yy, xy;
};

static void gauss(double *tap)
{
	double sum = 0;

	for (int i = 0; i < TAPS; i++) {
		double d = (i - RADIUS) / 1.5;

		sum += tap[i] = exp(-0.5 * d * d);
	}
	for (int i = 0; i < TAPS; i++)
		tap[i] /= sum;
}

/* Down one column of TAPS pixels that are WIDTH apart.  Variances do not
 * feel the shift, so the squares stay small whatever the offset. */
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

/* Along TAPS neighbouring columns. */
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

static double mean(const float *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

static double eval(const float *pred, const float *want, size_t width,
		   size_t height, double range)
{
	struct window w = { .shift = 0 };
	struct local *row;
	double sum = 0;

	if (width < TAPS || height < TAPS || !(range > 0))
		return NAN;
	gauss(w.tap);
	w.shift = mean(want, width * height);
	row = mem_zero(width, sizeof *row);
	for (size_t y = 0; y + TAPS <= height; y++) {
		for (size_t x = 0; x < width; x++)
			row[x] = column(&w, pred + y * width + x,
					want + y * width + x, width);
		for (size_t x = 0; x + TAPS <= width; x++) {
			struct local s = across(&w, row + x);

			sum += similarity(&w, &s, range);
		}
	}
	free(row);
	return sum / (double)(width - TAPS + 1) /
	       (double)(height - TAPS + 1);
}

const struct metric metric_ssim = {
	.name = "ssim",
	.about = "Wang 2004: Gaussian window, sigma 1.5, 11 x 11 pixels, "
		"population covariance, K1 0.01, K2 0.03, mean over the image "
		"less 5 pixels a side; R = the range column; undefined without "
		"R or below 11 pixels a side",
	.better = 1,
	.eval = eval,
};
