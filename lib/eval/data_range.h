/*
 * data_range.h - finds R, the data range of PSNR and SSIM.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_DATA_RANGE_H
#define EVAL_DATA_RANGE_H

#include "eval/target_levels.h"

/*
 * Sets *RANGE to R.  TEXT says what R is:
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
int data_range_find(double *range, char **says, const char *text,
		    const struct manifest *p, const char *split,
		    const struct target_levels *l, const char *train,
		    struct err *err);

/* Returns 1 if data_range_find uses L for TEXT, which may be NULL. */
int data_range_by_train(const char *text);

#endif
