/*
 * image_stats.c - measuring one image, pass by pass, as it streams by.
 */
#include "stats/image_stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "image/sample.h"

enum { LEVELS = 65536, RUN = 64 };

void image_stats_room_init(struct image_stats_room *r)
{
	*r = (struct image_stats_room){ .level = mem_zero(4,
							  sizeof(*r->level)) };
	mem_settle(r->level, 4 * sizeof(*r->level));
}

void image_stats_room_release(struct image_stats_room *r)
{
	free(r->level);
	free(r->zeros);
	free(r->row);
	for (int k = 0; k < 3; k++)
		free(r->line[k]);
	*r = (struct image_stats_room){ 0 };
}

/* Counts in four tables, so that pixels with equal neighbours do not wait for
 * each other. */
#define COUNT(T)                                 \
	do {                                     \
		const T *x = px;                 \
		for (; i + 4 <= n; i += 4) {     \
			r->level[0][x[i]]++;     \
			r->level[1][x[i + 1]]++; \
			r->level[2][x[i + 2]]++; \
			r->level[3][x[i + 3]]++; \
		}                                \
		for (; i < n; i++)               \
			r->level[0][x[i]]++;     \
	} while (0)

#define WIDEN(T)                                                            \
	do {                                                                \
		const T *x = px;                                            \
		for (size_t i = 0; i < n; i++) {                            \
			r->lowest = x[i] < r->lowest ? x[i] : r->lowest;    \
			r->highest = x[i] > r->highest ? x[i] : r->highest; \
		}                                                           \
	} while (0)

/* Notes which levels were counted.  For a large image this costs more than
 * looking at all levels once, so it is left out. */
static void widen_range(struct image_stats_room *r, const void *px, size_t size,
			size_t n)
{
	if (!r->pending) {
		r->lowest = LEVELS - 1;
		r->highest = 0;
	}
	if (r->pending + n > LEVELS) {
		r->lowest = 0;
		r->highest = size == 1 ? 255 : LEVELS - 1;
	} else if (size == 1) {
		WIDEN(uint8_t);
	} else {
		WIDEN(uint16_t);
	}
}

static void count_levels(struct image_stats_room *r, const void *px,
			 size_t size, size_t n)
{
	size_t i = 0;

	widen_range(r, px, size, n);
	if (size == 1)
		COUNT(uint8_t);
	else
		COUNT(uint16_t);
	r->pending += n;
}

/* Adds the counts to the quantiles and clears them.  Most images have a small
 * part of all levels. */
static void flush_levels(struct image_stats_room *r, enum pixel type,
			 struct image_stats *g, struct quantile *others)
{
	size_t n = pixel_bytes(type) == 1 ? 256 : LEVELS;
	int is_signed = type == PIXEL_I8 || type == PIXEL_I16;
	size_t turn = is_signed ? n / 2 : 0; /* negative levels come first */

	for (size_t k = r->lowest / RUN * RUN; k <= r->highest; k += RUN) {
		long low = (long)(k ^ turn) - (long)turn;
		uint64_t sum[RUN], any = 0;

		for (size_t i = 0; i < RUN; i++) {
			sum[i] = (uint64_t)r->level[0][k + i] +
				 r->level[1][k + i] + r->level[2][k + i] +
				 r->level[3][k + i];
			any |= sum[i];
		}
		if (!any)
			continue;
		for (int j = 0; j < 4; j++)
			memset(&r->level[j][k], 0,
			       RUN * sizeof(r->level[j][k]));
		quantile_levels(&g->quantile, low, sum, RUN);
		if (others && others->kind == QUANTILE_LEVELS)
			quantile_levels(others, low, sum, RUN);
	}
	r->pending = 0;
}

/* Measures one row of numbers: the statistics that a quantile of levels would
 * give. */
static void measure(struct image_stats *g, const double *row, size_t n)
{
	moments_add(&g->moments, row, n);
	for (size_t i = 0; i < n; i++) {
		g->zeros += row[i] == 0;
		if (row[i] < g->min) {
			g->min = row[i];
			g->at_min = 0;
		}
		if (row[i] > g->max) {
			g->max = row[i];
			g->at_max = 0;
		}
		g->at_min += row[i] == g->min;
		g->at_max += row[i] == g->max;
	}
}

static size_t drop_nonfinite(double *row, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (isfinite(row[i]))
			row[kept++] = row[i];
	return kept;
}

static void take_row(struct image_stats *g, const double *row, size_t n)
{
	if (!g->quantile.pass) {
		measure(g, row, n);
		g->nonfinite += g->info.width - n;
	}
	if (!g->quantile.pass || g->more)
		quantile_add(&g->quantile, row, n);
}

/* Adds the windows of three rows; leaves out windows with a pixel that is not
 * finite. */
static void add_laplacian(struct image_stats *g, const double *a,
			  const double *b, const double *c, size_t width)
{
	double sum = 0;
	uint64_t n = 0;

	for (size_t x = 1; x + 1 < width; x++) {
		double l = a[x - 1] - 2 * a[x] + a[x + 1] -
			   2 * (b[x - 1] - 2 * b[x] + b[x + 1]) + c[x - 1] -
			   2 * c[x] + c[x + 1];
		int fine = l - l == 0;

		sum += fine ? fabs(l) : 0;
		n += (uint64_t)fine;
	}
	g->laplacian += sum;
	g->windows += n;
}

