/*
 * engine.h - which kernel runs each convolution on this machine, and how
 * fast.
 */
#ifndef FIT_ENGINE_H
#define FIT_ENGINE_H

#include "file/json.h"
#include "fit/training.h"

/* Measure each convolution of O's network at O's patch on one thread, and
 * print a table: layer, kernel (direct, winograd, winograd+doubled), cpu
 * (avx512, avx2, neon, base), channels in and out, sides (the output's),
 * GFLOP/s forward and backward.  Of a stack, one slice is timed.  A
 * multiply-add of the direct convolution counts as 2 operations, so Winograd
 * kernels may exceed what the processor can do. */
int engine_table(const struct train_options *o, struct out *to,
		 struct err *err);

#endif
