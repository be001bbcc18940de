/*
 * target_levels.h - finds the range of the train targets, and the threshold
 * above which their pixels are foreground.
 *
 * Neither is taken from the image that is scored, since a score must not
 * depend on what it measures.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_TARGET_LEVELS_H
#define EVAL_TARGET_LEVELS_H

#include "manifest/manifest.h"

struct target_levels {	  /* all-zero: not known */
	int known;	  /* 1: LOW and HIGH are known */
	double low, high; /* the 0.1st and the 99.9th percentile */
	/* Pixels above this are foreground (stats/otsu.h).  NAN if all pixels
	 * are equal or if it was not asked for. */
	double threshold;
};

/* Measures the targets of the rows of P whose split is SPLIT (NULL: of all
 * rows).  If there are no such rows, L stays unknown.  If THRESHOLD is set,
 * also computes the threshold. */
int target_levels_find(struct target_levels *l, const struct manifest *p,
		       const char *split, int threshold, int threads,
		       struct err *err);

#endif
