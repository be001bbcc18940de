/* find_pairs.c - finds pairs by globs or in a table.  See find_pairs.h. */
#include "pairing/find_pairs.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/size.h"
#include "pairing/pair_table.h"
#include "pairing/key_hint.h"
#include "pairing/pair_by_name.h"

/* Returns advice about images without a partner, to be used if PAIRS is not 0;
 * the caller frees it. */
static char *advise(const struct image_glob *source,
		    const struct image_glob *target, size_t pairs, int has_key)
{
	struct key_hint key = { 0 };
	char *advice;

	if (!has_key && pairs < source->n && pairs < target->n &&
	    key_hint(&key, source, target))
		/* key_hint leaves no image of the smaller side alone */
		advice = mem_printf("names differ in several words: give "
				    "--key '%s', which makes %zu pairs of the "
				    "%zu sources and %zu targets, such as %s",
				    buf_text(&key.expression),
				    min(source->n, target->n), source->n,
				    target->n, buf_text(&key.example));
	else
		advice = mem_str(
			"add the partner, give --key if names differ "
			"in several words, or leave these images out with "
			"--allow unmatched");
	key_hint_release(&key);
	return advice;
}

static int judge(struct pair_by_name *m, const char *advice,
		 struct problems *problems, struct err *err)
{
	if (problem_judge(problems, &m->unmatched, "unmatched",
			  "images without a partner", advice, err) < 0 ||
	    problem_judge(
		    problems, &m->ambiguous, "ambiguous",
		    "keys shared by several images",
		    "tell these images apart by a --key or a glob such as "
		    "'day*/BF_*', or leave these out with --allow "
		    "ambiguous",
		    err) < 0)
		return -1;
	return m->n ? 0 : err_data(err, "no pairs: no source has a target");
}

static void warn_unused(const struct image_exclude *exclude,
			struct messages *messages)
{
	for (size_t i = 0; i < exclude->patterns->n; i++)
		if (!exclude->files[i])
			messages_warn(messages,
				      "--exclude '%s' leaves out no image",
				      exclude->patterns->at[i]);
}

static int match(struct tsv *t, const struct find_pairs *how,
		 const struct regex *key, struct problems *problems,
		 struct messages *messages, struct err *err)
{
	struct image_exclude exclude = {
		how->exclude, mem_zero(how->exclude->n + 1, sizeof(size_t))
	};
	struct image_glob source = { .exclude = &exclude };
	struct image_glob target = { .exclude = &exclude };
	struct pair_by_name pairs = { 0 };
	char *advice;
	int rc = -1;

	if (image_glob_find(&source, how->source, how->axes, err) == 0 &&
	    image_glob_find(&target, how->target, how->axes, err) == 0) {
		messages_move(messages, &source.messages);
		messages_move(messages, &target.messages);
		warn_unused(&exclude, &problems->messages);
		if (key)
			pair_by_name_by_pattern(&pairs, &source, &target, key);
		else
			pair_by_name_by_word(&pairs, &source, &target);
		if (pairs.n)
			pair_by_name_report(&pairs, messages);
		advice = pairs.unmatched.n ? advise(&source, &target, pairs.n,
						    key != NULL) :
					     NULL;
		rc = judge(&pairs, advice, problems, err);
		free(advice);
		pair_table_from_names(t, &pairs);
	}
	pair_by_name_release(&pairs);
	image_glob_release(&source);
	image_glob_release(&target);
	free(exclude.files);
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
		rc = pair_table_from_table(t, key, how->axes, err);
	regex_release(&pattern);
	if (!rc && !t->rows)
		rc = err_data(err, "%s: the table has no rows", t->path);
	return rc;
}
