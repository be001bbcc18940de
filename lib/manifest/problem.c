/* problem.c - see problem.h. */
#include "manifest/problem.h"

#include <string.h>

enum { LISTED = 20 };

int problem_allow(struct problems *p, const struct strs *kinds,
		  int (*is_check)(const char *name), struct err *err)
{
	static const char *const known[] = { "unmatched", "ambiguous",
					     "duplicate", "mixed", NULL };

	for (size_t i = 0, k; i < kinds->n; i++) {
		for (k = 0; known[k] && strcmp(kinds->at[i], known[k]); k++)
			;
		if (!known[k] && !is_check(kinds->at[i]))
			return err_usage(err,
					 "--allow '%s': want unmatched, "
					 "ambiguous, duplicate, mixed, or the "
					 "name of a check, like C6",
					 kinds->at[i]);
		strs_add(&p->allow, kinds->at[i]);
	}
	return 0;
}

/* Counts TOTAL problems of KIND if they are not errors.  Returns 1 if so. */
static int counted(struct problems *p, size_t total, const char *kind)
{
	if (!p->count || !kind)
		return 0;
	if (!strcmp(kind, "unmatched"))
		p->unmatched += total;
	if (!strcmp(kind, "ambiguous"))
		p->ambiguous += total;
	return 1;
}

int problem_judge(struct problems *p, struct strs *wrong, const char *kind,
		  const char *what, const char *advice, struct err *err)
{
	size_t total = wrong->n;
	int fine = !total || (kind && strs_has(&p->allow, kind));

	for (size_t i = 0; i < total && i < LISTED; i++)
		messages_warn(&p->messages, "%s", wrong->at[i]);
	if (total > LISTED)
		messages_warn(&p->messages, "... and %zu more", total - LISTED);
	strs_release(wrong);
	if (fine || counted(p, total, kind))
		return 0;
	return err_data(err, "%s: %zu; %s", what, total, advice);
}

void problem_release(struct problems *p)
{
	messages_release(&p->messages);
	strs_release(&p->allow);
}
