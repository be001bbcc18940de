/*
 * cpu.c - the kernels that the environment asks for.
 */
#include <stdlib.h>
#include <string.h>

#include "nn/kernel.h"

int kernels_from_env(struct err *err)
{
	const char *name = getenv("XP_CPU");
	const struct kernels *k;
	char all[100] = "";

	if (!name || !*name)
		return 0;
	for (size_t i = 0; (k = kernels_at(i)); i++) {
		if (!strcmp(k->name, name)) {
			kernels_use(k);
			return 0;
		}
		if (i)
			strcat(all, ", ");
		strcat(all, k->name);
	}
	return err_usage(err, "XP_CPU is '%s'; this processor runs %s", name,
			 all);
}