static void take_noise(struct image_stats *g, const struct band *b,
		       struct image_stats_room *r)
{
	size_t width = g->info.width, size = pixel_bytes(g->info.type);
	size_t slice = g->info.height / g->info.stack;

	for (size_t i = 0; i < b->rows; i++) {
		sample_doubles(r->line[r->lines % 3],
			       (const char *)b->px + i * width * size,
			       g->info.type, width);
		if (r->lines++ % slice > 1)
			add_laplacian(g, r->line[(r->lines - 3) % 3],
				      r->line[(r->lines - 2) % 3],
				      r->line[(r->lines - 1) % 3], width);
	}
}

static void take_rows(struct image_stats *g, const struct band *b,
		      struct quantile *others, struct image_stats_room *r)
{
	enum pixel type = g->info.type;
	size_t width = g->info.width;
	int levels = g->quantile.kind == QUANTILE_LEVELS;

	if (g->wants_noise && !g->quantile.pass)
		take_noise(g, b, r);
	if (levels && !g->quantile.pass)
		count_levels(r, b->px, pixel_bytes(type), b->rows * width);
	if (levels && (!others || others->kind == QUANTILE_LEVELS))
		return;
	for (size_t i = 0; i < b->rows; i++) {
		size_t n;

		sample_doubles(r->row,
			       (const char *)b->px +
				       i * width * pixel_bytes(type),
			       type, width);
		n = drop_nonfinite(r->row, width);
		if (!levels)
			take_row(g, r->row, n);
		if (others && others->kind != QUANTILE_LEVELS)
			quantile_add(others, r->row, n);
	}
}

static int end_pass(struct image_stats *g, const char *ref, struct err *err)
{
	struct quantile *t = &g->quantile;
	const uint64_t *count;
	long low, high;

	if (t->kind == QUANTILE_LEVELS && !t->pass) {
		quantile_moments(t, &g->moments);
		level_stats_of(&g->level_stats, t);
		if ((count = quantile_range(t, &low, &high)) != NULL) {
			extreme_of_levels(&g->extreme, count, low, high,
					  t->seen);
			if (g->wants_counts)
				level_counts_pack(&g->counts, count, low, high);
			g->min = low;
			g->max = high;
			g->zeros = quantile_count(t, 0);
			g->at_min = quantile_count(t, low);
			g->at_max = quantile_count(t, high);
		}
	}
	if (t->pass && g->more && t->seen != t->n)
		return err_data(err, "'%s' changed while it was read", ref);
	if (!t->pass || g->more)
		g->more = quantile_next(t);
	return 0;
}

static void make_room(struct image_stats_room *r, const struct image_stats *g)
{
	if (r->row_len >= g->info.width)
		return;
	r->row_len = g->info.width;
	r->row = mem_grow(r->row, r->row_len, sizeof(*r->row));
	for (int k = 0; k < 3 && g->wants_noise; k++)
		r->line[k] = mem_grow(r->line[k], r->row_len, sizeof(*r->row));
}

/* Allocates rows after the first rows were read, when the width has proved
 * true. */
static int read_all(struct image_stats *g, struct scan *s,
		    struct quantile *others, struct image_stats_room *r,
		    struct err *err)
{
	struct band b;
	int rc;

	while ((rc = scan_next(s, &b, err)) > 0) {
		make_room(r, g);
		take_rows(g, &b, others, r);
		if (r->pending >> 31)
			flush_levels(r, g->info.type, g, others);
	}
	return rc;
}

/* Reads the image once, for the pass that G is in. */
static int pass(struct image_stats *g, struct scan *s, const char *ref,
		struct quantile *others, struct image_stats_room *r,
		struct err *err)
{
	int rc;

	r->lines = 0;
	rc = read_all(g, s, others, r, err);
	if (r->pending) /* also after a failure, to clear the counts */
		flush_levels(r, g->info.type, g, others);
	return rc < 0 ? -1 : end_pass(g, ref, err);
}

int image_stats_first(struct image_stats *g, const char *ref,
		      const double *percent, size_t percents,
		      struct quantile *others, struct image_stats_room *r,
		      struct err *err)
{
	enum quantile_kind kind;
	struct scan *s;
	int rc;

	if (scan_open(&s, ref, err) < 0)
		return -1;
	g->info = *scan_info(s);
	g->note = scan_note(s);
	g->warning = scan_warning(s);
	g->min = INFINITY;
	g->max = -INFINITY;
	kind = quantile_kind_of(g->info.type);
	quantile_init(&g->quantile, kind, percent, percents);
	if (kind == QUANTILE_LEVELS)
		quantile_lend(&g->quantile, &r->zeros);
	rc = pass(g, s, ref, others ? &others[kind] : NULL, r, err);
	if (rc < 0) /* the next image gets the same room */
		quantile_release(&g->quantile);
	scan_close(s);
	return rc;
}

int image_stats_again(struct image_stats *g, const char *ref,
		      struct quantile *other, struct image_stats_room *r,
		      struct err *err)
{
	struct scan *s;
	int rc;

	if (scan_open(&s, ref, err) < 0)
		return -1;
	rc = pass(g, s, ref, other, r, err);
	scan_close(s);
	return rc;
}

void image_stats_release(struct image_stats *g)
{
	quantile_release(&g->quantile);
	level_counts_release(&g->counts);
}
