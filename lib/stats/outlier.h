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
	/* Robust z of each image's median x (MEDIAN_Z) or interquartile range x
	 * (IQR_Z).  Let m be the median of x over all images, and MAD the
	 * median of |x - m|.  Then z = (x - m) / (1.4826 MAD).  If MAD is 0,
	 * the divisor is 1.2533 times the mean of |x - m| (Iglewicz and Hoaglin
	 * 1993).  If all images have the same x, z is 0.  z is NAN if there are
	 * fewer than 5 images, or if the image has no pixels. */
	double *median_z, *iqr_z;
	/* Spearman's rank correlation between the medians and the order of the
	 * names (by outlier_by_name).  NAN if there are fewer than 5 images, or
	 * all medians are equal. */
	double drift;
	size_t n; /* number of images with pixels */
};

/* Fills S for the images of OF.  NAMES has the images' names, in the same
 * order. */
void outlier_make(struct outliers *s, const struct set_stats *of,
		  const struct strs *names);
void outlier_release(struct outliers *s);

/* Reports outliers (|z| over 5), and a drift that is too large to be chance
 * (|rho| sqrt(n - 1) over 4).  LABEL ("source: " or "") begins each message. */
void outlier_say(struct messages *to, const struct outliers *s,
		 const struct set_stats *of, const char *label);

/* Compares A and B like strcmp.  Only runs of digits are compared as
 * numbers. */
int outlier_by_name(const char *a, const char *b);

#endif
