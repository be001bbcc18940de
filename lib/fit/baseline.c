/*
 * baseline.c - the mean of the train targets and the best straight line.
 */
#include "fit/baseline.h"

#include <string.h>

#include "fit/model.h"

/* Mean as an offset from the first pixel: exact for a constant. */
static double mean(const float *x, size_t len)
{
	double sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += x[i] - (double)x[0];
	return x[0] + sum / (double)len;
}

void baseline_add(struct baseline *b, const float *x, const float *y,
		  size_t len)
{
	double mx = mean(x, len), my = mean(y, len), n = (double)len;
	double dx = mx - b->mean_x, dy = my - b->mean_y;
	double all = b->n + n, between = b->n * n / all;
	double xx = 0, xy = 0;

	for (size_t i = 0; i < len; i++) {
		xx += (x[i] - mx) * (x[i] - mx);
		xy += (x[i] - mx) * (y[i] - my);
	}
	b->xx += xx + dx * dx * between;
	b->xy += xy + dx * dy * between;
	b->mean_x += dx * n / all;
	b->mean_y += dy * n / all;
	b->n = all;
	b->images++;
}

/* Least squares of y = slope x + intercept. */
void baseline_fit(struct baseline *b)
{
	b->slope = b->xx > 0 ? b->xy / b->xx : 0;
	b->intercept = b->mean_y - b->slope * b->mean_x;
}

int baseline_train(struct baseline *b, const struct pairs *p,
		   const char *split, struct err *err)
{
	struct image x, y;

	for (size_t i = 0; i < p->n; i++) {
		if (strcmp(p->at[i].split, split))
			continue;
		if (pair_read(p, &p->at[i], &x, &y, err) < 0)
			return -1;
		baseline_add(b, x.px, y.px, x.width * x.height);
		image_release(&x);
		image_release(&y);
	}
	baseline_fit(b);
	return 0;
}

void baseline_mean(const struct baseline *b, const struct norm *target,
		   float *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (float)b->mean_y;
	norm_undo(target, out, len);
}

void baseline_affine(const struct baseline *b, const struct norm *target,
		     const float *x, float *out, size_t len)
{
	for (size_t i = 0; i < len; i++)
		out[i] = (float)(b->slope * x[i] + b->intercept);
	norm_undo(target, out, len);
}
