/*
 * set_stats.h - statistics of many images, each and all together.
 *
 * Exact over all pixels; non-finite ones are counted and left out.  The
 * result does not depend on the number of threads.  Memory does not grow
 * with the size of the images.
 */
#ifndef STATS_SET_STATS_H
#define STATS_SET_STATS_H

#include "base/messages.h"
#include "stats/extreme.h"
#include "stats/level_counts.h"
#include "stats/level_stats.h"
#include "image/image.h"

struct summary { /* of one image or of many */
	size_t images;
	size_t width, height, pages; /* 0: they differ */
	enum pixel type;	     /* PIXEL_NONE: they differ */
	unsigned bits;		     /* the most there are */
	struct pixel_pitch pitch;    /* not known: or they differ */
	const char *note, *warning;  /* of the scan, "" */
	uint64_t n;		     /* finite pixels */
	uint64_t nonfinite, zeros;
	uint64_t saturated;	   /* at the top of the 8, 10, 12, 14, 16 or
				   all bits of an integer type */
	double min, max, mean, sd; /* sd: divided by n; no pixels: 0 */
	double *percentile;	   /* as asked; no pixels: NaN */
	double q1, median, q3;	   /* no pixels: NaN */
	double low, high;	   /* percentiles 0.5 and 99.5 */
	struct level_stats level_stats;
	struct extreme extreme; /* of one image */
	/* Of one image of integers of up to 16 bits, if asked for and there
	 * was memory for it: 128 MiB for a set. */
	struct level_counts counts;
	/* Gaussian noise by Immerkaer's formula: sqrt(pi / 2) / 6 times the
	 * mean of |L|, L being the pixels of 3 x 3 weighted 1 -2 1, -2 4 -2,
	 * 1 -2 1, over all windows of finite pixels (J. Immerkaer, Fast
	 * noise variance estimation, Computer Vision and Image Understanding
	 * 64, 1996, 300-302).  NaN: not asked for, or no window. */
	double noise;
	double laplacian; /* the sum of |L|, and of how many windows */
	uint64_t windows;
	/* Integers: 1 + the highest minus the lowest level left when half
	 * a percent of the pixels is cut off at each end; else 0. */
	double levels;
};

struct set_stats {
	/* given */
	const char *const *ref; /* images */
	size_t n;
	const char *in_all;    /* 0: does not count for all; NULL: all do */
	const double *percent; /* 0 to 100 */
	size_t percents;
	int threads;
	int noise;	 /* estimate it, too */
	int keep_counts; /* of each image */
	/* made */
	struct summary *each; /* N */
	struct summary all;
	size_t failed; /* the image that made set_stats_run fail */
};

/* Errors name the image.  Of several, the first in order is reported. */
int set_stats_run(struct set_stats *s, struct err *err);
/* Put into TO the statistics of those images of S that IN marks (not 0), as
 * "all" would have them: from their counts if all have been kept, else by
 * reading them again.  Errors name the image; TO is released
 * by the caller, also then. */
int set_stats_subset(const struct set_stats *s, const char *in,
		     struct summary *to, struct err *err);
void set_stats_subset_release(struct summary *s);
/* Free what set_stats_run made. */
void set_stats_release(struct set_stats *s);

/* Warn of what images of SIDE are converted on reading or damaged. */
void set_stats_say_notes(struct messages *to, const struct set_stats *s,
			 const char *side);

/* Bits that tell LEVELS apart: their binary logarithm. */
double set_stats_bits(double levels);

#endif
