/* enlist.c - from globs or a table to rows.  See enlist.h. */
#include "image/enlist.h"

#include "image/mates.h"
#include "image/roster.h"

static int judge_mates(struct mates *m, struct trouble *trouble,
		       struct err *err)
{
	if (trouble_judge(trouble, &m->unmatched, "unmatched", "images "
			  "without a partner", "add it, give --key if names "
			  "differ in several words, or leave them out with "
			  "--allow unmatched", err) < 0 ||
	    trouble_judge(trouble, &m->ambiguous, "ambiguous", "keys of "
			  "several images", "give a --key that tells them "
			  "apart, or a glob whose * does, as 'day*/BF_*', or "
			  "leave them out with --allow ambiguous", err) < 0)
		return -1;
	return m->n ? 0 : err_data(err, "no source has a target");
}

static int match(struct tsv *t, const struct enlist *how,
		 const struct pattern *key, struct trouble *trouble,
		 struct buf *said, struct err *err)
{
	struct names s = {0}, g = {0};
	struct mates m = {0};
	int rc = -1;

	if (names_find(&s, how->source, how->axes, err) == 0 &&
	    names_find(&g, how->target, how->axes, err) == 0) {
		if (key)
			mates_by_pattern(&m, &s, &g, key);
		else
			mates_by_word(&m, &s, &g);
		if (m.n)
			mates_tell(&m, said);
		rc = judge_mates(&m, trouble, err);
		roster_from_mates(t, &m);
	}
	mates_release(&m);
	names_release(&s);
	names_release(&g);
	return rc;
}

int enlist(struct tsv *t, const struct enlist *how, struct trouble *trouble,
	   struct buf *said, struct err *err)
{
	struct pattern pattern = {0};
	const struct pattern *key = how->key ? &pattern : NULL;
	int rc;

	if (key && pattern_compile(&pattern, how->key, err) < 0)
		return err_wrap(err, "--key: ");
	if (!how->table)
		rc = match(t, how, key, trouble, said, err);
	else if (!(rc = tsv_read(t, how->table, err)))
		rc = roster_from_table(t, key, how->axes, err);
	pattern_release(&pattern);
	if (!rc && !t->rows)
		rc = err_data(err, "%s: no rows", t->path);
	return rc;
}
