/*
 * advice.h - how to normalise one side, from what its images hold.
 *
 * Two numbers decide the scope: how far the images' medians lie apart
 * (their standard deviation, divided by n) and how wide one image's values
 * are (the median, over the images, of the interquartile range).  When the
 * first is more than half of the second, brightness differs more between
 * images than what is in them, and each image gets values of its own; or
 * each group, when the medians lie that close together within every group.
 * Else the set is one scale, and real differences stay.
 */
#ifndef STATS_ADVICE_H
#define STATS_ADVICE_H

#include "base/messages.h"
#include "stats/set_stats.h"

struct advice {
	size_t images;	  /* that hold a finite pixel; 0: no advice */
	double between;	  /* sd of the medians */
	double within;	  /* median of the interquartile ranges */
	double in_groups; /* sd of the medians about their group's mean;
				   NAN: no groups */
	const char *method, *scope; /* names of rule.h; constant */
	const char *why;	    /* the method, in words; constant */
};

/* IN (NULL: all) says which count, GROUP (NULL: none) what group each
 * belongs to. */
void advice_make(struct advice *a, const struct summary *each, size_t n,
		 const char *in, const char *const *group);

/* What to do and the numbers that say so.  SIDE "source" or "target"
 * names the options; any other stands for one set of images. */
void advice_say(struct messages *to, const struct advice *a, const char *side);

#endif
