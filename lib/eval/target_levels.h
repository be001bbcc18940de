/*
 * target_levels.h - the range of the train targets, the threshold of their
 * foreground, and R, the data range of PSNR and SSIM.
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

/* Measures CHANNEL of the targets of the rows of P in SPLIT (NULL: all rows).
 * Finds the threshold, too, if THRESHOLD is 1.  Without targets, L is not
 * known. */
int target_levels_find(struct target_levels *l, const struct manifest *p,
		       size_t channel, const char *split, int threshold,
		       int threads, struct err *err);

/*
 * Sets *RANGE to R for CHANNEL of the targets.  TEXT says what R is:
 *
 *	"train"	the difference between L->high and L->low, the levels
 *		of the rows of P in the split TRAIN
 *	"dtype"	the difference between the greatest and the least value
 *		of the integer type of the targets in SPLIT, or of all
 *		targets if SPLIT is NULL
 *	NUMBER	this number, above 0
 *	NULL	as "train" if L is known, otherwise NAN
 *
 * Sets *SAYS to a text that explains R, or to NULL; the caller frees it.
 * *RANGE and *SAYS are set on failure, too.  Fails with err_usage if TEXT is
 * anything else, and with err_data if L is needed but unknown or not a range,
 * or if the targets are not of one integer type.
 */
int target_levels_range(double *range, char **says, const char *text,
			const struct manifest *p, size_t channel,
			const char *split, const struct target_levels *l,
			const char *train, struct err *err);

/* Returns 1 if target_levels_range uses L for TEXT, which may be NULL. */
int target_levels_give_range(const char *text);

#endif
