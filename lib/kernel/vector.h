/*
 * vector.h - what files that include vector_body.h share.
 * Inside lib/kernel only.
 */
#ifndef KERNEL_VECTOR_H
#define KERNEL_VECTOR_H

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#include "kernel/fused.h"

#ifdef __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif
#define EACH(i, n) UNROLL for (size_t i = 0; i < (n); i++)
#define SHUFFLE __builtin_shufflevector
/* Not inlined: a loop around it would compute all its addresses before. */
#define APART static __attribute__((noinline))

#endif
