/*
 * cpu.h - chooses the instruction set of the kernels: AVX-512, AVX2 with FMA,
 * NEON, or "base", what the compiler uses by default (slow).  All give the same
 * bits.
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

/* Returns the instruction set in use: the best one, unless XP_CPU or a test
 * chose another. */
const struct cpu *cpu_in_use(void);

/* Returns number I of the sets that this processor can run, the best first, or
 * NULL. */
const struct cpu *cpu_at(size_t i);

/* Uses the set that XP_CPU in the environment names, if it is set.  Fails with
 * err_usage if this processor cannot run that set. */
int cpu_from_env(struct err *err);

/* Uses C from now on, or the best set if C is NULL.  No thread may be
 * computing. */
void cpu_use(const struct cpu *c);

#endif
