/*
 * cpu.h - chooses the instruction set that the kernels use.
 *
 * Kernels are compiled for AVX-512, for AVX2 with FMA, for NEON, and for
 * "base": the instructions that the compiler uses by default.  Base is slow.
 * All of them give the same bits.  The best set that the processor has is used.
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

/* Returns the instruction set in use.  This is the best set of the processor,
 * unless XP_CPU or a test chose another set. */
const struct cpu *cpu_in_use(void);

/* Returns number I, from 0, of the instruction sets that this processor can
 * run, or NULL if there are no more.  The best set is number 0. */
const struct cpu *cpu_at(size_t i);

/* Uses the instruction set that the environment variable XP_CPU names, if
 * there is this variable.  Fails with err_usage if this processor cannot run
 * that set. */
int cpu_from_env(struct err *err);

/* Uses C from now on, or the best set if C is NULL.  Must not be called while
 * threads compute. */
void cpu_use(const struct cpu *c);

#endif
