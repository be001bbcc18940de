/* find_pairs.c - finds pairs by globs or in a table.  See find_pairs.h. */
#include "pairing/find_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "manifest/side.h"
#include "manifest/slip.h"
#include "pairing/channel_globs.h"
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

/* A way to pair all images: those of each part by themselves. */
struct attempt {
	struct image_exclude exclude;
	struct attempt_part {
		struct strs patterns[SIDES]; /* not owned */
		struct image_glob images[SIDES];
		struct pair_by_name pairs;
	} * list;
	size_t n, pairs;
};

static void attempt_release(struct attempt *a)
{
	for (size_t i = 0; i < a->n; i++) {
		pair_by_name_release(&a->list[i].pairs);
		image_glob_release(&a->list[i].images[SOURCE]);
		image_glob_release(&a->list[i].images[TARGET]);
	}
	free(a->list);
	free(a->exclude.files);
	*a = (struct attempt){ 0 };
}

static int find_part(struct attempt *a, struct attempt_part *p,
		     const struct find_pairs *how, const struct regex *key,
		     struct err *err)
{
	for (int s = 0; s < SIDES; s++) {
		p->images[s].exclude = &a->exclude;
		if (image_glob_find(&p->images[s], &p->patterns[s], how->axes,
				    err) < 0)
			return -1;
		p->images[s].exclude = NULL;
	}
	if (key)
		pair_by_name_by_pattern(&p->pairs, &p->images[SOURCE],
					&p->images[TARGET], key);
	else
		pair_by_name_by_word(&p->pairs, &p->images[SOURCE],
				     &p->images[TARGET]);
	a->pairs += p->pairs.n;
	return 0;
}

/* Pairs the images of N parts: 1, or one for each glob.  The caller releases
 * A. */
static int attempt_make(struct attempt *a, size_t n,
			const struct find_pairs *how, const struct regex *key,
			struct err *err)
{
	*a = (struct attempt){
		.exclude = { how->exclude,
			     mem_zero(how->exclude->n + 1, sizeof(size_t)), 0 },
		.list = mem_zero(n, sizeof(*a->list)),
		.n = n,
	};
	for (size_t i = 0; i < n; i++) {
		const struct strs *all[SIDES] = { how->source, how->target };
		struct attempt_part *p = &a->list[i];

		for (int s = 0; s < SIDES; s++)
			p->patterns[s] = n == 1 ? *all[s] :
						  (struct strs){ &all[s]->at[i],
								 1, 0 };
		if (find_part(a, p, how, key, err) < 0)
			return -1;
	}
	return 0;
}

struct two_refs {
	const char *source, *target;
};

static int by_refs(const void *a, const void *b)
{
	const struct two_refs *x = a, *y = b;
	int c = strcmp(x->source, y->source);

	return c ? c : strcmp(x->target, y->target);
}

/* Returns the pairs of A, sorted; the caller frees them. */
static struct two_refs *refs_of(const struct attempt *a)
{
	struct two_refs *to = mem_zero(a->pairs + 1, sizeof(*to));
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		for (size_t k = 0; k < a->list[i].pairs.n; k++, n++) {
			const struct pair_by_name_row *row =
				&a->list[i].pairs.list[k];

			to[n] = (struct two_refs){ row->source, row->target };
		}
	qsort(to, n, sizeof(*to), by_refs);
	return to;
}

static int same_pairs(const struct attempt *a, const struct attempt *b)
{
	struct two_refs *x = refs_of(a), *y = refs_of(b);
	int same = a->pairs == b->pairs;

	for (size_t i = 0; i < a->pairs && same; i++)
		same = !by_refs(&x[i], &y[i]);
	free(x);
	free(y);
	return same;
}

/* Pairs all images together or, if this gives more or other pairs, the globs in
 * their order. */
