/*
 * engine.h - shows which kernel runs each convolution on this machine, and how
 * fast.
 */
#ifndef TRAIN_ENGINE_H
#define TRAIN_ENGINE_H

#include "file/json.h"
#include "train/training.h"

/* Time each convolution of O's network for O's patch on one thread, and write
 * a table: layer, kernel (direct, winograd, winograd+doubled), cpu (avx512,
 * avx2, neon, base), channels in and out, sides of the output, GFLOP/s forward
 * and backward.  Of a stack, one slice is timed.  All kernels are credited with
 * the operations of the direct convolution, 2 for a multiply-add, so Winograd
 * kernels, which need fewer, may exceed what the processor can do. */
int engine_table(const struct train_options *o, struct out *to,
		 struct err *err);

#endif
