/*
 * advice.h - recommends how to normalise one side, from the statistics of its
 * images.  No other code decides this: xp-stats prints the advice, xp-norm
 * follows it.
 *
 * All targets share one scale, because predictions for new images are converted
 * back to the targets' units with it.  For sources two numbers decide: BETWEEN,
 * how far the medians of the images differ (their standard deviation, divided
 * by n, not n - 1), and WITHIN, how far pixels differ in one image (the median,
 * over the images, of the interquartile range).  If BETWEEN is at most half of
 * WITHIN, all images share one scale, and real differences stay.  Otherwise
 * brightness differs more between images than their contents do.  Then each
 * group gets its own offset and scale, if the medians within groups differ by
 * at most half of WITHIN and each group has an image to fit to; else each image
 * gets its own.
 */
#ifndef STATS_ADVICE_H
#define STATS_ADVICE_H

#include "base/messages.h"
#include "stats/set_stats.h"

struct advice {
	/* given */
	const char *side; /* "source", "target"; any other: images */
	/* made */
	size_t images;	/* images with a finite pixel; 0: no advice */
	double between; /* sd of the medians */
	double within;	/* median of the interquartile ranges */
	/* sd of the medians about the mean of their group; NAN: no groups */
	double in_groups;
	int no_fit; /* 1: some group has no image to fit to */
	const char *method,
		*scope;	 /* as norm/fit_rule.h names them; constant */
	const char *why; /* the reason for the method; constant */
};

enum advice_part { ADVICE_METHOD = 1, ADVICE_SCOPE = 2, ADVICE_BOTH = 3 };

/* Makes the advice from those of the N images EACH that IN marks (NULL: all).
 * All N will be normalised; GROUP (NULL: none) is the group of each.  UNLISTED:
 * there are groups without an image among the N. */
void advice_make(struct advice *a, const struct summary *each, size_t n,
		 const char *in, const char *const *group, int unlisted);

/* Reports "SIDE: LEAD: OPTIONS: WHY": the options of xp-norm for PARTS of the
 * advice, and the numbers that led to them.  Reports nothing if there is no
 * advice. */
void advice_say(struct messages *to, const struct advice *a, const char *lead,
		enum advice_part parts);

#endif