static int attempt_best(struct attempt *best, const struct find_pairs *how,
			const struct regex *key, struct err *err)
{
	size_t n = how->source->n;
	struct attempt parts = { 0 };
	struct err no_image = { 0 };
	int rc = attempt_make(best, 1, how, key, err);

	if (rc || n != how->target->n || n == 1)
		return rc;
	/* What one glob matches, another one may have matched before. */
	rc = attempt_make(&parts, n, how, key, &no_image);
	if (!rc && (parts.pairs > best->pairs || (parts.pairs == best->pairs &&
						  !same_pairs(&parts, best)))) {
		struct attempt other = *best;

		*best = parts;
		parts = other;
	}
	attempt_release(&parts);
	return 0;
}

static int judge(const struct attempt *a, const struct find_pairs *how,
		 struct problems *problems, struct err *err)
{
	struct strs unmatched = { 0 }, ambiguous = { 0 };
	char *advice = NULL;
	int rc;

	for (size_t i = 0; i < a->n; i++) {
		struct attempt_part *p = &a->list[i];

		if (p->pairs.unmatched.n && !advice)
			advice = advise(&p->images[SOURCE], &p->images[TARGET],
					p->pairs.n, how->key != NULL);
		for (size_t k = 0; k < p->pairs.unmatched.n; k++)
			strs_add(&unmatched, p->pairs.unmatched.at[k]);
		for (size_t k = 0; k < p->pairs.ambiguous.n; k++)
			strs_add(&ambiguous, p->pairs.ambiguous.at[k]);
	}
	rc = problem_judge(problems, &unmatched, "unmatched",
			   "images without a partner", advice, err);
	rc = rc ? rc :
		  problem_judge(problems, &ambiguous, "ambiguous",
				"keys shared by several images",
				"tell these images apart by a --key or a glob "
				"such as 'day*/BF_*', or leave these out with "
				"--allow ambiguous",
				err);
	strs_release(&unmatched);
	strs_release(&ambiguous);
	free(advice);
	if (rc)
		return rc;
	return a->pairs ? 0 : err_data(err, "no pairs: no source has a target");
}

static void report_exclude(const struct image_exclude *exclude,
			   const char *what, struct messages *messages)
{
	if (exclude->all)
		messages_info(messages, "%zu %s%s left out by --exclude",
			      exclude->all, what, exclude->all == 1 ? "" : "s");
	for (size_t i = 0; i < exclude->patterns->n; i++)
		if (!exclude->files[i])
			messages_warn(messages,
				      "--exclude '%s' leaves out no %s",
				      exclude->patterns->at[i], what);
}

/* Pairs what the first globs of each channel match.  EXCLUDE becomes what was
 * left out; the caller frees its FILES. */
static int match_first(struct tsv *t, const struct find_pairs *how,
		       const struct regex *key, struct image_exclude *exclude,
		       struct problems *problems, struct messages *messages,
		       struct err *err)
{
	struct attempt a = { 0 };
	int rc = attempt_best(&a, how, key, err);

	for (size_t i = 0; !rc && i < a.n; i++)
		for (int s = 0; s < SIDES; s++)
			messages_move(messages, &a.list[i].images[s].messages);
	if (!rc) {
		*exclude = a.exclude;
		a.exclude.files = NULL;
	}
	for (size_t i = 0; !rc && i < a.n; i++)
		if (a.list[i].pairs.n)
			pair_by_name_report(&a.list[i].pairs, messages);
	for (size_t i = 0; !rc && key && i < a.n; i++)
		pair_by_name_warn(&a.list[i].pairs, &problems->messages);
	rc = rc ? rc : judge(&a, how, problems, err);
	for (size_t i = 0; !rc && i < a.n; i++)
		pair_table_from_names(t, &a.list[i].pairs);
	if (!rc && a.n > 1)
		rc = pair_table_ids(t, messages, err);
	attempt_release(&a);
	return rc;
}

static int match(struct tsv *t, const struct find_pairs *how,
		 const struct regex *key, struct problems *problems,
		 struct messages *messages, struct err *err)
{
	struct channel_globs globs[SIDES] = { { .n = 0 } };
	struct channel_globs_how partners = {
		key, how->axes, 0,
		"add the file, give --key if names differ in several words, or "
		"leave these images out with --allow unmatched",
		NULL
	};
	struct find_pairs first = *how;
	struct image_exclude exclude = { 0 };
	int rc = channel_globs_read(&globs[SOURCE], how->source, err);

