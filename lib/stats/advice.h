/*
 * advice.h - recommends how to normalise one side, from the statistics of its
 * images.  The advice is printed by xp-stats and followed by xp-norm.
 *
 * All targets share one scale, so that predictions for new images can be
 * converted back to the targets' units.
 *
 * For sources two numbers decide.  BETWEEN tells how far images differ: the
 * standard deviation of their medians, of n images with the divisor n.  WITHIN
 * tells how far the pixels of an image differ: the median of the images'
 * interquartile ranges.
 *
 * If BETWEEN is at most half of WITHIN, all images share one offset and scale,
 * so that real differences stay.  Otherwise each group gets its own, if the
 * medians within groups differ by at most half of WITHIN and each group has an
 * image to fit to.  Otherwise each image gets its own.
 */
#ifndef STATS_ADVICE_H
#define STATS_ADVICE_H

#include "base/messages.h"
#include "stats/set_stats.h"

struct advice {
	/* given */
	/* "source", "target" or any other word */
	const char *side;
	/* filled in */
	/* number of images with a finite pixel; 0: there is no advice */
	size_t images;
	double between; /* sd of the medians */
	double within;	/* median of the interquartile ranges */
	/* sd of the medians within groups, about the mean of each group; NAN:
	 * there is one group, or one for each image, or an image is in none */
	double in_groups;
	int no_fit;		    /* 1: a group has no image to fit to */
	const char *method, *scope; /* as in norm/fit_rule.h; constants */
	const char *why;	    /* the reason for the method; a constant */
};

enum advice_part { ADVICE_METHOD = 1, ADVICE_SCOPE = 2, ADVICE_BOTH = 3 };

/* Makes the advice from the statistics EACH of N images, or of the images i
 * with IN[i] other than 0 if IN is not NULL.  GROUP has the group of each
 * image, or is NULL.  UNLISTED is 1 if a group has no image among the N. */
void advice_make(struct advice *a, const struct summary *each, size_t n,
		 const char *in, const char *const *group, int unlisted);

/* Reports "SIDE: LEAD: OPTIONS: WHY": the options of xp-norm for PARTS of the
 * advice, and the numbers behind them; nothing if there is no advice. */
void advice_say(struct messages *to, const struct advice *a, const char *lead,
		enum advice_part parts);

#endif
