/* conflict.c - see conflict.h. */
#include "archive/conflict.h"

#include <stdlib.h>
#include <string.h>

#include "archive/member_path.h"
#include "base/mem.h"

static int by_place(const void *a, const void *b)
{
	const struct conflict *x = a, *y = b;
	int d = strcmp(x->place, y->place);

	return d ? d : (x->step > y->step) - (x->step < y->step);
}

static void add(struct conflicts *l, const struct provenance *c, size_t step,
		int output)
{
	const struct step *st = &c->step[step];
	const struct file_list *f = output ? &st->run.outputs : &st->run.inputs;

	l->list = mem_grow(l->list, l->n + f->n + 1, sizeof(*l->list));
	for (size_t i = 0; i < f->n; i++) {
		struct conflict *at = &l->list[l->n];
		const char *path = f->list[i].path;

		if (!strcmp(path, "-"))
			path = output ? json_str(st->run.start, "stdout") :
					NULL;
		if (!path)
			continue;
		at->place = member_path(st->cwd, st->run.id, path);
		at->digest = &f->list[i].digest;
		at->step = step;
		at->output = output;
		l->n++;
	}
}

void conflict_make(struct conflicts *l, const struct provenance *c)
{
	memset(l, 0, sizeof(*l));
	for (size_t i = 0; i < c->n; i++) {
		if (!c->step[i].rerun)
			continue;
		add(l, c, i, 0);
		add(l, c, i, 1);
	}
	if (l->n)
		qsort(l->list, l->n, sizeof(*l->list), by_place);
}

void conflict_release(struct conflicts *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->list[i].place);
	free(l->list);
	memset(l, 0, sizeof(*l));
}

/* Returns the index of PLACE's first entry, or of the end. */
static size_t first(const struct conflicts *l, const char *place)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(l->list[mid].place, place) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int conflict_disputed(const struct conflicts *l, const char *place,
		      const struct digest *d)
{
	for (size_t i = first(l, place);
	     i < l->n && !strcmp(l->list[i].place, place); i++)
		if (!digest_same(l->list[i].digest, d))
			return 1;
	return 0;
}

int conflict_later(const struct conflicts *l, const char *place, size_t step)
{
	for (size_t i = first(l, place);
	     i < l->n && !strcmp(l->list[i].place, place); i++)
		if (l->list[i].output && l->list[i].step > step)
			return 1;
	return 0;
}
