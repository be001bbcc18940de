/*
 * loss.c - the list of losses, made from the names in Makefile.am.
 */
#include "loss/loss.h"

#include <string.h>

#include "registry.h"

#define DECLARE(name) extern const struct loss loss_##name;
LOSSES(DECLARE)

#define LIST(name) &loss_##name,
const struct loss *const losses[] = { LOSSES(LIST) NULL };

const struct loss *loss_find(const char *name)
{
	for (size_t i = 0; losses[i]; i++)
		if (!strcmp(losses[i]->name, name))
			return losses[i];
	return NULL;
}

int loss_term(size_t i, const char **name, const char **about)
{
	if (i >= sizeof(losses) / sizeof(*losses) - 1)
		return 0;
	*name = losses[i]->name;
	*about = losses[i]->about;
	return 1;
}
