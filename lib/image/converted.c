/* converted.c - images not taken as they are stored.  See converted.h. */
#include "image/converted.h"

#include "base/mem.h"

void converted_add(struct converted *t, const char *note, const char *ref)
{
	if (*note && !t->n++)
		*t = (struct converted){ note, ref, 1 };
}

void converted_tell(const struct converted *t, const char *side,
		    struct strs *lines)
{
	if (t->n)
		strs_take(
			lines,
			mem_printf(
				"%s: the stored numbers of %zu "
				"image%s are changed on reading: %s (as in "
				"'%s'; "
				"'[raw]' after a name takes them as they are)",
				side, t->n, t->n == 1 ? "" : "s", t->note,
				t->first));
}
