/*
 * diff_weights.h - two files of weights.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_WEIGHTS_H
#define DIFF_DIFF_WEIGHTS_H

#include "base/buf.h"
#include "diff/diff_values.h"

/* Compare the safetensors files A and B, value by value.  1: V is filled and
 * WHERE says what differs first, and where most; 0: one is no such file, or
 * they do not hold the same tensors of 32-bit floats. */
int diff_weights(const struct buf *a, const struct buf *b,
		 struct diff_values *v, struct buf *where);

#endif
