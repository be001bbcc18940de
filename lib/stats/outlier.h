/*
 * outlier.h - measures how each image differs from the rest of its set.
 *
 * Inside lib/stats only.
 */
#ifndef STATS_OUTLIER_H
#define STATS_OUTLIER_H

#include "base/messages.h"
#include "base/strs.h"
#include "stats/set_stats.h"

struct outliers {
	/* Robust z of each image's median (MEDIAN_Z) and interquartile range
	 * (IQR_Z).  Let x be this number of an image, m the median of x over
	 * all images, and MAD the median of |x - m|.  Then z = (x - m) /
	 * (1.4826 MAD).  If MAD is 0, z = (x - m) / (1.2533 mean |x - m|)
	 * (Iglewicz and Hoaglin 1993).  If all x are equal, z = 0.  NAN: fewer
	 * than 5 images have pixels, or this one has none. */
	double *median_z, *iqr_z;
	/* Spearman's rank correlation of the medians with the order of the
	 * names (outlier_by_name).  NAN: fewer than 5 images, or all medians
	 * are equal. */
	double drift;
	size_t n; /* number of images with pixels */
};

/* Fills S for the images of OF, whose names are NAMES.  The caller releases
 * S. */
void outlier_make(struct outliers *s, const struct set_stats *of,
		  const struct strs *names);
void outlier_release(struct outliers *s);

/* Reports outliers (|z| above 5), and a drift that is too large for chance
 * (|rho| sqrt(n - 1) above 4).  Each message begins with LABEL ("source: "). */
void outlier_say(struct messages *to, const struct outliers *s,
		 const struct set_stats *of, const char *label);

/* Compares A and B like strcmp, but digits as numbers: "t9" is before "t10". */
int outlier_by_name(const char *a, const char *b);

#endif
