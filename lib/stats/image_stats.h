/*
 * image_stats.h - measures one image, reading it row by row, once or several
 * times.
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

/* Memory of one thread, for one image after the other. */
struct image_stats_room {
	/* four tables of counts of levels, used in turn */
	uint32_t (*level)[65536];
	uint64_t *zeros;	  /* for the quantile (quantile_lend) */
	uint64_t pending;	  /* number of pixels in these tables */
	unsigned lowest, highest; /* lowest and highest of their levels */
	double *row;
	size_t row_len;
	double *line[3]; /* the last three rows, for the noise */
	size_t lines;	 /* number of rows of this image so far */
};

/* Makes R ready for use.  The caller releases R. */
void image_stats_room_init(struct image_stats_room *r);

/* Frees R's memory.  R may be zeros. */
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
	/* counts of levels, if wanted and if the image is counted by level */
	struct level_counts counts;
	/* only if the image is counted by level */
	struct extreme extreme;
	/* sum of |L|, and number of windows in this sum (see noise in
	 * set_stats.h) */
	double laplacian;
	uint64_t windows;
	int more; /* 1: the image must be read again for the quantile */
};

/* Reads REF for the first time and fills G.  The caller releases G, also after
 * a failure.
 *
 * If OTHERS is not NULL, it has QUANTILE_KINDS quantiles, one of each kind.
 * The pixels are also added to the one that has the image's kind.  The pass of
 * this quantile is not ended. */
int image_stats_first(struct image_stats *g, const char *ref,
		      const double *percent, size_t percents,
		      struct quantile *others, struct image_stats_room *r,
		      struct err *err);

/* Reads REF again.  If G's quantile needs another pass, adds the pixels to it.
 * If OTHER is not NULL, also adds them to OTHER, which may be of any kind and
 * in any pass. */
int image_stats_again(struct image_stats *g, const char *ref,
		      struct quantile *other, struct image_stats_room *r,
		      struct err *err);
void image_stats_release(struct image_stats *g);

#endif
