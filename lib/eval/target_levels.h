/*
 * target_levels.h - finds the range of the train targets, and their threshold
 * of foreground.
 *
 * Range and threshold are not taken from the image that is scored, since a
 * score must not depend on the image that it measures.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_TARGET_LEVELS_H
#define EVAL_TARGET_LEVELS_H

#include "manifest/manifest.h"

struct target_levels {	  /* All-zero: not known */
	int known;	  /* 1: LOW and HIGH are known */
	double low, high; /* Range: the 0.1st and the 99.9th percentile */
	/* Threshold: pixels above it are foreground (stats/otsu.h).  NAN if
	 * all pixels are equal, or if the threshold was not asked for. */
	double threshold;
};

/* Measures the targets of the rows of P whose split is SPLIT or, if SPLIT is
 * NULL, of all rows.  If there are no such rows, L stays unknown.  If
 * THRESHOLD is set, also computes the threshold. */
int target_levels_find(struct target_levels *l, const struct manifest *p,
		       const char *split, int threshold, int threads,
		       struct err *err);

#endif
