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

#include "base/calc.h"
#include "base/mem.h"
#include "base/thread_pool.h"
#include "image/scan.h"
#include "stats/image_stats.h"

/* Percentiles that are always computed. */
enum { END_LOW, END_HIGH, Q1, MEDIAN, Q3, OWN };
enum { MOST_KEPT = 128 << 20 }; /* the most bytes of counts that are kept */
static const double own[OWN] = { 0.5, 99.5, 25, 50, 75 };

struct set_job {
	struct set_stats *s;
	struct thread_pool *pool;
	double *percent; /* those asked for and those always computed */
	struct image_stats *image; /* of each image */
	struct err *err;	   /* of each image */
	size_t failed; /* the first image that failed so far, or n */
	struct image_stats_room *room;		       /* of each worker */
	struct quantile (*first_part)[QUANTILE_KINDS]; /* of each worker */
	struct quantile *part;			       /* of each worker */
	struct quantile all;
	/* 1: images of another kind still have to be counted in ALL */
	int late;
	int all_more; /* 1: ALL needs another pass */
	size_t kept;  /* bytes of counts */
	struct level_stats all_levels;
};

static int counts(const struct set_job *j, size_t i)
{
	return !j->s->in_all || j->s->in_all[i];
}

/* An image that comes after one that failed need not be read; those before it
 * must be. */
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

static struct image_stats_room *room_of(struct set_job *j, int worker)
{
	if (!j->room[worker].level)
		image_stats_room_init(&j->room[worker]);
	return &j->room[worker];
}

/* Reads an image for the first time, and keeps its counts while there is
 * room. */
static void measure_first(void *arg, size_t i, int worker)
{
	struct set_job *j = arg;
	struct image_stats *g = &j->image[i];
	struct quantile *part = counts(j, i) ? j->first_part[worker] : NULL;

	if (skip(j, i))
		return;
	g->wants_noise = j->s->noise;
	g->wants_counts = j->s->keep_counts &&
			  __atomic_load_n(&j->kept, __ATOMIC_RELAXED) <
				  MOST_KEPT;
	if (image_stats_first(g, j->s->ref[i], j->percent, j->s->percents + OWN,
			      part, room_of(j, worker), &j->err[i]) < 0)
		note_failure(j, i);
	__atomic_fetch_add(&j->kept, g->counts.len, __ATOMIC_RELAXED);
}

/* Returns 1 if the image was counted in a quantile of another kind than that of
 * ALL. */
static int is_late(const struct set_job *j, size_t i)
{
	return counts(j, i) && j->image[i].quantile.kind != j->all.kind;
}

