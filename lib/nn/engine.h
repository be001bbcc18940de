/*
 * engine.h - shows which kernel runs each convolution on this machine, and how
 * fast.
 */
#ifndef NN_ENGINE_H
#define NN_ENGINE_H

#include "file/out.h"
#include "nn/unet.h"

/* Time each convolution of the network U on one thread, and write a table to
 * TO.  PATCH is the side of a patch in pixels, SLICES its number of slices.  If
 * the patch is a stack, one slice is timed.  PRECISE: direct convolutions only.
 *
 * The columns are layer, kernel (direct, winograd, winograd+doubled), cpu
 * (avx512, avx2, neon, base), channels in and out, sides of the output, and
 * GFLOP/s forward and backward.  For all kernels, GFLOP/s count the operations
 * of the direct convolution, 2 for a multiply-add.  Winograd kernels need fewer
 * operations, so their GFLOP/s may exceed the limit of the processor.
 *
 * Fails as unet_check and unet_check_patch do. */
int engine_table(const struct unet *u, size_t patch, size_t slices, int precise,
		 struct out *to, struct err *err);

#endif
