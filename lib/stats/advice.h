/*
 * advice.h - how to normalise one side, from what its images hold.  The one
 * place that says so: xp-stats prints it, xp-norm follows it.
 *
 * All targets share one scale: predictions of images nobody has seen are
 * turned back with it.  For sources two numbers decide: how far the medians
 * of images lie apart (their standard deviation, divided by n) and how wide
 * the values of one image are (the median, over the images, of the
 * interquartile range).  When the first is more than half of the second,
 * brightness differs more between images than what is in them, and each image
 * gets values of its own; or each group, if the medians lie that close
 * together within every group, and each group has an image to fit to.
 * Otherwise all images share one scale, and real differences stay.
 */
#ifndef STATS_ADVICE_H
#define STATS_ADVICE_H

#include "base/messages.h"
#include "stats/set_stats.h"

struct advice {
	/* given */
	const char *side; /* "source", "target"; any other: images */
	/* made */
	size_t images;	  /* that hold a finite pixel; 0: no advice */
	double between;	  /* sd of the medians */
	double within;	  /* median of the interquartile ranges */
	double in_groups; /* sd of the medians about their group's mean;
				   NAN: no groups */
	int no_fit;	  /* a group has no image to fit to */
	const char *method, *scope; /* names of norm/rule.h; constant */
	const char *why;	    /* the method, in words; constant */
};

enum advice_part { ADVICE_METHOD = 1, ADVICE_SCOPE = 2, ADVICE_BOTH = 3 };

/* Make the advice from those of N images that IN marks (NULL: all); GROUP
 * (NULL: none) is the group of each of the N, which all will be normalised.
 * UNLISTED: there are groups of which no image is among the N. */
void advice_make(struct advice *a, const struct summary *each, size_t n,
		 const char *in, const char *const *group, int unlisted);

/* Report "SIDE: LEAD: OPTIONS: WHY": the options of xp-norm for PARTS of the
 * advice and the numbers that speak for them.  No advice: nothing. */
void advice_say(struct messages *to, const struct advice *a, const char *lead,
		enum advice_part parts);

#endif
