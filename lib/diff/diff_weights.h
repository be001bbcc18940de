/*
 * diff_weights.h - compares two files of weights.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_WEIGHTS_H
#define DIFF_DIFF_WEIGHTS_H

#include "base/buf.h"
#include "diff/diff_values.h"

/* Compare the contents A and B of two safetensors files, value by value.
 * Returns 1 with V filled and with WHERE naming the first value that differs
 * and the one that differs most, or 0 when one is not such a file or when they
 * do not hold the same tensors of 32-bit floats. */
int diff_weights(const struct buf *a, const struct buf *b,
		 struct diff_values *v, struct buf *where);

#endif
