/*
 * quantile.h - exact percentiles of any number of values, in bounded memory.
 *
 * Inside lib/stats only.  All values are added once for each pass: one pass for
 * integers of up to 16 bits, two for float16 and float32, four for other types.
 *
 * Percentiles are numpy's "linear" ones: for percentile q of n values, let h =
 * (n - 1) q / 100.  The percentile is interpolated between the values of rank
 * floor(h) and floor(h) + 1.  Ranks count from 0.
 */
#ifndef STATS_QUANTILE_H
#define STATS_QUANTILE_H

#include "image/image.h"
#include "stats/moments.h"

enum quantile_kind {
	QUANTILE_LEVELS, /* integers from -32768 to 65535 */
	QUANTILE_F32,	 /* types that float32 represents exactly */
	QUANTILE_F64,	 /* all others, as double */
	QUANTILE_KINDS
};

struct quantile_goal {	 /* a rank whose value is sought */
	uint64_t rank;	 /* rank among the values that begin with PREFIX */
	uint64_t prefix; /* highest bits of the value's key, as far as known */
	double value;	 /* known after the last pass */
};

struct quantile {
	enum quantile_kind kind;
	int pass;
	uint64_t n;	       /* number of values in the first pass */
	uint64_t seen;	       /* number of values in this pass */
	const double *percent; /* owned by the caller */
	size_t percents;
	struct quantile_goal *goal; /* two ranks for each percentile */
	/* prefixes of all goals, sorted, each once */
	uint64_t *prefix;
	size_t prefixes;
	/* 65,536 counts for each prefix, or one for each level */
	uint64_t *count;
	int lent; /* 1: COUNT belongs to the caller (quantile_lend) */
	/* for each value of the highest 16 bits, the index of the first
	 * prefix */
	short *first;
	size_t low, high; /* levels that occur: from LOW to below HIGH */
};

enum quantile_kind quantile_kind_of(enum pixel type);
enum quantile_kind quantile_kind_both(enum quantile_kind a,
				      enum quantile_kind b);

/* Makes T ready for PERCENTS percentiles.  PERCENT has their numbers, from 0 to
 * 100, and must outlive T.  The caller releases T.  T may be released while
 * all-zero. */
void quantile_init(struct quantile *t, enum quantile_kind kind,
		   const double *percent, size_t percents);
void quantile_release(struct quantile *t);

/* Lends T, of kind QUANTILE_LEVELS, the memory *ZEROS for its first pass, so
 * that thousands of quantiles, one after the other, need not clear as many.
 * *ZEROS is NULL or from an earlier call; the caller frees it.  T gives it back
 * when the pass ends or T is released. */
void quantile_lend(struct quantile *t, uint64_t **zeros);

/* Adds N finite values to this pass. */
void quantile_add(struct quantile *t, const double *x, size_t n);

/* Adds the value LOW + i as often as COUNT[i] says, for each i below LEVELS.
 * For QUANTILE_LEVELS only. */
void quantile_levels(struct quantile *t, long low, const uint64_t *count,
		     size_t levels);

/* Makes TO an empty quantile for another thread, in the same pass. */
void quantile_split(struct quantile *to, const struct quantile *t);

/* Adds to T what PART (quantile_split) has counted, before the pass ends. */
void quantile_join(struct quantile *t, const struct quantile *part);

/* Ends the pass.  Returns 1 if all values must be added once more, 0 if the
 * percentiles are known. */
int quantile_next(struct quantile *t);

/* Returns percentile number I, or NAN if there were no values. */
double quantile_percentile(const struct quantile *t, size_t i);

/* Returns the value of rank floor(h) (SIDE 0) or floor(h) + 1 (SIDE 1) for
 * percentile number I. */
double quantile_rank(const struct quantile *t, size_t i, int side);

/* For QUANTILE_LEVELS, before quantile_next: fills M with the moments of the
 * values, exact but for the last rounding. */
void quantile_moments(const struct quantile *t, struct moments *m);

/* For QUANTILE_LEVELS, before quantile_next: returns how often LEVEL occurs. */
uint64_t quantile_count(const struct quantile *t, long level);

/* For QUANTILE_LEVELS, before quantile_next: returns the counts of levels, to
 * be indexed by levels from *LOW to *HIGH, the lowest and highest that occur,
 * or NULL if there are none.  T owns the counts. */
const uint64_t *quantile_range(const struct quantile *t, long *low, long *high);

#endif
