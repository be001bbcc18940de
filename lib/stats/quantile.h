/*
 * quantile.h - exact percentiles of any number of values in bounded memory.
 * Inside lib/stats only.
 *
 * Integers of up to 16 bits are counted level by level.  Other numbers
 * are counted by the highest 16 bits of a key that sorts as they do, then
 * again, among those that share the bits found, by the next 16: float32
 * takes two passes over the values, all else four.  Nothing is sampled.
 *
 * Percentiles are numpy's "linear" ones: with h = (n - 1) q / 100, the
 * value between the two of ranks floor(h) and floor(h) + 1.
 */
#ifndef STATS_QUANTILE_H
#define STATS_QUANTILE_H

#include "image/image.h"
#include "stats/moments.h"

enum quantile_kind {
	QUANTILE_LEVELS, /* integers from -32768 to 65535 */
	QUANTILE_F32,	 /* whatever float32 holds exactly */
	QUANTILE_F64,	 /* the rest, as double */
	QUANTILE_KINDS
};

struct quantile_goal {	 /* the value of one rank */
	uint64_t rank;	 /* among those that share the prefix */
	uint64_t prefix; /* the bits of its key that are known */
	double value;	 /* once all are */
};

struct quantile {
	enum quantile_kind kind;
	int pass;
	uint64_t n;	       /* values counted in the first pass */
	uint64_t seen;	       /* in the one under way */
	const double *percent; /* belongs to the caller */
	size_t percents;
	struct quantile_goal *goal; /* two for each percentile */
	uint64_t *prefix; /* the different ones of the goals, sorted */
	size_t prefixes;
	uint64_t *count;  /* 65,536 for each prefix, or the levels */
	short *first;	  /* of each 16 top bits the first prefix */
	size_t low, high; /* levels that occur lie in [low, high) */
};

enum quantile_kind quantile_kind_of(enum pixel type);
enum quantile_kind quantile_kind_both(enum quantile_kind a,
				      enum quantile_kind b);

/* PERCENT is 0 to 100.  An all-zero quantile is safe to release. */
void quantile_init(struct quantile *t, enum quantile_kind kind,
		   const double *percent, size_t percents);
void quantile_release(struct quantile *t);

/* Count finite values in the pass that is under way; or, of QUANTILE_LEVELS,
 * COUNT[i] values of LOW + i. */
void quantile_add(struct quantile *t, const double *x, size_t n);
void quantile_levels(struct quantile *t, long low, const uint64_t *count,
		     size_t levels);
/* An empty quantile in the same pass with the same goals, for another thread;
 * what it has counted is joined before the pass ends. */
void quantile_split(struct quantile *to, const struct quantile *t);
void quantile_join(struct quantile *t, const struct quantile *part);

/* End the pass.  1: all values must be given once more; 0: the goals have
 * their values. */
int quantile_next(struct quantile *t);

double quantile_percentile(const struct quantile *t, size_t i);
/* The values of ranks floor(h) (SIDE 0) and floor(h) + 1 (SIDE 1). */
double quantile_rank(const struct quantile *t, size_t i, int side);

/* Of QUANTILE_LEVELS, before quantile_next: exact but for the last rounding. */
void quantile_moments(const struct quantile *t, struct moments *m);
uint64_t quantile_count(const struct quantile *t, long level);
/* The lowest and the highest level that occurs; the counts of those and of
 * all between them, by level.  NULL if there is none. */
const uint64_t *quantile_range(const struct quantile *t, long *low, long *high);

#endif
