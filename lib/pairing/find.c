/* find.c - from globs or a table to rows.  See find.h. */
#include "pairing/find.h"

#include "pairing/build.h"
#include "pairing/pair_by_name.h"

static int judge(struct pair_by_name *m, struct problems *problems,
		 struct err *err)
{
	if (problem_judge(
		    problems, &m->unmatched, "unmatched",
		    "images "
		    "without a partner",
		    "add the partner, give --key if names differ in several "
		    "words, or leave them out with --allow unmatched",
		    err) < 0 ||
	    problem_judge(problems, &m->ambiguous, "ambiguous",
			  "keys shared by several images",
			  "give a --key that tells them "
			  "apart, or a glob whose * does, as 'day*/BF_*', or "
			  "leave them out with --allow ambiguous",
			  err) < 0)
		return -1;
	return m->n ? 0 : err_data(err, "no pairs: no source has a target");
}

static int match(struct tsv *t, const struct find_pairs *how,
		 const struct regex *key, struct problems *problems,
		 struct messages *messages, struct err *err)
{
	struct image_glob s = { 0 }, g = { 0 };
	struct pair_by_name m = { 0 };
	int rc = -1;

	if (image_glob_find(&s, how->source, how->axes, err) == 0 &&
	    image_glob_find(&g, how->target, how->axes, err) == 0) {
		messages_move(messages, &s.messages);
		messages_move(messages, &g.messages);
		if (key)
			pair_by_name_by_pattern(&m, &s, &g, key);
		else
			pair_by_name_by_word(&m, &s, &g);
		if (m.n)
			pair_by_name_report(&m, messages);
		rc = judge(&m, problems, err);
		build_from_names(t, &m);
	}
	pair_by_name_release(&m);
	image_glob_release(&s);
	image_glob_release(&g);
	return rc;
}

int find_pairs(struct tsv *t, const struct find_pairs *how,
	       struct problems *problems, struct messages *messages,
	       struct err *err)
{
	struct regex pattern = { 0 };
	const struct regex *key = how->key ? &pattern : NULL;
	int rc;

	if (key && regex_compile(&pattern, how->key, err) < 0)
		return err_wrap(err, "--key: ");
	if (!how->table)
		rc = match(t, how, key, problems, messages, err);
	else if (!(rc = tsv_read(t, how->table, err)))
		rc = build_from_table(t, key, how->axes, err);
	regex_release(&pattern);
	if (!rc && !t->rows)
		rc = err_data(err, "%s: no rows", t->path);
	return rc;
}
