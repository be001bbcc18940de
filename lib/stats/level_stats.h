/*
 * level_stats.h - computes exact statistics from how often each level occurs.
 *
 * Inside lib/stats only.
 */
#ifndef STATS_LEVEL_STATS_H
#define STATS_LEVEL_STATS_H

#include "stats/quantile.h"

struct level_stats {
	/* 0: there are no pixels, or they were not counted by level */
	int known;
	double entropy; /* bits a pixel: -sum p log2 p (Shannon 1948) */
	/* most frequent level; the lowest if there are several */
	double mode;
	double mad; /* median of |x - median|, not scaled */
	/* Greatest common divisor of all differences between levels that occur;
	 * 0 if only one level occurs. */
	double step;
	/* Number of lowest bits that are 0 in every pixel; 0 if all pixels are
	 * 0. */
	unsigned low_bits;
	/* Number of bits up to the highest bit that is 1 in some pixel.
	 * Without meaning if there are negative levels. */
	unsigned used_bits;
};

/* Fills G from the counts of T.  Call this before quantile_next. */
void level_stats_of(struct level_stats *g, const struct quantile *t);

#endif
