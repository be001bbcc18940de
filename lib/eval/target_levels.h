/*
 * target_levels.h - what the train targets say about the values of a target:
 * their range, and what is foreground.
 *
 * Both are never taken from the image that is scored: a score must not depend
 * on what it judges.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_TARGET_LEVELS_H
#define EVAL_TARGET_LEVELS_H

#include "manifest/manifest.h"

struct target_levels {	  /* all-zero: not known */
	int known;	  /* 1: the two below are */
	double low, high; /* the 0.1st and the 99.9th percentile */
	/* Pixels above are foreground: stats/otsu.h.  NAN if all pixels are
	 * equal, or if it was not asked for. */
	double threshold;
};

/* Measures the targets of the rows of P whose split is SPLIT.  Without such
 * rows L stays unknown.  With THRESHOLD, the threshold is computed, too. */
int target_levels_find(struct target_levels *l, const struct manifest *p,
		       const char *split, int threshold, int threads,
		       struct err *err);

#endif
