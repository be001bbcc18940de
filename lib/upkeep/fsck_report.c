/* fsck_report.c - see fsck_report.h. */
#include "upkeep/fsck_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void fsck_report_add(struct fsck_report *f, enum fsck_kind kind,
		     const char *path, const struct digest *want, char *problem,
		     char *runs)
{
	struct fsck_finding *p;

	f->list = mem_grow(f->list, f->n + 1, sizeof *f->list);
	p = &f->list[f->n++];
	*p = (struct fsck_finding){ .kind = kind,
				    .path = mem_str(path),
				    .problem = problem,
				    .runs = runs ? runs : mem_str(""),
				    .wanted = want != NULL };
	if (want)
		p->want = *want;
}

static void release(struct fsck_finding *p)
{
	free(p->path);
	free(p->problem);
	free(p->runs);
}

static int has_path(const struct fsck_report *f, const char *path)
{
	size_t i = 0;

	while (i < f->n && strcmp(f->list[i].path, path))
		i++;
	return i < f->n;
}

size_t fsck_report_move_repaired(struct fsck_report *to,
				 struct fsck_report *from)
{
	size_t before = to->n, left = 0;

	for (size_t i = 0; i < from->n; i++) {
		struct fsck_finding *p = &from->list[i];

		if (!p->repaired || has_path(to, p->path)) {
			from->list[left++] = *p;
			continue;
		}
		to->list = mem_grow(to->list, to->n + 1, sizeof *to->list);
		to->list[to->n++] = *p;
	}
	from->n = left;
	return to->n - before;
}

static int by_path(const void *a, const void *b)
{
	const struct fsck_finding *x = a, *y = b;

	return strcmp(x->path, y->path);
}

void fsck_report_sort(struct fsck_report *f)
{
	if (f->n)
		qsort(f->list, f->n, sizeof *f->list, by_path);
}

void fsck_report_release(struct fsck_report *f)
{
	for (size_t i = 0; i < f->n; i++)
		release(&f->list[i]);
	free(f->list);
	messages_release(&f->notes);
	needs_release(&f->needs);
	memset(f, 0, sizeof *f);
}
