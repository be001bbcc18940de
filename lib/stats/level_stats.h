/*
 * level_stats.h - what a histogram of whole levels says, exactly.  Inside
 * lib/stats only.
 */
#ifndef STATS_LEVEL_STATS_H
#define STATS_LEVEL_STATS_H

#include "stats/quantile.h"

struct level_stats {
	int known;	   /* 0: no pixels, or not counted level by level */
	double entropy;	   /* bits a pixel: -sum p log2 p (Shannon 1948) */
	double mode;	   /* the most frequent level, the lowest of several */
	double mad;	   /* median of |x - median|, not scaled */
	double step;	   /* greatest common divisor of the differences between
			   levels that occur; one level: 0 */
	unsigned low_bits; /* lowest bits that are 0 in every pixel; all
				   pixels 0: 0 */
	unsigned used_bits; /* up to the highest that is not 0 in every
				   pixel; negative levels: of no meaning */
};

/* Of a quantile before quantile_next. */
void level_stats_of(struct level_stats *g, const struct quantile *t);

#endif
