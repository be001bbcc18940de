/*
 * hist.c - how often values occur, over many images.
 */
#include "stats/hist.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/thread_pool.h"
#include "image/sample.h"
#include "image/scan.h"

/* BAR: number of characters of the longest bar */
enum { LINES = 32, BAR = 56 };

static int is_whole(const struct summary *a)
{
	return a->type != PIXEL_NONE && !pixel_is_float(a->type);
}

static void divide(struct hist *h, double range, size_t bins)
{
	h->bins = bins;
	h->width = range / (double)bins;
	if (!(h->width > 0) || !isfinite(h->width)) {
		h->width = 1;
		h->bins = 1;
	}
}

void hist_lay(struct hist *h, const struct summary *a, size_t bins)
{
	double range = a->max - a->min;

	*h = (struct hist){ .low = a->min };
	if (is_whole(a)) {
		h->width = ceil((range + 1) / (double)bins);
		h->bins = (size_t)floor(range / h->width) + 1;
	} else {
		divide(h, range, bins);
	}
	h->count = mem_zero(h->bins, sizeof(*h->count));
}

static double bend(const struct hist *h, double x)
{
	double z = (x - h->middle) / h->unit;

	return asinh(fmin(fmax(z, -DBL_MAX), DBL_MAX));
}

void hist_lay_bent(struct hist *h, const struct summary *a, size_t bins)
{
	double range = a->max - a->min, unit = a->q3 - a->q1;

	if ((is_whole(a) || a->level_stats.known) && range < (double)bins) {
		hist_lay(h, a, bins);
		return;
	}
	if (!(unit > 0))
		unit = a->high - a->low;
	if (!(unit > 0))
		unit = range;
	*h = (struct hist){ .middle = a->median, .unit = unit };
	if (unit > 0) {
		h->low = bend(h, a->min);
		range = bend(h, a->max) - h->low;
	}
	divide(h, range, bins);
	h->count = mem_zero(h->bins, sizeof(*h->count));
}

void hist_like(struct hist *h, const struct hist *like)
{
	*h = *like;
	h->n = 0;
	h->count = mem_zero(h->bins, sizeof(*h->count));
}

void hist_release(struct hist *h)
{
	free(h->count);
	*h = (struct hist){ 0 };
}

struct hist_job {
	const struct set_stats *of;
	const char *in;	   /* NULL: all images count */
	struct hist *part; /* one for each worker */
	struct err *err;   /* one for each image */
};

static void count_value(struct hist *h, double value, uint64_t n)
{
	double last = (double)h->bins - 1;
	double x = h->unit > 0 ? bend(h, value) : value;
	double bin = floor((x - h->low) / h->width);

	if (!isfinite(value))
		return;
	h->count[bin < 0 ? 0 : (size_t)(bin < last ? bin : last)] += n;
	h->n += n;
}

static void count_levels(struct hist *h, const struct level_counts *counts)
{
	struct level_count at;

	for (size_t pos = 0; level_counts_next(counts, &pos, &at);)
		count_value(h, (double)at.level, at.n);
}

static void count_image(void *arg, size_t i, int worker)
{
	struct hist_job *j = arg;
	const struct image_info *info;
	struct scan *s;
	struct band b;
	double *row;

	if (j->in && !j->in[i])
		return;
	if (j->of->each[i].counts.data) {
		count_levels(&j->part[worker], &j->of->each[i].counts);
		return;
	}
	if (scan_open(&s, j->of->ref[i], &j->err[i]) < 0)
		return;
	info = scan_info(s);
	row = mem_zero(info->width, sizeof(*row));
	while (scan_next(s, &b, &j->err[i]) > 0)
		for (size_t y = 0; y < b.rows; y++) {
			sample_doubles(row,
				       (const char *)b.px +
					       y * info->width *
						       pixel_bytes(info->type),
				       info->type, info->width);
			for (size_t x = 0; x < info->width; x++)
				count_value(&j->part[worker], row[x], 1);
		}
	free(row);
	scan_close(s);
}

static void join(struct hist *h, const struct hist *part)
{
	for (size_t i = 0; i < h->bins; i++)
		h->count[i] += part->count[i];
	h->n += part->n;
}

int hist_add(struct hist *h, const struct set_stats *s, const char *in,
	     struct err *err)
{
	struct thread_pool *pool = thread_pool_new(s->threads);
	struct hist_job j = { .of = s, .in = in };
	int rc = 0;

	j.err = mem_zero(s->n + 1, sizeof(*j.err));
	j.part = mem_zero((size_t)s->threads, sizeof(*j.part));
	for (int k = 0; k < s->threads; k++)
		hist_like(&j.part[k], h);
	thread_pool_run(pool, s->n, count_image, &j);
	thread_pool_free(pool);
	for (int k = 0; k < s->threads; k++) {
		join(h, &j.part[k]);
		hist_release(&j.part[k]);
	}
	for (size_t i = 0; i < s->n && rc == 0; i++)
		if (j.err[i].kind) {
			*err = j.err[i];
			rc = -1;
		}
	free(j.part);
	free(j.err);
	return rc;
}

double hist_distance(const struct hist *a, const struct hist *b)
{
	double most = 0;
	uint64_t x = 0, y = 0;

	if (!a->n || !b->n)
		return NAN;
	for (size_t i = 0; i < a->bins; i++) {
		x += a->count[i];
		y += b->count[i];
		most = fmax(most, fabs((double)x / (double)a->n -
				       (double)y / (double)b->n));
	}
	return most;
}

static uint64_t sum_of(const struct hist *h, size_t from, size_t n)
{
	uint64_t sum = 0;

	for (size_t i = from; i < from + n && i < h->bins; i++)
		sum += h->count[i];
	return sum;
}

void hist_bars(struct messages *to, const struct hist *h, const char *title)
{
	size_t each = (h->bins + LINES - 1) / LINES;
	uint64_t most = 1;
	struct buf b = { 0 };

	messages_info(to, "%s", title);
	for (size_t i = 0; i < h->bins; i += each)
		most = sum_of(h, i, each) > most ? sum_of(h, i, each) : most;
	for (size_t i = 0; i < h->bins; i += each) {
		double share = (double)sum_of(h, i, each) / (double)most;
		size_t length = (size_t)ceil(share * BAR);

		buf_printf(&b, "%12.6g |", h->low + (double)i * h->width);
		while (length--)
			buf_char(&b, '#');
		messages_take(to, MESSAGE_INFO, buf_detach(&b));
	}
}
