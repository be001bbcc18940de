/*
 * target_levels.h - the range of the train targets, and the threshold of their
 * foreground.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_TARGET_LEVELS_H
#define EVAL_TARGET_LEVELS_H

#include "manifest/manifest.h"

struct target_levels {	  /* zeros: not known */
	int known;	  /* 1: LOW and HIGH are known */
	double low, high; /* percentiles 0.1 and 99.9 */
	/* pixels above are foreground (stats/otsu.h); NAN: not asked for, or
	 * all pixels are equal */
	double threshold;
};

/* Measures the targets of the rows of P in SPLIT (NULL: all rows).  Finds the
 * threshold, too, if THRESHOLD is 1.  Without targets, L is not known. */
int target_levels_find(struct target_levels *l, const struct manifest *p,
		       const char *split, int threshold, int threads,
		       struct err *err);

#endif
