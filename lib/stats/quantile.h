/*
 * quantile.h - computes exact percentiles of any number of values in bounded
 * memory.
 *
 * Inside lib/stats only.
 *
 * Integers of up to 16 bits are counted by level, in one pass.  Any other
 * number is converted to a key that sorts in the same order.  The first pass
 * counts the values by the highest 16 bits of their keys.  The counts give the
 * highest 16 bits of each key that is sought.  The next pass looks only at keys
 * that begin with these bits, and counts such keys by their next 16 bits.
 * Further passes continue like that.  Values of float32 take two passes, values
 * of other types four.  Nothing is sampled.
 *
 * Percentiles are numpy's "linear" ones.  For percentile q of n values, let h =
 * (n - 1) q / 100.  The percentile is interpolated between the value of rank
 * floor(h) and the value of rank floor(h) + 1.  Ranks count from 0.
 */
#ifndef STATS_QUANTILE_H
#define STATS_QUANTILE_H

#include "image/image.h"
#include "stats/moments.h"

enum quantile_kind {
	QUANTILE_LEVELS, /* integers from -32768 to 65535 */
	QUANTILE_F32,	 /* all types that float32 represents exactly */
	QUANTILE_F64,	 /* all others, as double */
	QUANTILE_KINDS
};

struct quantile_goal {	 /* a rank whose value is sought */
	uint64_t rank;	 /* rank among the values with this prefix */
	uint64_t prefix; /* bits of the key that are known */
	double value;	 /* known after the last pass */
};

struct quantile {
	enum quantile_kind kind;
	int pass;
	uint64_t n;	       /* values counted in the first pass */
	uint64_t seen;	       /* values counted in the current pass */
	const double *percent; /* owned by the caller */
	size_t percents;
	struct quantile_goal *goal; /* two for each percentile */
	/* prefixes of all goals, sorted; each occurs once */
	uint64_t *prefix;
	size_t prefixes;
	/* counts: 65,536 for each prefix, or one for each level */
	uint64_t *count;
	/* index of the first prefix for each value of the highest 16 bits */
	short *first;
	size_t low, high; /* limits of the levels that occur: [low, high) */
};

enum quantile_kind quantile_kind_of(enum pixel type);
enum quantile_kind quantile_kind_both(enum quantile_kind a,
				      enum quantile_kind b);

/* Initialises T for PERCENTS percentiles.  PERCENT has their numbers, each from
 * 0 to 100, and must outlive T.  A quantile of zeros may be released. */
void quantile_init(struct quantile *t, enum quantile_kind kind,
		   const double *percent, size_t percents);
void quantile_release(struct quantile *t);

/* quantile_add counts N finite values in the current pass.  quantile_levels
 * counts the value LOW + i COUNT[i] times, for each i below LEVELS.  It is for
 * QUANTILE_LEVELS only. */
void quantile_add(struct quantile *t, const double *x, size_t n);
void quantile_levels(struct quantile *t, long low, const uint64_t *count,
		     size_t levels);

/* quantile_split makes TO an empty quantile in the same pass and with the same
 * goals, for another thread.  quantile_join adds to T what PART has counted; it
 * must be called before the pass ends. */
void quantile_split(struct quantile *to, const struct quantile *t);
void quantile_join(struct quantile *t, const struct quantile *part);

/* Ends the pass.  Returns 1 if all values must be added once more, or 0 if the
 * percentiles are known. */
int quantile_next(struct quantile *t);

double quantile_percentile(const struct quantile *t, size_t i);

/* Returns the value of rank floor(h) (SIDE 0) or floor(h) + 1 (SIDE 1) for
 * percentile number I. */
double quantile_rank(const struct quantile *t, size_t i, int side);

/* Both are for QUANTILE_LEVELS only.  Call them before quantile_next.
 * quantile_moments fills M with the moments of the values, exact except for the
 * last rounding.  quantile_count returns how often LEVEL occurs. */
void quantile_moments(const struct quantile *t, struct moments *m);
uint64_t quantile_count(const struct quantile *t, long level);

/* Returns the counts of levels, indexed by level, or NULL if no level occurs.
 * Fills in the lowest and the highest level that occur.  Only levels from *LOW
 * to *HIGH may be used as an index. */
const uint64_t *quantile_range(const struct quantile *t, long *low, long *high);

#endif
