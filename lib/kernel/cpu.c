/*
 * cpu.c - see cpu.h.
 *
 * A table of pointers is used rather than ifunc, since it also works under
 * sanitizers and valgrind.
 */
#include "kernel/cpu.h"

#include <stdlib.h>
#include <string.h>

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

static const struct cpu all[CPU_SETS] = {
	[CPU_AVX512] = { "avx512", CPU_AVX512 },
	[CPU_AVX2] = { "avx2", CPU_AVX2 },
	[CPU_NEON] = { "neon", CPU_NEON },
	[CPU_BASE] = { "base", CPU_BASE },
};

static const struct cpu *chosen;

static int has(enum cpu_set set)
{
#ifdef __x86_64__
	__builtin_cpu_init();
	if (set == CPU_AVX512)
		return __builtin_cpu_supports("avx512f");
	if (set == CPU_AVX2)
		return __builtin_cpu_supports("avx2") &&
		       __builtin_cpu_supports("fma");
#endif
#if defined(__aarch64__) && defined(__linux__)
	if (set == CPU_NEON)
		return (getauxval(AT_HWCAP) & HWCAP_ASIMD) != 0;
#elif defined(__aarch64__)
	if (set == CPU_NEON)
		return 1;
#endif
	return set == CPU_BASE;
}

const struct cpu *cpu_at(size_t i)
{
	for (int set = 0; set < CPU_SETS; set++)
		if (has((enum cpu_set)set) && i-- == 0)
			return &all[set];
	return NULL;
}

void cpu_use(const struct cpu *c)
{
	chosen = c;
}

const struct cpu *cpu_in_use(void)
{
	return chosen ? chosen : cpu_at(0);
}

int cpu_from_env(struct err *err)
{
	const char *name = getenv("XP_CPU");
	const struct cpu *c;
	char names[100] = "";

	if (!name || !*name)
		return 0;
	for (size_t i = 0; (c = cpu_at(i)); i++) {
		if (!strcmp(c->name, name)) {
			cpu_use(c);
			return 0;
		}
		if (i)
			strcat(names, ", ");
		strcat(names, c->name);
	}
	return err_usage(err,
			 "XP_CPU is '%s', but this processor can run only %s",
			 name, names);
}
