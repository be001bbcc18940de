/*
 * dialect.c - the list of dialects, made from the names in Makefile.am.
 */
#include "image/dialect.h"

#include "registry.h"

#define DECLARE(name) extern const struct dialect dialect_##name;
DIALECTS(DECLARE)

#define LIST(name) &dialect_##name,
const struct dialect *const dialects[] = { DIALECTS(LIST) NULL };

const struct dialect *dialect_find(const struct dialect_file *f)
{
	for (size_t i = 0; dialects[i]; i++)
		if (dialects[i]->is(f))
			return dialects[i];
	return NULL;
}
