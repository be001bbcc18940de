/*
 * earlier.c - see earlier.h.
 */
#include "manifest/earlier.h"

#include <stdlib.h>

#include "base/mem.h"

int earlier_add(struct earlier_list *e, const char *path, const char *called,
		const char *run, const char *split, struct err *err)
{
	struct manifest m = { 0 };

	if (manifest_read(&m, path, err) < 0)
		return err_wrap(err, "%s: ", called);
	e->list = mem_grow(e->list, e->n + 1, sizeof(*e->list));
	e->list[e->n++] = (struct earlier_rows){ m, mem_str(run),
						 mem_str(split) };
	return 0;
}

void earlier_release(struct earlier_list *e)
{
	for (size_t i = 0; i < e->n; i++) {
		manifest_release(&e->list[i].manifest);
		free(e->list[i].run);
		free(e->list[i].split);
	}
	free(e->list);
	*e = (struct earlier_list){ 0 };
}

void earlier_leak(struct split_leak *to, const struct earlier_rows *rows,
		  const struct split_leak_rows *scored)
{
	const struct split_leak_rows all = { .manifest = &rows->manifest };
	const struct split_leak_rows trained = { .manifest = &rows->manifest,
						 .split = rows->split };
	const struct split_leak_rows any = { .manifest = scored->manifest };

	split_leak_find(to, &all, &any, 0);
	split_leak_find(to, &trained, scored, to->side[SOURCE].rows > 0);
}
