/*
 * extreme.h - finds a few pixels whose values are far from all others: hot
 * pixels, cosmic rays, dead pixels.  They dominate a squared error.
 *
 * The robust range reaches from percentile 0.5 to 99.5.  A pixel is far if it
 * lies more than ten widths of this range outside of it.  Far pixels are hot
 * (dead, if the farthest lies below) if
 * - they are few: at most three, or one in 500;
 * - there is a gap before them: at most a twentieth as many pixels lie between
 *   one and ten widths;
 * - they make more than a twentieth of the variance.
 *
 * If the pixels beyond ten widths are not hot, those beyond 100 and then those
 * beyond 1,000 widths are judged in the same way, so that a tail of bright
 * cells does not hide hot pixels far behind it.
 *
 * A real structure has no such gap, because a microscope spreads light: of a
 * Gaussian spot, as many pixels lie between one and ten widths as between ten
 * and a hundred.
 */
#ifndef STATS_EXTREME_H
#define STATS_EXTREME_H

#include <stddef.h>
#include <stdint.h>

struct extreme {	  /* the far pixels of one image */
	double low, high; /* the robust range */
	uint64_t n;	  /* number of far pixels */
	/* value of the far pixel furthest from the mean */
	double value;
	/* share of far pixels in the sum of (x - mean)^2 */
	double share;
	int is_hot;
	int is_dead; /* VALUE lies below the robust range */
};

/* Fills E from N pixels, of which COUNT[i] have level i, from LOW to HIGH.
 * COUNT[LOW] exists, also if LOW is negative. */
void extreme_of_levels(struct extreme *e, const uint64_t *count, long low,
		       long high, uint64_t n);

/* Fills E from N finite values in rising order. */
void extreme_of_sorted(struct extreme *e, const float *sorted, size_t n);

struct extreme_ends {
	double low, high; /* the robust range */
	uint64_t n;	  /* number of finite pixels */
	double mean, sd;
	double min, max;
	/* numbers of pixels with these values */
	uint64_t at_min, at_max;
};

/* Fills E if the values of single pixels are not known: only those with the
 * lowest or the highest value can be far.  The gap cannot be seen; so at most
 * three, or one in 2,000, are hot. */
void extreme_of_ends(struct extreme *e, const struct extreme_ends *ends);

#endif