	rc = rc ? rc : channel_globs_read(&globs[TARGET], how->target, err);
	first.source = &globs[SOURCE].file[0];
	first.target = &globs[TARGET].file[0];
	rc = rc ? rc :
		  match_first(t, &first, key, &exclude, problems, messages,
			      err);
	partners.exclude = &exclude;
	for (enum side s = SOURCE; s <= TARGET && !rc; s++)
		if (globs[s].n > 1)
			rc = channel_globs_join(&globs[s], t, s, &partners,
						problems, err);
	/* before all files are joined, a glob may have left out none yet */
	if (exclude.patterns &&
	    (!rc || (globs[SOURCE].n == 1 && globs[TARGET].n == 1)))
		report_exclude(&exclude, "image", &problems->messages);
	free(exclude.files);
	channel_globs_release(&globs[SOURCE]);
	channel_globs_release(&globs[TARGET]);
	return rc;
}

/* Leaves out the rows whose source or target HOW excludes. */
static void exclude_rows(struct tsv *t, const struct find_pairs *how,
			 struct messages *messages)
{
	struct image_exclude exclude = {
		how->exclude, mem_zero(how->exclude->n + 1, sizeof(size_t)), 0
	};
	size_t kept = 0;

	for (size_t i = 0; i < t->rows; i++) {
		int out = 0;

		for (int s = 0; s < SIDES && !out; s++) {
			struct strs path = { 0 };

			channel_files(&path,
				      tsv_get(t, i,
					      tsv_column(t, side_name(s))));
			for (size_t k = 0; k < path.n && !out; k++)
				out = image_glob_leaves_out(&exclude,
							    path.at[k]);
			strs_release(&path);
		}
		if (!out)
			tsv_swap_rows(t, kept++, i);
	}
	tsv_cut_rows(t, kept);
	report_exclude(&exclude, "row", messages);
	free(exclude.files);
}

static int take_table(struct tsv *t, const struct find_pairs *how,
		      const struct regex *key, struct problems *problems,
		      struct messages *messages, struct err *err)
{
	if (tsv_read(t, how->table, err) < 0)
		return -1;
	slip_columns(t, &problems->messages);
	if (how->exclude->n)
		exclude_rows(t, how, &problems->messages);
	if (!t->rows)
		return err_data(err,
				how->exclude->n ?
					"%s: --exclude leaves out all rows" :
					"%s: the table has no rows",
				t->path);
	return pair_table_from_table(t, key, how->axes, messages, err);
}

/* Fails if row I names other numbers of channels than the first row, of whose
 * sides N has them. */
static int check_row(const struct tsv *t, size_t i, size_t n[SIDES],
		     struct err *err)
{
	for (enum side s = SOURCE; s <= TARGET; s++) {
		int column = tsv_column(t, side_name(s));
		const char *cell = tsv_get(t, i, column);
		struct strs refs = { 0 };
		struct err cannot = { 0 }; /* what reads the image says it */
		int rc = channel_list(&refs, cell, &cannot);
		size_t here = refs.n;

		strs_release(&refs);
		if (rc < 0)
			continue;
		n[s] = n[s] ? n[s] : here;
		if (here != n[s])
			return err_data(err,
					"'%s' names %zu channel%s, but '%s' "
					"names %zu: name the same channels of "
					"each image, as in '[c=0+2]', or leave "
					"images out",
					cell, here, here == 1 ? "" : "s",
					tsv_get(t, 0, column), n[s]);
	}
	return 0;
}

static int check_channels(const struct tsv *t, struct err *err)
{
	size_t n[SIDES] = { 0 };

	for (size_t i = 0; i < t->rows; i++)
		if (check_row(t, i, n, err) < 0)
			return tsv_wrap(t, i, err);
	return 0;
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
	rc = how->table ? take_table(t, how, key, problems, messages, err) :
			  match(t, how, key, problems, messages, err);
	rc = rc ? rc : channel_globs_settle(t, err);
	rc = rc ? rc : check_channels(t, err);
	regex_release(&pattern);
	return rc;
}
