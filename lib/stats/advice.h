/*
 * advice.h - recommends how to normalise one side, from the statistics of its
 * images.  Only this code decides it: xp-stats prints the advice, xp-norm
 * follows it.
 *
 * All targets share one scale, because predictions for new images are converted
 * back to the targets' units with it.
 *
 * For sources two numbers decide.  BETWEEN says how far the medians of the
 * images differ: their standard deviation (divided by n, not n - 1).  WITHIN
 * says how far pixels of one image differ: the median, over the images, of the
 * interquartile range.
 *
 * If BETWEEN is at most half of WITHIN, all images share one scale, so that
 * real differences stay.  Otherwise brightness differs more between images than
 * their contents do.  Then each group gets an offset and a scale, if the
 * medians within groups differ by at most half of WITHIN and each group has an
 * image to fit to. If not, each image gets its own.
 */
#ifndef STATS_ADVICE_H
#define STATS_ADVICE_H

#include "base/messages.h"
#include "stats/set_stats.h"

struct advice {
	/* given */
	const char *side; /* "source" or "target"; any other name: images */
	/* filled in */
	size_t images;	/* number of images with a finite pixel; 0: no advice */
	double between; /* sd of the medians */
	double within;	/* median of the interquartile ranges */
	/* sd of the medians about the means of their groups; NAN: no groups */
	double in_groups;
	int no_fit;		    /* 1: some group has no image to fit to */
	const char *method, *scope; /* as in norm/fit_rule.h; constants */
	const char *why;	    /* the reason for the method; a constant */
};

enum advice_part { ADVICE_METHOD = 1, ADVICE_SCOPE = 2, ADVICE_BOTH = 3 };

/* Makes the advice from the images EACH whose IN is not 0 (IN NULL: from all
 * N). All N will be normalised.  GROUP has the group of each (NULL: no groups).
 * UNLISTED is 1 if there are groups without an image among the N. */
void advice_make(struct advice *a, const struct summary *each, size_t n,
		 const char *in, const char *const *group, int unlisted);

/* Reports "SIDE: LEAD: OPTIONS: WHY": xp-norm's options for PARTS of the
 * advice, and the numbers that led to them.  Reports nothing if there is no
 * advice. */
void advice_say(struct messages *to, const struct advice *a, const char *lead,
		enum advice_part parts);

#endif
