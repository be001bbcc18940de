/*
 * set_stats.c - statistics of many images, each and all together.
 *
 * Images are read in parallel, in as many passes as the widest type takes
 * (quantile.h).  Counts add up in any order; moments are joined in the order
 * of the images.
 */
#include "stats/set_stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "stats/image_stats.h"

/* Percentiles that are always wanted. */
enum { END_LOW, END_HIGH, Q1, MEDIAN, Q3, OWN };
static const double own[OWN] = { 0.5, 99.5, 25, 50, 75 };

struct set_job {
	struct set_stats *s;
	struct thread_pool *pool;
	double *percent;	       /* those asked for, and our own */
	struct image_stats *image;     /* of each image */
	struct err *err;	       /* of each image */
	size_t failed;		       /* the first that failed so far, or n */
	struct image_stats_room *room; /* of each worker */
	struct quantile *part;	       /* of each worker, of all */
	struct quantile all;
	int all_more;
	struct level_stats all_levels;
};

static int counts(const struct set_job *j, size_t i)
{
	return !j->s->in_all || j->s->in_all[i];
}

/* Images after one that failed need not be read, those before must. */
static int skip(struct set_job *j, size_t i)
{
	return __atomic_load_n(&j->failed, __ATOMIC_RELAXED) < i;
}

