/*
 * tally.h - exact percentiles of any number of values in bounded memory.
 *
 * Integers of up to 16 bits are counted level by level.  Other numbers
 * are counted by the highest 16 bits of a key that sorts as they do, then
 * again, among those that share the bits found, by the next 16: float32
 * takes two passes over the values, all else four.  Nothing is sampled.
 *
 * Percentiles are numpy's "linear" ones: with h = (n - 1) q / 100, the
 * value between the two of ranks floor(h) and floor(h) + 1.
 */
#ifndef IMAGE_TALLY_H
#define IMAGE_TALLY_H

#include "image/image.h"
#include "image/moments.h"

enum tally_kind {
	TALLY_LEVELS,		/* integers from -32768 to 65535 */
	TALLY_F32,		/* whatever float32 holds exactly */
	TALLY_F64,		/* the rest, as double */
};

struct tally_goal {		/* the value of one rank */
	uint64_t rank;		/* among those that share the prefix */
	uint64_t prefix;	/* the bits of its key that are known */
	double value;		/* once all are */
};

struct tally {
	enum tally_kind kind;
	int pass;
	uint64_t n;		/* values counted in the first pass */
	uint64_t seen;		/* in the one under way */
	const double *percent;	/* belongs to the caller */
	size_t percents;
	struct tally_goal *goal;	/* two for each percentile */
	uint64_t *prefix;	/* the different ones of the goals, sorted */
	size_t prefixes;
	uint64_t *count;	/* 65,536 for each prefix, or the levels */
	short *first;		/* of each 16 top bits the first prefix */
	size_t low, high;	/* levels that occur lie in [low, high) */
};

enum tally_kind tally_kind_of(enum pixel type);
enum tally_kind tally_kind_both(enum tally_kind a, enum tally_kind b);

/* PERCENT is 0 to 100.  An all-zero tally is safe to release. */
void tally_init(struct tally *t, enum tally_kind kind,
		const double *percent, size_t percents);
void tally_release(struct tally *t);

/* Count finite values in the pass that is under way; or, of TALLY_LEVELS,
 * COUNT[i] values of LOW + i. */
void tally_add(struct tally *t, const double *x, size_t n);
void tally_levels(struct tally *t, long low, const uint64_t *count,
		  size_t levels);
/* An empty tally in the same pass with the same goals, for another thread;
 * what it has counted is joined before the pass ends. */
void tally_split(struct tally *to, const struct tally *t);
void tally_join(struct tally *t, const struct tally *part);

/* End the pass.  1: all values must be given once more; 0: the goals have
 * their values. */
int tally_next(struct tally *t);

double tally_percentile(const struct tally *t, size_t i);
/* The values of ranks floor(h) (SIDE 0) and floor(h) + 1 (SIDE 1). */
double tally_rank(const struct tally *t, size_t i, int side);

/* Of TALLY_LEVELS, before tally_next: exact but for the last rounding. */
void tally_moments(const struct tally *t, struct moments *m);
uint64_t tally_count(const struct tally *t, long level);
/* The lowest and the highest level that occurs; the counts of those and of
 * all between them, by level.  NULL if there is none. */
const uint64_t *tally_range(const struct tally *t, long *low, long *high);

#endif
