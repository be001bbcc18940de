/*
 * vector.h - macros that all files with vector_body.h need.
 *
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
/* Keeps a function from being inlined.  If it were inlined, the compiler would
 * compute all its addresses ahead of the loop that calls it. */
#define APART static __attribute__((noinline))

#endif
