/*
 * data_range.h - finds R, the data range of PSNR and SSIM.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_DATA_RANGE_H
#define EVAL_DATA_RANGE_H

#include "eval/target_levels.h"

/* Set *RANGE to R.  TEXT says how to find R:
 *
 *	"train"	from L->low to L->high, measured on the rows of P whose split is
 *		TRAIN.  If L is not known, this fails with err_data, and the
 *		message lists the splits of P.
 *	"dtype"	all values of the integer type of the targets.  Only rows whose
 *		split is SPLIT count; if SPLIT is NULL, all rows count.
 *	NUMBER	that number, which must be above 0
 *	NULL	the same as "train" if L is known, else NAN
 *
 * Set *SAYS to a text that explains R, or to NULL; the caller frees the text.
 * *RANGE and *SAYS are set on failure, too. */
int data_range_find(double *range, char **says, const char *text,
		    const struct manifest *p, const char *split,
		    const struct target_levels *l, const char *train,
		    struct err *err);

/* Returns 1 if data_range_find with TEXT needs a known L. */
int data_range_by_train(const char *text);

#endif
