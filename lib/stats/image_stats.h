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

/* Memory of one thread, used for all images that the thread measures. */
struct image_stats_room {
	/* four tables that count levels, used in turn */
	uint32_t (*level)[65536];
	uint64_t pending;	  /* number of pixels counted in the tables */
	unsigned lowest, highest; /* lowest and highest level of those pixels */
	double *row;
	size_t row_len;
	double *line[3]; /* last three rows, for the noise; used in turn */
	size_t lines;	 /* number of rows of this image put into LINE so far */
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
	struct moments moments;	    /* moments of the finite pixels */
	uint64_t nonfinite, zeros, at_min, at_max;
	double min, max;
	struct quantile quantile;
	struct level_stats level_stats;
	/* Counts of levels.  Filled in if wanted, and if the image is counted
	 * by level. */
	struct level_counts counts;
	/* filled in only if the image is counted by level */
	struct extreme extreme;
	double laplacian; /* sum of |L| (set_stats.h) */
	uint64_t windows; /* number of windows in that sum */
	int more;	  /* 1: the quantile needs another pass */
};

/* Reads all of REF for the first time and fills G.  Initialises G's quantile
 * for the type of the image.  OTHERS is NULL or has QUANTILE_KINDS quantiles,
 * one of each kind.  The pixels are also added to the quantile in OTHERS that
 * has the image's kind; the pass of that quantile is not ended.  The caller
 * releases G, even after a failure. */
int image_stats_first(struct image_stats *g, const char *ref,
		      const double *percent, size_t percents,
		      struct quantile *others, struct image_stats_room *r,
		      struct err *err);

/* Reads all of REF again.  If G's quantile needs another pass, adds the pixels
 * to this quantile.  If OTHER is not NULL, also adds them to OTHER, which may
 * be of any kind and in any pass. */
int image_stats_again(struct image_stats *g, const char *ref,
		      struct quantile *other, struct image_stats_room *r,
		      struct err *err);
void image_stats_release(struct image_stats *g);

#endif
