/*
 * baseline.c - see baseline.h.
 */
#include "train/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "metric/cholesky.h"
#include "base/mem.h"
#include "train/model.h"
#include "manifest/pair_view.h"

/* Added to the diagonal: channels may be almost multiples of each other. */
#define RIDGE 1e-9

/* Returns the place of channels I and J <= I in a triangle. */
static size_t place(size_t i, size_t j)
{
	return i * (i + 1) / 2 + j;
}

double baseline_variance(const struct baseline *b, size_t channel)
{
	return b->xx[place(channel, channel)] / b->n;
}

size_t baseline_sums(size_t channels)
{
	return channels * (channels + 1) / 2;
}

void baseline_pass(struct sums *s, size_t channels, const float *x,
		   const float *y, size_t n, int second)
{
	void (*add)(struct sums *, const float *, const float *,
		    size_t) = second ? sums_second : sums_first;

	for (size_t i = 0; i < channels; i++)
		add(s++, x + i * n, y, n);
	for (size_t i = 0; i < channels; i++)
		for (size_t j = 0; j < i; j++)
			add(s++, x + i * n, x + j * n, n);
}

void baseline_join(struct baseline *to, const struct baseline *b)
{
	double all = to->n + b->n, between = all ? to->n * b->n / all : 0;
	double dx[CHANNELS_MOST], dy = b->mean_y - to->mean_y;

	if (!b->n)
		return;
	to->channels = b->channels;
	for (size_t i = 0; i < b->channels; i++) {
		dx[i] = b->mean_x[i] - to->mean_x[i];
		for (size_t j = 0; j <= i; j++)
			to->xx[place(i, j)] += b->xx[place(i, j)] +
					       dx[i] * dx[j] * between;
		to->xy[i] += b->xy[i] + dx[i] * dy * between;
		to->mean_x[i] += dx[i] * b->n / all;
	}
	to->mean_y += dy * b->n / all;
	to->n = all;
	to->images += b->images;
}

void baseline_add(struct baseline *b, const struct sums *s, size_t channels)
{
	struct baseline one = { .images = 1,
				.channels = channels,
				.n = (double)s->n,
				.mean_y = s->mean_y };
	const struct sums *other = s + channels;

	for (size_t i = 0; i < channels; i++) {
		one.mean_x[i] = s[i].mean_x;
		one.xx[place(i, i)] = s[i].xx;
		one.xy[i] = s[i].xy;
		for (size_t j = 0; j < i; j++)
			one.xx[place(i, j)] = (other++)->xy;
	}
	baseline_join(b, &one);
}

/* Of channels that depend on each other, some get the slope 0.  With one
 * channel this is xy / xx. */
static void fit_slopes(struct baseline *b)
{
	size_t n = b->channels;
	double a[CHANNELS_MOST * CHANNELS_MOST] = { 0 };

	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j <= i; j++)
			a[i * n + j] = b->xx[place(i, j)];
		a[i * n + i] *= 1 + RIDGE;
		b->slope[i] = b->xy[i];
	}
	cholesky_factor(a, n);
	cholesky_solve(a, n, b->slope);
}

/* Fit y = intercept + sum of slope x by least squares. */
void baseline_fit(struct baseline *b)
{
	if (b->channels == 1)
		*b->slope = *b->xx > 0 ? *b->xy / *b->xx : 0;
	else
		fit_slopes(b);
	b->intercept = b->mean_y;
	for (size_t i = 0; i < b->channels; i++)
		b->intercept -= b->slope[i] * b->mean_x[i];
}

/* Read the part that both images show, for the first or the second pass. */
static int pass(struct sums *s, const struct pair_view *v, size_t target,
		int second, struct err *err)
{
	size_t channels = v->pairs->channels[SOURCE];
	size_t band = pair_view_band(v), w = v->both.width, y = 0, n = 0;
	float *want = mem_floats((1 + channels) * band * w);
	float *px = want + band * w;
	int rc = 0;

	for (; y < v->both.height && !rc; y += n) {
		n = v->both.height - y;
		n = n < band ? n : band;
		if (pair_view_channels(v, SOURCE, y, n, px, err) < 0 ||
		    pair_view_rows(v, TARGET, target, y, n, want, err) < 0)
			rc = -1;
		else
			baseline_pass(s, channels, px, want, n * w, second);
	}
	free(want);
	return rc;
}

static int train_pair(struct baseline *b, const struct manifest *p,
		      size_t target, const struct pair *row,
		      struct digest *source, struct err *err)
{
	size_t channels = p->channels[SOURCE], n = baseline_sums(channels);
	struct pair_view v;
	struct sums *s;
	int rc;

	if (pair_view_open(&v, p, row, err) < 0)
		return -1;
	if (source)
		*source = v.pixels[0];
	s = mem_zero(n, sizeof(*s));
	rc = pass(s, &v, target, 0, err);
	for (size_t i = 0; i < n; i++)
		sums_turn(&s[i]);
	if (!rc)
		rc = pass(s, &v, target, 1, err);
	if (!rc)
		baseline_add(b, s, channels);
	free(s);
	pair_view_close(&v);
	return rc;
}

int baseline_train(struct baseline *b, const struct manifest *p, size_t target,
		   const char *split, struct digest *sources, struct err *err)
{
	for (size_t i = 0; i < p->n; i++)
		if (!strcmp(p->list[i].split, split) &&
		    train_pair(b, p, target, &p->list[i],
			       sources ? &sources[i] : NULL, err) < 0)
			return -1;
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

void baseline_line(const struct baseline *b, const float *x, float *out,
		   size_t len)
{
	for (size_t i = 0; i < len; i++) {
		double sum = *b->slope * x[i];

		for (size_t k = 1; k < b->channels; k++)
			sum += b->slope[k] * x[k * len + i];
		out[i] = (float)(sum + b->intercept);
	}
}

void baseline_affine(const struct baseline *b, const struct norm *target,
		     const float *x, float *out, size_t len)
{
	baseline_line(b, x, out, len);
	norm_undo(target, out, len);
}