static void note_failure(struct set_job *j, size_t i)
{
	size_t old = __atomic_load_n(&j->failed, __ATOMIC_RELAXED);

	while (i < old &&
	       !__atomic_compare_exchange_n(&j->failed, &old, i, 0,
					    __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
}

/* Types first: what all images have in common decides how to count. */
static void look(void *arg, size_t i, int worker)
{
	struct set_job *j = arg;
	struct image_stats *g = &j->image[i];
	struct scan *scan;

	(void)worker;
	if (skip(j, i))
		return;
	if (scan_open(&scan, j->s->ref[i], &j->err[i]) < 0) {
		note_failure(j, i);
		return;
	}
	g->info = *scan_info(scan);
	scan_close(scan);
}

static void measure(void *arg, size_t i, int worker)
{
	struct set_job *j = arg;
	struct image_stats *g = &j->image[i];
	struct quantile *part = counts(j, i) && j->all_more ? &j->part[worker] :
							      NULL;

	if (skip(j, i))
		return;
	if (!g->quantile.goal)
		quantile_init(&g->quantile, quantile_kind_of(g->info.type),
			      j->percent, j->s->percents + OWN);
	else if (!g->more && !part)
		return;
	g->wants_noise = j->s->noise;
	if (!j->room[worker].level)
		image_stats_room_init(&j->room[worker]);
	if (image_stats_image(g, j->s->ref[i], part, &j->room[worker],
			      &j->err[i]) < 0)
		note_failure(j, i);
}

static int failure(const struct set_job *j, struct err *err)
{
	if (j->failed == j->s->n)
		return 0;
	*err = j->err[j->failed];
	return -1;
}

/* All images once. */
static int pass(struct set_job *j, struct err *err)
{
	int threads = thread_pool_threads(j->pool);

	for (int k = 0; k < threads && j->all_more; k++)
		quantile_split(&j->part[k], &j->all);
	thread_pool_run(j->pool, j->s->n, measure, j);
	for (int k = 0; k < threads && j->all_more; k++) {
		quantile_join(&j->all, &j->part[k]);
		quantile_release(&j->part[k]);
	}
	return failure(j, err);
}

/* Sum of the images' moments, exact where the counts of levels are. */
static void join_moments(struct set_job *j, struct moments *m)
{
	*m = (struct moments){ 0 };
	if (j->all.kind == QUANTILE_LEVELS) {
		quantile_moments(&j->all, m);
		return;
	}
	for (size_t i = 0; i < j->s->n; i++)
		if (counts(j, i))
			moments_join(m, &j->image[i].moments);
}

static int passes(struct set_job *j, struct moments *m, struct err *err)
{
	enum quantile_kind kind = QUANTILE_LEVELS;
	int more = 1;

	thread_pool_run(j->pool, j->s->n, look, j);
	if (failure(j, err) < 0)
		return -1;
	for (size_t i = 0; i < j->s->n; i++)
		if (counts(j, i))
			kind = quantile_kind_both(
				kind, quantile_kind_of(j->image[i].info.type));
	quantile_init(&j->all, kind, j->percent, j->s->percents + OWN);
	j->all_more = 1;
	for (int first = 1; more; first = 0) {
		if (pass(j, err) < 0)
			return -1;
		if (first)
			join_moments(j, m);
		if (first)
			level_stats_of(&j->all_levels, &j->all);
		if (j->all_more)
			j->all_more = quantile_next(&j->all);
		more = j->all_more;
		for (size_t i = 0; i < j->s->n; i++)
			more |= j->image[i].more;
	}
	return 0;
}

/* Pixels at the top of what a camera of 8, 10, ... bits can say. */
static uint64_t saturated(const struct image_stats *g)
{
	static const unsigned depth[] = { 8, 10, 12, 14, 16 };
	enum pixel type = g->info.type;
	unsigned bits = g->info.bits - (type >= PIXEL_I8 && type <= PIXEL_I64);

	if (pixel_is_float(type) || !g->moments.n || g->info.bits < 2)
		return 0;
	if (g->max == ldexp(1, (int)bits) - 1)
		return g->at_max;
	for (size_t i = 0; i < sizeof(depth) / sizeof(*depth); i++)
		if (depth[i] < bits && g->max == ldexp(1, (int)depth[i]) - 1)
			return g->at_max;
	return 0;
}

static void set_values(const struct set_job *j, struct summary *to,
		       const struct quantile *t, const struct moments *m)
{
	size_t n = j->s->percents;

	to->n = m->n;
	to->mean = m->mean;
	to->sd = moments_sd(m);
	to->percentile = mem_zero(n + 1, sizeof(*to->percentile));
	for (size_t i = 0; i < n; i++)
		to->percentile[i] = quantile_percentile(t, i);
	if (to->n && to->type != PIXEL_NONE && !pixel_is_float(to->type))
		to->levels = quantile_rank(t, n + END_HIGH, 1) -
			     quantile_rank(t, n + END_LOW, 0) + 1;
	to->low = quantile_percentile(t, n + END_LOW);
	to->high = quantile_percentile(t, n + END_HIGH);
	to->q1 = quantile_percentile(t, n + Q1);
	to->median = quantile_percentile(t, n + MEDIAN);
	to->q3 = quantile_percentile(t, n + Q3);
}

static void set_noise(struct summary *to, double laplacian, uint64_t windows)
{
	to->noise = windows ? laplacian * sqrt(acos(-1) / 2) /
				      (6 * (double)windows) :
			      NAN;
}

static void set_each(const struct set_job *j, size_t i)
{
	const struct image_stats *g = &j->image[i];
	struct summary *to = &j->s->each[i];

	*to = (struct summary){
		.images = 1,
		.width = g->info.width,
		.height = g->info.height,
		.pages = g->info.pages,
		.type = g->info.type,
		.bits = g->info.bits,
		.pitch = g->info.pitch,
		.note = g->note,
		.warning = g->warning,
		.nonfinite = g->nonfinite,
		.zeros = g->zeros,
		.saturated = saturated(g),
		.min = g->moments.n ? g->min : 0,
		.max = g->moments.n ? g->max : 0,
	};
	to->level_stats = g->level_stats;
	set_noise(to, g->laplacian, g->windows);
	set_values(j, to, &g->quantile, &g->moments);
}

static void add_to_all(struct summary *all, const struct summary *one)
{
	int first = !all->images++;

	if (first || all->width != one->width)
		all->width = first ? one->width : 0;
	if (first || all->height != one->height)
		all->height = first ? one->height : 0;
	if (first || all->pages != one->pages)
		all->pages = first ? one->pages : 0;
	if (first || all->type != one->type)
		all->type = first ? one->type : PIXEL_NONE;
	if (first)
		all->pitch = one->pitch;
	else if (all->pitch.x != one->pitch.x || all->pitch.y != one->pitch.y)
		all->pitch = (struct pixel_pitch){ 0 };
	if (first || all->bits < one->bits)
		all->bits = one->bits;
	if (first || one->note[0])
		all->note = one->note;
	if (first || one->warning[0])
		all->warning = one->warning;
	if (one->n && (!all->n || one->min < all->min))
		all->min = one->min;
	if (one->n && (!all->n || one->max > all->max))
		all->max = one->max;
	all->n += one->n;
	all->nonfinite += one->nonfinite;
	all->zeros += one->zeros;
	all->saturated += one->saturated;
}

static void set_summaries(struct set_job *j, const struct moments *m)
{
	struct set_stats *s = j->s;
	uint64_t windows = 0;
	double laplacian = 0;

	s->each = mem_zero(s->n + 1, sizeof(*s->each));
	s->all = (struct summary){ .note = "", .warning = "" };
	for (size_t i = 0; i < s->n; i++) {
		set_each(j, i);
		if (!counts(j, i))
			continue;
		add_to_all(&s->all, &s->each[i]);
		laplacian += j->image[i].laplacian;
		windows += j->image[i].windows;
	}
	s->all.level_stats = j->all_levels;
	set_noise(&s->all, laplacian, windows);
	set_values(j, &s->all, &j->all, m);
}

int set_stats_run(struct set_stats *s, struct err *err)
{
	struct set_job j = { .s = s, .failed = s->n };
	struct moments m;
	int rc, threads;

	s->each = NULL;
	s->all = (struct summary){ .note = "", .warning = "" };
	j.pool = thread_pool_new(s->threads);
	threads = thread_pool_threads(j.pool);
	j.percent = mem_zero(s->percents + OWN, sizeof(*j.percent));
	memcpy(j.percent, s->percent, s->percents * sizeof(*j.percent));
	memcpy(j.percent + s->percents, own, sizeof(own));
	j.image = mem_zero(s->n + 1, sizeof(*j.image));
	j.err = mem_zero(s->n + 1, sizeof(*j.err));
	j.room = mem_zero((size_t)threads, sizeof(*j.room));
	j.part = mem_zero((size_t)threads, sizeof(*j.part));
	if ((rc = passes(&j, &m, err)) == 0)
		set_summaries(&j, &m);
	s->failed = j.failed;
	for (int k = 0; k < threads; k++)
		image_stats_room_release(&j.room[k]);
	for (size_t i = 0; i < s->n; i++)
		quantile_release(&j.image[i].quantile);
	quantile_release(&j.all);
	thread_pool_free(j.pool);
	free(j.percent);
	free(j.image);
	free(j.err);
	free(j.room);
	free(j.part);
	return rc;
}

void set_stats_release(struct set_stats *s)
{
	for (size_t i = 0; s->each && i < s->n; i++)
		free(s->each[i].percentile);
	free(s->each);
	free(s->all.percentile);
	s->each = NULL;
	s->all.percentile = NULL;
}

double set_stats_bits(double levels)
{
	return levels > 0 ? log2(levels) : 0;
}
