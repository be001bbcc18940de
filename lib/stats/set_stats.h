/*
 * set_stats.h - statistics of each of many images, and of all of them together.
 *
 * Statistics are exact.  They use all finite pixels; others are only counted.
 * They do not depend on the number of threads, nor memory on the size of the
 * images.
 */
#ifndef STATS_SET_STATS_H
#define STATS_SET_STATS_H

#include "base/messages.h"
#include "stats/extreme.h"
#include "stats/level_counts.h"
#include "stats/level_stats.h"
#include "image/image.h"

struct summary { /* the statistics of one image or of many */
	size_t images;
	size_t width, height, pages; /* size of each image; 0: images differ */
	enum pixel type;	     /* PIXEL_NONE: images differ */
	unsigned bits;		     /* largest number of bits of an image */
	/* unknown also if images differ */
	struct pixel_pitch pitch;
	const char *note, *warning; /* of the scan, or "" */
	uint64_t n;		    /* number of finite pixels */
	uint64_t nonfinite, zeros;
	/* integer pixels with the highest value of their image, if this is the
	 * largest value of 8, 10, 12, 14 or 16 bits, or of the type */
	uint64_t saturated;
	/* SD is divided by n; all are 0 if there are no pixels */
	double min, max, mean, sd;
	/* pixels with the values MIN and MAX; only for one image */
	uint64_t at_min, at_max;
	/* percentiles asked for; NaN: no pixels */
	double *percentile;
	double q1, median, q3; /* NaN if there are no pixels */
	double low, high;      /* percentiles 0.5 and 99.5 */
	struct level_stats level_stats;
	struct extreme extreme; /* only for one image */
	/* Counts of levels of one image of integers of up to 16 bits, if asked
	 * for, until those of all images exceed 128 MiB. */
	struct level_counts counts;
	/* Gaussian noise by Immerkaer's formula: sqrt(pi / 2) / 6 times the
	 * mean of |L| over all windows of 3 x 3 finite pixels, where L weights
	 * the pixels by 1 -2 1, -2 4 -2, 1 -2 1 (J. Immerkaer, Fast noise
	 * variance estimation, Computer Vision and Image Understanding 64,
	 * 1996, 300-302).  NaN: not asked for, or no window. */
	double noise;
	double laplacian; /* sum of |L| over WINDOWS windows */
	uint64_t windows;
	/* Levels from the lowest to the highest, without the lowest and the
	 * highest half percent of the pixels; 0 if pixels are not integers or
	 * images differ in type. */
	double levels;
};

struct set_stats {
	/* given */
	const char *const *ref; /* references of the images */
	size_t n;
	/* not 0 for each image that counts in ALL; NULL: all do */
	const char *in_all;
	const double *percent; /* percentiles asked for, from 0 to 100 */
	size_t percents;
	int threads;
	int noise;	 /* 1: estimate the noise */
	int keep_counts; /* 1: keep the counts of levels of each image */
	/* filled in */
	struct summary *each;
	struct summary all;
	size_t failed; /* index of the image at which set_stats_run failed */
};

/* Reads the images and fills in the results.  The caller releases S, also after
 * a failure.  Errors name the image: the first in order, if several fail. */
int set_stats_run(struct set_stats *s, struct err *err);

/* Fills TO with the statistics of the images of S for which IN is not 0.  Reads
 * them again unless all their counts were kept.  Errors name the image.  The
 * caller releases TO, also after a failure. */
int set_stats_subset(const struct set_stats *s, const char *in,
		     struct summary *to, struct err *err);
void set_stats_subset_release(struct summary *s);

void set_stats_release(struct set_stats *s);

/* Warns of images that are converted on reading or have a warning.  SIDE begins
 * each message. */
void set_stats_say_notes(struct messages *to, const struct set_stats *s,
			 const char *side);

/* Returns log2(LEVELS), the effective bits; 0 if LEVELS is 0. */
double set_stats_bits(double levels);

#endif
