/* trouble.c - what is wrong with a set of images.  See trouble.h. */
#include "image/trouble.h"

#include <string.h>

#include "base/mem.h"
#include "image/judge.h"

enum { LISTED = 20 };

int trouble_allow(struct trouble *t, const struct strs *kinds,
		  struct err *err)
{
	static const char *const known[] = { "unmatched", "ambiguous",
					     "duplicate", "mixed", NULL };

	for (size_t i = 0, k; i < kinds->n; i++) {
		for (k = 0; known[k] && strcmp(kinds->at[i], known[k]); k++)
			;
		if (!known[k] && !judge_known(kinds->at[i]))
			return err_usage(err, "--allow '%s': want unmatched, "
					 "ambiguous, duplicate, mixed, or a "
					 "check as C6", kinds->at[i]);
		strs_add(&t->allow, kinds->at[i]);
	}
	return 0;
}

/* 1: KIND is among those that are counted. */
static int counted(struct trouble *t, size_t total, const char *kind)
{
	if (!t->count || !kind)
		return 0;
	if (!strcmp(kind, "unmatched"))
		t->unmatched += total;
	if (!strcmp(kind, "ambiguous"))
		t->ambiguous += total;
	return 1;
}

int trouble_judge(struct trouble *t, struct strs *wrong, const char *kind,
		  const char *what, const char *advice, struct err *err)
{
	size_t total = wrong->n;
	int fine = !total || (kind && strs_has(&t->allow, kind));

	for (size_t i = 0; i < total && i < LISTED; i++)
		strs_add(&t->lines, wrong->at[i]);
	if (total > LISTED)
		strs_take(&t->lines, mem_printf("... and %zu more",
						total - LISTED));
	strs_release(wrong);
	if (fine || counted(t, total, kind))
		return 0;
	return err_data(err, "%s: %zu; %s", what, total, advice);
}

void trouble_release(struct trouble *t)
{
	strs_release(&t->lines);
	strs_release(&t->allow);
}
