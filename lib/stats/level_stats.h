/*
 * level_stats.h - computes exact statistics from how often each level occurs.
 *
 * Inside lib/stats only.
 */
#ifndef STATS_LEVEL_STATS_H
#define STATS_LEVEL_STATS_H

#include "stats/quantile.h"

struct level_stats {
	/* 0: no pixels, or not counted by level; the rest is then 0 */
	int known;
	double entropy; /* bits a pixel: -sum p log2 p (Shannon 1948) */
	/* most frequent level, the lowest of several */
	double mode;
	double mad; /* median of |x - median|, not scaled */
	/* greatest common divisor of all differences between levels; 0 if there
	 * is only one level */
	double step;
	/* lowest bits that are 0 in every pixel; 0 if all pixels are 0 */
	unsigned low_bits;
	/* bits up to the highest that any pixel uses; without meaning if levels
	 * are negative */
	unsigned used_bits;
	/* pixels in the 16 levels above the lowest one, and in the 16 levels
	 * below the highest one */
	uint64_t beside_min, beside_max;
};

/* Fills G from the counts of T.  Call it before quantile_next. */
void level_stats_of(struct level_stats *g, const struct quantile *t);

#endif
