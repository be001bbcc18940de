/*
 * data_range.h - finds R, the data range of PSNR and SSIM.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_DATA_RANGE_H
#define EVAL_DATA_RANGE_H

#include "eval/target_levels.h"

/*
 * Sets *RANGE to R, by TEXT:
 *
 *	"train"	from L->low to L->high, measured on the rows of P in TRAIN.
 *		Fails with err_data if L is not known; the message lists the
 *		splits of P.
 *	"dtype"	all values of the integer type of the targets in SPLIT, or of
 *		all targets if SPLIT is NULL
 *	NUMBER	that number, above 0
 *	NULL	as "train" if L is known, otherwise NAN
 *
 * Sets *SAYS to a text that explains R, or to NULL; the caller frees it.  Both
 * are set on failure, too.
 */
int data_range_find(double *range, char **says, const char *text,
		    const struct manifest *p, const char *split,
		    const struct target_levels *l, const char *train,
		    struct err *err);

/* Returns 1 if TEXT can only be found with a known L ("train"). */
int data_range_by_train(const char *text);

#endif
