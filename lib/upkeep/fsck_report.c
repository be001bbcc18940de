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

void fsck_report_release(struct fsck_report *f)
{
	for (size_t i = 0; i < f->n; i++) {
		free(f->list[i].path);
		free(f->list[i].problem);
		free(f->list[i].runs);
	}
	free(f->list);
	messages_release(&f->notes);
	needs_release(&f->needs);
	memset(f, 0, sizeof *f);
}
