/*
 * data_range.h - R, the data range of PSNR and SSIM.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_DATA_RANGE_H
#define EVAL_DATA_RANGE_H

#include "manifest/manifest.h"

/* Set *RANGE to R, as TEXT asks for:
 *
 *	"train"	from the 0.1st to the 99.9th percentile of all target pixels
 *		of the rows whose split is TRAIN
 *	"dtype"	all values of the integer type of the targets in the rows
 *		whose split is SPLIT (NULL: in all rows)
 *	NUMBER	that number, which must be above 0
 *	NULL	as "train" if P has such rows, else NAN
 *
 * Set *SAYS to a text that explains R, or to NULL (freed by the caller).  Both
 * are set on failure, too. */
int data_range_find(double *range, char **says, const char *text,
		    const struct manifest *p, const char *split,
		    const char *train, int threads, struct err *err);

#endif
