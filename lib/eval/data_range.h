/*
 * data_range.h - finds R, the data range of PSNR and SSIM.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_DATA_RANGE_H
#define EVAL_DATA_RANGE_H

#include "eval/target_levels.h"

/* Set *RANGE to R, as TEXT asks for:
 *
 *	"train"	from L->low to L->high, measured on the rows of P whose split is
 *		TRAIN; if L is not known, err_data lists the splits of P
 *	"dtype"	all values of the integer type of the targets in the rows
 *		whose split is SPLIT (NULL: in all rows)
 *	NUMBER	that number, which must be above 0
 *	NULL	as "train" if L is known, else NAN
 *
 * Set *SAYS to a text that explains R, or to NULL (freed by the caller).  Both
 * are set on failure, too. */
int data_range_find(double *range, char **says, const char *text,
		    const struct manifest *p, const char *split,
		    const struct target_levels *l, const char *train,
		    struct err *err);

/* Returns 1 if data_range_find needs L to be known for TEXT. */
int data_range_by_train(const char *text);

#endif
