/*
 * image_stats.h - measures one image, pass by pass, as it streams by.  Inside
 * lib/stats only.
 */
#ifndef STATS_IMAGE_STATS_H
#define STATS_IMAGE_STATS_H

#include "stats/extreme.h"
#include "stats/level_counts.h"
#include "stats/level_stats.h"
#include "stats/moments.h"
#include "image/scan.h"
#include "stats/quantile.h"

/* What one thread needs, whatever the number of its images. */
struct image_stats_room {
	uint32_t (*level)[65536]; /* four, used in turn */
	uint64_t pending;	  /* pixels in them */
	unsigned lowest, highest; /* levels of those */
	double *row;
	size_t row_len;
	double *line[3]; /* rows for the noise, used in turn */
	size_t lines;	 /* filled of this image */
};

/* LEVEL is not NULL from then on. */
void image_stats_room_init(struct image_stats_room *r);
/* An all-zero room is safe to release. */
void image_stats_room_release(struct image_stats_room *r);

struct image_stats {
	/* given */
	int wants_noise, wants_counts;
	/* made */
	struct image_info info;
	const char *note, *warning; /* of the scan */
	struct moments moments;	    /* of the finite pixels */
	uint64_t nonfinite, zeros, at_min, at_max;
	double min, max;
	struct quantile quantile;
	struct level_stats level_stats;
	struct level_counts counts; /* if wanted and counted by level */
	struct extreme extreme;	    /* if counted by level */
	double laplacian;	    /* sum of |L|, see set_stats.h */
	uint64_t windows;	    /* those summed */
	int more;		    /* the quantile wants another pass */
};

/* Read all of REF for the first time: initialise G's quantile for its type
 * and fill G.  OTHERS (NULL: none) are QUANTILE_KINDS quantiles, one of each
 * kind; that of the image's kind gets the same values, but its pass is not
 * ended.  After a failure, too, the caller releases G. */
int image_stats_first(struct image_stats *g, const char *ref,
		      const double *percent, size_t percents,
		      struct quantile *others, struct image_stats_room *r,
		      struct err *err);
/* Read all of REF once more: for G's quantile, if that wants more, and for
 * OTHER (NULL: none), whatever its kind and pass. */
int image_stats_again(struct image_stats *g, const char *ref,
		      struct quantile *other, struct image_stats_room *r,
		      struct err *err);
void image_stats_release(struct image_stats *g);

#endif
