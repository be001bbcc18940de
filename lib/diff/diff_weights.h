/*
 * diff_weights.h - compares two files of weights.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_WEIGHTS_H
#define DIFF_DIFF_WEIGHTS_H

#include "base/buf.h"
#include "diff/diff_values.h"

/* Returns 1 if the weights A and B can be compared, otherwise 0.  They can be
 * compared if both are contents of safetensors files with the same tensors of
 * 32-bit floats.  With 1, V has the differences of all values.  WHERE names the
 * first value that differs and the value that differs most. */
int diff_weights(const struct buf *a, const struct buf *b,
		 struct diff_values *v, struct buf *where);

#endif
