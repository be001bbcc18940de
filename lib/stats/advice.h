/*
 * advice.h - recommends how to normalise one side, from the statistics of its
 * images.  Only this code decides it: xp-stats prints the advice, xp-norm
 * follows it.
 *
 * All targets share one scale.  With this scale, predictions for new images are
 * converted back to the targets' units.
 *
 * For sources two numbers decide.  BETWEEN is the standard deviation (divided
 * by n, not n - 1) of the images' medians.  It says how far images differ.
 * WITHIN is the median of the images' interquartile ranges.  It says how far
 * the pixels of one image differ.
 *
 * If BETWEEN is at most half of WITHIN, all images share one offset and scale,
 * so that real differences stay.  If BETWEEN is larger, images differ more in
 * brightness than in content.  Then each group or each image gets its own
 * offset and scale.  Each group gets them under two conditions: the medians
 * within groups differ by at most half of WITHIN, and each group has an image
 * to fit to.  If a condition is not met, each image gets them.
 */
#ifndef STATS_ADVICE_H
#define STATS_ADVICE_H

#include "base/messages.h"
#include "stats/set_stats.h"

struct advice {
	/* given */
	/* name of the side: "source", "target" or, for images without pairs,
	 * any other */
	const char *side;
	/* filled in */
	size_t images;	/* number of images with a finite pixel; 0: no advice */
	double between; /* sd of the medians */
	double within;	/* median of the interquartile ranges */
	/* sd of the medians within groups, about the mean of each group; NAN:
	 * no groups */
	double in_groups;
	int no_fit;		    /* 1: some group has no image to fit to */
	const char *method, *scope; /* as in norm/fit_rule.h; constants */
	const char *why;	    /* the reason for the method; a constant */
};

enum advice_part { ADVICE_METHOD = 1, ADVICE_SCOPE = 2, ADVICE_BOTH = 3 };

/* Makes the advice from the statistics EACH of N images.  All N images will be
 * normalised.  If IN is not NULL, only images whose IN is not 0 are used for
 * the advice.  GROUP has the group of each image (NULL: no groups).  UNLISTED
 * is 1 if some group has no image among the N. */
void advice_make(struct advice *a, const struct summary *each, size_t n,
		 const char *in, const char *const *group, int unlisted);

/* Reports "SIDE: LEAD: OPTIONS: WHY".  OPTIONS are options of xp-norm for those
 * PARTS of the advice.  WHY tells the numbers that led to the options.  If
 * there is no advice, reports nothing. */
void advice_say(struct messages *to, const struct advice *a, const char *lead,
		enum advice_part parts);

#endif
