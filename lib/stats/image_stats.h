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
	uint64_t *zeros;	  /* lent to the quantile (quantile_lend) */
	uint64_t pending;	  /* number of pixels in LEVEL */
	unsigned lowest, highest; /* lowest and highest level in LEVEL */
	double *row;
	size_t row_len;
	double *line[3]; /* the last three rows, for the noise */
	size_t lines;	 /* rows of this image so far */
};

/* Makes R ready for use.  The caller releases R, which may be all-zero. */
void image_stats_room_init(struct image_stats_room *r);
void image_stats_room_release(struct image_stats_room *r);

struct image_stats {
	/* given */
	int wants_noise, wants_counts;
	/* filled in */
	struct image_info info;
	const char *note, *warning; /* of the scan */
	struct moments moments;	    /* moments of the finite pixels */
	uint64_t nonfinite, zeros, at_min, at_max;
	double min, max;
	struct quantile quantile;
	struct level_stats level_stats;
	/* counts of levels, if wanted and if the image is counted by level */
	struct level_counts counts;
	/* only if the image is counted by level */
	struct extreme extreme;
	/* sum of |L| over WINDOWS windows (noise in set_stats.h) */
	double laplacian;
	uint64_t windows;
	int more; /* 1: the image must be read again for the quantile */
};

/* Reads REF for the first time and fills G.  The caller releases G, also after
 * a failure.  Fails as scan_open and scan_next do.
 *
 * OTHERS, unless NULL, has QUANTILE_KINDS quantiles, one of each kind.  The
 * pixels are also added to the one of the image's kind, whose pass is not
 * ended. */
int image_stats_first(struct image_stats *g, const char *ref,
		      const double *percent, size_t percents,
		      struct quantile *others, struct image_stats_room *r,
		      struct err *err);

/* Reads REF again.  If G's quantile needs another pass, adds the pixels to it.
 * Adds them to OTHER, too, which is NULL or of any kind and in any pass.  Fails
 * with err_data if the number of pixels has changed. */
int image_stats_again(struct image_stats *g, const char *ref,
		      struct quantile *other, struct image_stats_room *r,
		      struct err *err);
void image_stats_release(struct image_stats *g);

#endif
