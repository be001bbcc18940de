/*
 * image_stats.h - measures one image in one or more passes, reading it row by
 * row.  Inside lib/stats only.
 */
#ifndef STATS_IMAGE_STATS_H
#define STATS_IMAGE_STATS_H

#include "stats/extreme.h"
#include "stats/level_counts.h"
#include "stats/level_stats.h"
#include "stats/moments.h"
#include "image/scan.h"
#include "stats/quantile.h"

/* Memory that one thread needs, whatever the number of its images. */
struct image_stats_room {
	uint32_t (*level)[65536]; /* four counts of levels, used in turn */
	uint64_t pending;	  /* number of pixels counted in them */
	unsigned lowest, highest; /* lowest and highest level of those pixels */
	double *row;
	size_t row_len;
	double *line[3]; /* the last three rows, for the noise; used in turn */
	size_t lines;	 /* how many rows of this image have been put there */
};

/* Makes R ready for use; release it with image_stats_room_release. */
void image_stats_room_init(struct image_stats_room *r);
/* R may be all-zero. */
void image_stats_room_release(struct image_stats_room *r);

struct image_stats {
	/* given */
	int wants_noise, wants_counts;
	/* made */
	struct image_info info;
	const char *note, *warning; /* as from the scan */
	struct moments moments;	    /* of the finite pixels */
	uint64_t nonfinite, zeros, at_min, at_max;
	double min, max;
	struct quantile quantile;
	struct level_stats level_stats;
	/* if wanted, for an image counted by level */
	struct level_counts counts;
	struct extreme extreme; /* of an image counted by level */
	double laplacian;	/* sum of |L|, see set_stats.h */
	uint64_t windows;	/* the number of windows summed */
	int more;		/* 1: the quantile needs another pass */
};

/* Reads all of REF for the first time: initialises G's quantile for the type of
 * the image, and fills G.  OTHERS (NULL: none) are QUANTILE_KINDS quantiles,
 * one of each kind; the pixels are also added to the one of the image's kind,
 * whose pass is not ended.  The caller releases G, even after a failure. */
int image_stats_first(struct image_stats *g, const char *ref,
		      const double *percent, size_t percents,
		      struct quantile *others, struct image_stats_room *r,
		      struct err *err);
/* Reads all of REF once more and adds its pixels to G's quantile, if that needs
 * another pass, and to OTHER (NULL: none), of any kind and in any pass. */
int image_stats_again(struct image_stats *g, const char *ref,
		      struct quantile *other, struct image_stats_room *r,
		      struct err *err);
void image_stats_release(struct image_stats *g);

#endif
