/* turned.c - images not taken as they are stored.  See turned.h. */
#include "image/turned.h"

#include "base/mem.h"

void turned_add(struct turned *t, const char *note, const char *ref)
{
	if (*note && !t->n++)
		*t = (struct turned){ note, ref, 1 };
}

void turned_tell(const struct turned *t, const char *side, struct strs *lines)
{
	if (t->n)
		strs_take(lines, mem_printf("%s: the stored numbers of %zu "
			"image%s are changed on reading: %s (as in '%s'; "
			"'[raw]' after a name takes them as they are)", side,
			t->n, t->n == 1 ? "" : "s", t->note, t->first));
}
