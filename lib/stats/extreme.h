/*
 * extreme.h - a few pixels far outside of what all others are: hot pixels,
 * cosmic rays, dead pixels.
 *
 * They make a squared error: one pixel of 65,535 among 65,536 of some
 * hundreds has nearly all of the variance of its image.  Pixels are far when
 * they lie more than ten times the width of the robust range (percentiles 0.5
 * to 99.5) beyond its end.  They are hot when they are few (at most three, or
 * one in 20,000) and have more than a twentieth of the sum of squared
 * deviations from the mean.  What a microscope sees is not that few pixels:
 * light spreads.
 */
#ifndef STATS_EXTREME_H
#define STATS_EXTREME_H

#include <stddef.h>
#include <stdint.h>

struct extreme {	  /* of one image */
	double low, high; /* the robust range */
	uint64_t n;	  /* far pixels */
	double value;	  /* of the one furthest from the mean */
	double share;	  /* of the sum of squared deviations: 0 to 1 */
	int is_hot;
};

/* From the counts COUNT[LOW] to COUNT[HIGH] of levels, N in all. */
void extreme_of_levels(struct extreme *e, const uint64_t *count, long low,
		       long high, uint64_t n);
/* From N finite values in rising order. */
void extreme_of_sorted(struct extreme *e, const float *sorted, size_t n);

struct extreme_ends {
	double low, high; /* the robust range */
	uint64_t n;	  /* finite pixels */
	double mean, sd;
	double min, max;
	uint64_t at_min, at_max; /* pixels of that value */
};

/* From the ends alone: far pixels between them are not known. */
void extreme_of_ends(struct extreme *e, const struct extreme_ends *of);

#endif