static void measure_again(void *arg, size_t i, int worker)
{
	struct set_job *j = arg;
	struct image_stats *g = &j->image[i];
	int wanted = j->late ? is_late(j, i) : counts(j, i) && j->all_more;
	struct quantile *part = wanted ? &j->part[worker] : NULL;

	if (skip(j, i) || (!part && (j->late || !g->more)))
		return;
	if (image_stats_again(g, j->s->ref[i], part, room_of(j, worker),
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

/* Reads all images once.  Which kind they share is known only afterwards, so
 * they are counted by kind; the widest kind then counts for all. */
static int first_pass(struct set_job *j, struct err *err)
{
	int threads = thread_pool_threads(j->pool), widest = QUANTILE_LEVELS;
	struct quantile of_kind[QUANTILE_KINDS];

	for (int kind = 0; kind < QUANTILE_KINDS; kind++) {
		quantile_init(&of_kind[kind], (enum quantile_kind)kind,
			      j->percent, j->s->percents + OWN);
		for (int k = 0; k < threads; k++)
			quantile_split(&j->first_part[k][kind], &of_kind[kind]);
	}
	thread_pool_run(j->pool, j->s->n, measure_first, j);
	for (size_t i = 0; i < j->s->n; i++)
		if (counts(j, i) && (int)j->image[i].quantile.kind > widest)
			widest = (int)j->image[i].quantile.kind;
	for (int kind = 0; kind < QUANTILE_KINDS; kind++) {
		for (int k = 0; k < threads; k++) {
			quantile_join(&of_kind[kind], &j->first_part[k][kind]);
			quantile_release(&j->first_part[k][kind]);
		}
		if (kind == widest)
			j->all = of_kind[kind];
		else
			quantile_release(&of_kind[kind]);
	}
	for (size_t i = 0; i < j->s->n; i++)
		j->late |= is_late(j, i);
	return failure(j, err);
}

/* Reads the images again that have something left to count. */
static int next_pass(struct set_job *j, struct err *err)
{
	int threads = thread_pool_threads(j->pool);
	int counted = j->late || j->all_more;

	for (int k = 0; k < threads && counted; k++)
		quantile_split(&j->part[k], &j->all);
	thread_pool_run(j->pool, j->s->n, measure_again, j);
	for (int k = 0; k < threads && counted; k++) {
		quantile_join(&j->all, &j->part[k]);
		quantile_release(&j->part[k]);
	}
	return failure(j, err);
}

/* Combines the moments of all images; exact where levels were counted. */
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
	int more;

	if (first_pass(j, err) < 0 || (j->late && next_pass(j, err) < 0))
		return -1;
	j->late = 0;
	join_moments(j, m);
	level_stats_of(&j->all_levels, &j->all);
	j->all_more = quantile_next(&j->all);
	for (;;) {
		more = j->all_more;
		for (size_t i = 0; i < j->s->n; i++)
			more |= j->image[i].more;
		if (!more)
			return 0;
		if (next_pass(j, err) < 0)
			return -1;
		if (j->all_more)
			j->all_more = quantile_next(&j->all);
	}
}

/* Returns the number of pixels with the highest value of a camera of 8, 10, ...
 * bits. */
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

static void set_noise(struct summary *to)
{
	to->noise = to->windows ? to->laplacian * sqrt(M_PI / 2) /
					  (6 * (double)to->windows) :
				  NAN;
}

static void set_extreme(struct summary *to, const struct image_stats *g)
{
	struct extreme_ends ends = {
		.low = to->low,
		.high = to->high,
		.n = to->n,
		.mean = to->mean,
		.sd = to->sd,
		.min = to->min,
		.max = to->max,
		.at_min = g->at_min,
		.at_max = g->at_max,
	};

	to->extreme = g->extreme;
	if (to->n && !to->level_stats.known)
		extreme_of_ends(&to->extreme, &ends);
}

static void set_each(const struct set_job *j, size_t i)
{
	const struct image_stats *g = &j->image[i];
	struct summary *to = &j->s->each[i];

	*to = (struct summary){
		.images = 1,
		.width = g->info.width,
		.height = g->info.height / g->info.stack,
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
		.at_min = g->at_min,
		.at_max = g->at_max,
	};
	to->level_stats = g->level_stats;
	to->counts = g->counts;
	j->image[i].counts = (struct level_counts){ 0 };
	to->laplacian = g->laplacian;
	to->windows = g->windows;
	set_noise(to);
	set_values(j, to, &g->quantile, &g->moments);
	set_extreme(to, g);
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
	all->laplacian += one->laplacian;
	all->windows += one->windows;
}

static void set_summaries(struct set_job *j, const struct moments *m)
{
	struct set_stats *s = j->s;
	s->each = mem_zero(s->n + 1, sizeof(*s->each));
	s->all = (struct summary){ .note = "", .warning = "" };
	for (size_t i = 0; i < s->n; i++) {
		set_each(j, i);
		if (!counts(j, i))
			continue;
		add_to_all(&s->all, &s->each[i]);
	}
	s->all.level_stats = j->all_levels;
	set_noise(&s->all);
	set_values(j, &s->all, &j->all, m);
}

static double *all_percents(const struct set_stats *s)
{
	double *percent = mem_zero(s->percents + OWN, sizeof(*percent));

	memcpy(percent, s->percent, s->percents * sizeof(*percent));
	memcpy(percent + s->percents, own, sizeof(own));
	return percent;
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
	j.percent = all_percents(s);
	j.image = mem_zero(s->n + 1, sizeof(*j.image));
	j.err = mem_zero(s->n + 1, sizeof(*j.err));
	j.room = mem_zero((size_t)threads, sizeof(*j.room));
	j.part = mem_zero((size_t)threads, sizeof(*j.part));
	j.first_part = mem_zero((size_t)threads, sizeof(*j.first_part));
	if ((rc = passes(&j, &m, err)) == 0)
		set_summaries(&j, &m);
	s->failed = j.failed;
	for (int k = 0; k < threads; k++)
		image_stats_room_release(&j.room[k]);
	for (size_t i = 0; i < s->n; i++)
		image_stats_release(&j.image[i]);
	quantile_release(&j.all);
	thread_pool_free(j.pool);
	free(j.percent);
	free(j.image);
	free(j.err);
	free(j.room);
	free(j.part);
	free(j.first_part);
	return rc;
}

static int are_kept(const struct set_stats *s, const char *in)
{
	for (size_t i = 0; i < s->n; i++)
		if (in[i] && !s->each[i].counts.data)
			return 0;
	return 1;
}

static void add_counts(struct quantile *to, const struct level_counts *c)
{
	struct level_count at;

	for (size_t pos = 0; level_counts_next(c, &pos, &at);)
		quantile_levels(to, at.level, &at.n, 1);
}

static void subset_of_counts(const struct set_stats *s, const char *in,
			     struct summary *to)
{
	struct set_stats given = *s;
	struct set_job j = { .s = &given, .percent = all_percents(s) };
	struct moments m;

	quantile_init(&j.all, QUANTILE_LEVELS, j.percent, s->percents + OWN);
	for (size_t i = 0; i < s->n; i++)
		if (in[i]) {
			add_to_all(to, &s->each[i]);
			add_counts(&j.all, &s->each[i].counts);
		}
	quantile_moments(&j.all, &m);
	level_stats_of(&to->level_stats, &j.all);
	quantile_next(&j.all);
	set_values(&j, to, &j.all, &m);
	set_noise(to);
	quantile_release(&j.all);
	free(j.percent);
}

static int subset_of_images(const struct set_stats *s, const char *in,
			    struct summary *to, struct err *err)
{
	const char **ref = mem_zero(s->n + 1, sizeof(*ref));
	struct set_stats some = *s;
	int rc;

	some.ref = ref;
	some.in_all = NULL;
	some.keep_counts = 0;
	some.n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (in[i])
			ref[some.n++] = s->ref[i];
	rc = set_stats_run(&some, err);
	if (rc == 0) {
		*to = some.all;
		some.all.percentile = NULL;
	}
	set_stats_release(&some);
	free(ref);
	return rc;
}

int set_stats_subset(const struct set_stats *s, const char *in,
		     struct summary *to, struct err *err)
{
	int rc = 0;

	*to = (struct summary){ .note = "", .warning = "" };
	if (are_kept(s, in))
		subset_of_counts(s, in, to);
	else
		rc = subset_of_images(s, in, to, err);
	return rc;
}

void set_stats_subset_release(struct summary *s)
{
	free(s->percentile);
	s->percentile = NULL;
	level_counts_release(&s->counts);
}

void set_stats_release(struct set_stats *s)
{
	for (size_t i = 0; s->each && i < s->n; i++)
		set_stats_subset_release(&s->each[i]);
	free(s->each);
	set_stats_subset_release(&s->all);
	s->each = NULL;
}

void set_stats_say_notes(struct messages *to, const struct set_stats *s,
			 const char *side)
{
	struct scan_notes notes = { 0 };

	for (size_t i = 0; i < s->n; i++)
		scan_notes_add(&notes, s->each[i].note, s->each[i].warning,
			       s->ref[i]);
	scan_notes_tell(&notes, side, to);
}

double set_stats_bits(double levels)
{
	return levels > 0 ? calc_log2(levels) : 0;
}
