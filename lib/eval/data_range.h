/*
 * data_range.h - R, the data range of PSNR and SSIM.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_DATA_RANGE_H
#define EVAL_DATA_RANGE_H

#include "manifest/manifest.h"

/* TEXT: "train" (from the 0.1st to the 99.9th percentile of all target
 * pixels of the rows of TRAIN), "dtype" (what the target's integer type
 * can hold, of the rows of SPLIT, NULL: all), or a number.  NULL: "train"
 * where there are such rows, else NAN.  SAYS (freed by the caller) tells
 * how it came about; both are set when it fails, too. */
int data_range_find(double *range, char **says, const char *text,
		    const struct manifest *p, const char *split,
		    const char *train, int threads, struct err *err);

#endif
