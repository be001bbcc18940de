/*
 * engine.h - shows which kernel runs each convolution on this machine, and how
 * fast.
 */
#ifndef TRAIN_ENGINE_H
#define TRAIN_ENGINE_H

#include "file/json.h"
#include "train/training.h"

/* Time each convolution of the network in O on one thread, for the patch in O,
 * and write a table.  If the patch is a stack, one slice is timed.  The
 * columns are layer, kernel (direct, winograd, winograd+doubled), cpu (avx512,
 * avx2, neon, base), channels in and out, sides of the output, and GFLOP/s
 * forward and backward.  For all kernels, GFLOP/s count the operations of the
 * direct convolution, 2 for a multiply-add.  Winograd kernels need fewer
 * operations, so their GFLOP/s may exceed the limit of the processor. */
int engine_table(const struct train_options *o, struct out *to,
		 struct err *err);

#endif
