/*
 * outlier.h - how one image differs from the rest of its set.  Inside
 * lib/stats only.
 */
#ifndef STATS_OUTLIER_H
#define STATS_OUTLIER_H

#include "base/messages.h"
#include "base/strs.h"
#include "stats/set_stats.h"

struct outliers {
	/* Of each image, how far its median and its interquartile range
	 * lie from the set's: (x - median) / (1.4826 MAD) of those; where
	 * the MAD is 0, by 1.2533 times the mean absolute deviation
	 * (Iglewicz and Hoaglin 1993).  NAN: fewer than 5 images, or no
	 * pixels; all the same: 0. */
	double *median_z, *iqr_z;
	/* Spearman's rank correlation of the medians with the order of the
	 * names, digits read as numbers; NAN: fewer than 5 images, or all
	 * medians the same. */
	double drift;
	size_t n; /* images with pixels */
};

/* NAMES are of the images of OF. */
void outlier_make(struct outliers *s, const struct set_stats *of,
		  const struct strs *names);
void outlier_release(struct outliers *s);

/* Report outliers (|z| over 5) and a drift that chance does not explain
 * (|rho| sqrt(n - 1) over 4).  LABEL: "source: " or "". */
void outlier_say(struct messages *to, const struct outliers *s,
		 const struct set_stats *of, const char *label);

/* As strcmp, but runs of digits compare as numbers. */
int outlier_by_name(const char *a, const char *b);

#endif
