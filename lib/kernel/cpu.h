/*
 * cpu.h - which instruction set the kernels use.
 *
 * Kernels are compiled for AVX-512, AVX2 with FMA, NEON, and whatever the
 * compiler may assume ("base"), which gives the same bits, slowly; the best
 * that the processor has is used.
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

/* The one in use: the best, unless XP_CPU or a test chose another. */
const struct cpu *cpu_in_use(void);
/* The I-th that this processor can run, best first; NULL ends. */
const struct cpu *cpu_at(size_t i);
/* Uses the one that XP_CPU in the environment names, if it is set; err_usage
 * when this processor cannot run it. */
int cpu_from_env(struct err *err);
/* Uses C from now on (NULL: the best).  Not while threads compute. */
void cpu_use(const struct cpu *c);

#endif
