/*
 * set_stats.h - statistics of many images, of each one and of all together.
 *
 * Statistics are exact and use all finite pixels; the others are only counted.
 * Results do not depend on the number of threads, and memory does not grow with
 * the size of the images.
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
	unsigned bits;		     /* the most of any image */
	struct pixel_pitch pitch;    /* not known: also if they differ */
	const char *note, *warning;  /* of the scan; "" */
	uint64_t n;		     /* finite pixels */
	uint64_t nonfinite, zeros;
	/* Integers: pixels with their image's maximum, if that is the largest
	 * value of 8, 10, 12, 14, 16 or all bits of the type. */
	uint64_t saturated;
	double min, max, mean, sd; /* sd: divided by n; no pixels: 0 */
	double *percentile;	   /* those asked for; no pixels: NaN */
	double q1, median, q3;	   /* no pixels: NaN */
	double low, high;	   /* percentiles 0.5 and 99.5 */
	struct level_stats level_stats;
	struct extreme extreme; /* of one image */
	/* Only of one image of integers of up to 16 bits, if asked for, and as
	 * long as the counts of the set fit into 128 MiB. */
	struct level_counts counts;
	/* Gaussian noise by Immerkaer's formula: sqrt(pi / 2) / 6 times the
	 * mean of |L|, L being the pixels of 3 x 3 weighted 1 -2 1, -2 4 -2,
	 * 1 -2 1, over all windows of finite pixels (J. Immerkaer, Fast
	 * noise variance estimation, Computer Vision and Image Understanding
	 * 64, 1996, 300-302).  NaN: not asked for, or no window. */
	double noise;
	double laplacian; /* the sum of |L|; WINDOWS is the number of windows */
	uint64_t windows;
	/* For integers 1 + highest - lowest level, after half a percent of the
	 * pixels is cut off at each end; otherwise 0. */
	double levels;
};

struct set_stats {
	/* given */
	const char *const *ref; /* images */
	size_t n;
	/* 0: the image does not count in ALL; NULL: all count */
	const char *in_all;
	const double *percent; /* 0 to 100 */
	size_t percents;
	int threads;
	int noise;	 /* 1: estimate it, too */
	int keep_counts; /* 1: keep the counts of each image */
	/* made */
	struct summary *each; /* N */
	struct summary all;
	size_t failed; /* number of the image that made set_stats_run fail */
};

/* Reads the images and fills in what is made.  Errors name the image; if
 * several images fail, the first in order is reported. */
int set_stats_run(struct set_stats *s, struct err *err);
/* Puts into TO the statistics of those images of S that IN marks (not 0), all
 * together: from their counts if all of these were kept, otherwise by reading
 * the images again.  Errors name the image.  The caller releases TO, even after
 * a failure. */
int set_stats_subset(const struct set_stats *s, const char *in,
		     struct summary *to, struct err *err);
void set_stats_subset_release(struct summary *s);
/* Frees what set_stats_run made. */
void set_stats_release(struct set_stats *s);

/* Warns of images of SIDE that are converted on reading, or that have a
 * warning. */
void set_stats_say_notes(struct messages *to, const struct set_stats *s,
			 const char *side);

/* Returns how many bits it takes to distinguish LEVELS: their binary
 * logarithm. */
double set_stats_bits(double levels);

#endif
