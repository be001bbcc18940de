/*
 * diff_weights.h - compares two files of weights.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_WEIGHTS_H
#define DIFF_DIFF_WEIGHTS_H

#include "base/buf.h"
#include "diff/diff_values.h"

/* Returns 1 if the files A and B can be compared: safetensors with the same
 * tensors of 32-bit floats.  Then V has the differences of all values.  Appends
 * to WHERE how many tensors differ, the name of the first of them, and the name
 * of the one with the largest difference. */
int diff_weights(const struct buf *a, const struct buf *b,
		 struct diff_values *v, struct buf *where);

#endif
