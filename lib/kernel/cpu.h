/*
 * cpu.h - chooses the instruction set that the kernels use.
 *
 * Kernels are compiled for AVX-512, for AVX2 with FMA, for NEON, and for only
 * those instructions that the compiler uses anyway ("base"), which is slow.
 * All give the same bits.  The best one that the processor has is used.
 */
#ifndef KERNEL_CPU_H
#define KERNEL_CPU_H

#include <stddef.h>

#include "base/err.h"

enum cpu_set { CPU_AVX512, CPU_AVX2, CPU_NEON, CPU_BASE, CPU_SETS };

struct cpu {
	const char *name; /* "avx512", "avx2", "neon", "base" */
	enum cpu_set set;
};

/* Returns the one in use: the best, unless XP_CPU or a test chose another. */
const struct cpu *cpu_in_use(void);
/* Returns the I-th (from 0) that this processor can run, best first, or NULL if
 * there are no more. */
const struct cpu *cpu_at(size_t i);
/* If XP_CPU in the environment is set, uses the one that it names; err_usage if
 * this processor cannot run it. */
int cpu_from_env(struct err *err);
/* Uses C from now on (NULL: the best).  Must not be called while threads
 * compute. */
void cpu_use(const struct cpu *c);

#endif
