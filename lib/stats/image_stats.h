/*
 * image_stats.h - measures one image in one or more passes, reading it row by
 * row.
 *
 * Inside lib/stats only.
 */
#ifndef STATS_IMAGE_STATS_H
#define STATS_IMAGE_STATS_H

#include "stats/extreme.h"
#include "stats/level_counts.h"
#include "stats/level_stats.h"
#include "stats/moments.h"
#include "image/scan.h"
#include "stats/quantile.h"

/* The memory that one thread needs, however many images it measures. */
struct image_stats_room {
	/* four tables of counts of levels, used in turn */
	uint32_t (*level)[65536];
	uint64_t pending;	  /* number of pixels counted in the tables */
	unsigned lowest, highest; /* lowest and highest level of those pixels */
	double *row;
	size_t row_len;
	double *line[3]; /* the last three rows, for the noise; used in turn */
	size_t lines; /* number of rows of this image that were stored there */
};

/* Makes R ready for use; the caller releases it with
 * image_stats_room_release. */
void image_stats_room_init(struct image_stats_room *r);
/* R may be zeros. */
void image_stats_room_release(struct image_stats_room *r);

struct image_stats {
	/* given */
	int wants_noise, wants_counts;
	/* filled in */
	struct image_info info;
	const char *note, *warning; /* as returned by the scan */
	struct moments moments;	    /* mean and variance of the finite pixels */
	uint64_t nonfinite, zeros, at_min, at_max;
	double min, max;
	struct quantile quantile;
	struct level_stats level_stats;
	/* if wanted, and if the image is counted by level */
	struct level_counts counts;
	struct extreme extreme; /* only if the image is counted by level */
	double laplacian;	/* the sum of |L| (set_stats.h) */
	uint64_t windows;	/* number of windows in that sum */
	int more;		/* 1: the quantile needs another pass */
};

/* Reads all of REF for the first time: initialises G's quantile for the type of
 * the image, and fills G.  OTHERS, if not NULL, has QUANTILE_KINDS quantiles,
 * one of each kind.  The pixels are also added to the one of the image's kind,
 * but its pass is not ended.  The caller releases G, even after a failure. */
int image_stats_first(struct image_stats *g, const char *ref,
		      const double *percent, size_t percents,
		      struct quantile *others, struct image_stats_room *r,
		      struct err *err);
/* Reads all of REF again and adds its pixels to G's quantile, if this needs
 * another pass, and to OTHER, if not NULL, of any kind and in any pass. */
int image_stats_again(struct image_stats *g, const char *ref,
		      struct quantile *other, struct image_stats_room *r,
		      struct err *err);
void image_stats_release(struct image_stats *g);

#endif
