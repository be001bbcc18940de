/*
 * engine.h - shows which kernel runs each convolution on this machine, and how
 * fast.
 */
#ifndef NN_ENGINE_H
#define NN_ENGINE_H

#include "file/out.h"
#include "nn/unet.h"

/* Times each convolution of the network U on one thread and writes a table to
 * TO.  PATCH is the side of a patch in pixels; of its SLICES slices one is
 * timed.  If PRECISE is 1, all convolutions are direct.
 *
 * The columns are layer, kernel (direct, winograd, winograd+doubled), cpu
 * (avx512, avx2, neon, base), channels in and out, sides of the kernel and of
 * the output, GFLOP/s forward and backward.  GFLOP/s count the operations of a
 * direct convolution; Winograd's kernels need fewer, so theirs may exceed what
 * the processor can do.
 *
 * Fails as unet_check, cpu_from_env and unet_check_patch do. */
int engine_table(const struct unet *u, size_t patch, size_t slices, int precise,
		 struct out *to, struct err *err);

#endif
