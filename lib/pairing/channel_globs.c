/*
 * channel_globs.c - see channel_globs.h.
 */
#include "pairing/channel_globs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "pairing/pair_by_name.h"

int channel_globs_read(struct channel_globs *g, const struct strs *globs,
		       struct err *err)
{
	int rc = 0;

	for (size_t i = 0; i < globs->n && !rc; i++) {
		struct strs part = { 0 };

		channel_parts(&part, globs->at[i]);
		g->n = i ? g->n : part.n;
		if (part.n > CHANNELS_MOST)
			rc = err_usage(err,
				       "'%s' names more than %d files an image",
				       globs->at[i], CHANNELS_MOST);
		else if (part.n != g->n)
			rc = err_usage(err,
				       "'%s' names %zu file%s an image, and "
				       "'%s' names %zu",
				       globs->at[i], part.n,
				       part.n == 1 ? "" : "s", globs->at[0],
				       g->n);
		for (size_t k = 0; k < part.n && !rc; k++) {
			if (!part.at[k][0])
				rc = err_usage(err,
					       "'%s': a file is missing beside "
					       "a ' + '",
					       globs->at[i]);
			strs_add(&g->file[k], part.at[k]);
		}
		strs_release(&part);
	}
	return rc;
}

void channel_globs_release(struct channel_globs *g)
{
	for (size_t k = 0; k < CHANNELS_MOST; k++)
		strs_release(&g->file[k]);
	*g = (struct channel_globs){ 0 };
}

/* The first file of an image, and another one. */
struct partner {
	char *first, *other; /* OTHER may be NULL */
	const char *glob;    /* where OTHER was looked for */
	int shared;	     /* 1: names there belong to several files */
	int excluded;	     /* 1: --exclude leaves its partner out */
};

struct partners {
	struct partner *list; /* in the end sorted: those with OTHER first */
	size_t n;
};

static int by_first(const void *a, const void *b)
{
	const struct partner *x = a, *y = b;

	return strcmp(x->first, y->first);
}

static int by_both(const void *a, const void *b)
{
	const struct partner *x = a, *y = b;
	int c = by_first(a, b);

	if (!c)
		c = (x->other == NULL) - (y->other == NULL);
	return c || !x->other ? c : strcmp(x->other, y->other);
}

static void partners_release(struct partners *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->list[i].first);
		free(p->list[i].other);
	}
	free(p->list);
	*p = (struct partners){ 0 };
}

/* Two files that are named are partners, whatever their names. */
static int pair_two(struct pair_by_name *m, const struct image_glob images[2])
{
	if (images[0].n != 1 || images[1].n != 1)
		return 0;
	m->list = mem_zero(1, sizeof(*m->list));
	m->list[0] = (struct pair_by_name_row){
		.key = mem_str(""),
		.source = images[0].list[0].ref,
		.target = images[1].list[0].ref,
	};
	m->n = 1;
	return 1;
}

static int by_source(const void *a, const void *b)
{
	const struct pair_by_name_row *x = a, *y = b;

	return strcmp(x->source, y->source);
}

/* Appends the files IMAGES[0] to TO, with their partners among IMAGES[1]. */
static void add_partners(struct partners *to, const struct image_glob images[2],
			 const char *glob, const struct channel_globs_how *how,
			 struct messages *messages)
{
	struct pair_by_name m = { 0 };

	if (!pair_two(&m, images) && how->key)
		pair_by_name_by_pattern(&m, &images[0], &images[1], how->key);
	else if (!m.n)
		pair_by_name_by_word(&m, &images[0], &images[1]);
	if (how->key && messages)
		pair_by_name_warn(&m, messages);
	if (m.n)
		qsort(m.list, m.n, sizeof(*m.list), by_source);
	to->list = mem_grow(to->list, to->n + images[0].n + 1,
			    sizeof(*to->list));
	for (size_t i = 0; i < images[0].n; i++) {
		struct pair_by_name_row ask = { .source =
							images[0].list[i].ref };
		struct pair_by_name_row *row = m.n ? bsearch(&ask, m.list, m.n,
							     sizeof(ask),
							     by_source) :
						     NULL;

		to->list[to->n++] =
			(struct partner){ mem_str(ask.source),
					  row ? mem_str(row->target) : NULL,
					  glob, m.ambiguous.n > 0, 0 };
	}
	pair_by_name_release(&m);
}

/* Finds the partners of the files of glob I.  If LEFT_OUT is 1, those that
 * --exclude leaves out count. */
static int find_in_glob(struct partners *to, const struct channel_globs *g,
			size_t k, size_t i, const struct channel_globs_how *how,
			int left_out, struct messages *messages,
			struct err *err)
{
	const struct strs one[2] = { { &g->file[0].at[i], 1, 0 },
				     { &g->file[k].at[i], 1, 0 } };
	struct image_glob images[2] = { { .whole = how->whole },
					{ .whole = how->whole } };
	struct image_exclude first = { 0 };
	int rc;

	if (how->exclude) {
		/* the first files have been counted */
		first.patterns = how->exclude->patterns;
		first.files = mem_zero(first.patterns->n + 1, sizeof(size_t));
		images[0].exclude = &first;
		images[1].exclude = left_out ? NULL : how->exclude;
	}
	rc = image_glob_find(&images[0], &one[0], how->axes, err);
	rc = rc ? rc : image_glob_find(&images[1], &one[1], how->axes, err);
	if (!rc)
		add_partners(to, images, one[1].at[0], how, messages);
	image_glob_release(&images[0]);
	image_glob_release(&images[1]);
	free(first.files);
	return rc;
}

/* Marks the files in TO that have a partner if --exclude does not count. */
static int find_excluded(struct partners *to, const struct channel_globs *g,
			 size_t k, const struct channel_globs_how *how,
			 struct err *err)
{
	struct partners all = { 0 };
	int rc = 0;

	for (size_t i = 0; i < g->file[k].n && !rc; i++)
		rc = find_in_glob(&all, g, k, i, how, 1, NULL, err);
	for (size_t i = 0; i < all.n && !rc; i++)
		to->list[i].excluded = !to->list[i].other && all.list[i].other;
	partners_release(&all);
	return rc;
}

/* Finds file K of each image: the glob that names the first file names its
 * partner.  The caller releases TO. */
static int find_partners(struct partners *to, const struct channel_globs *g,
			 size_t k, const struct channel_globs_how *how,
			 struct messages *messages, struct err *err)
{
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; i < g->file[k].n && !rc; i++)
		rc = find_in_glob(to, g, k, i, how, 0, messages, err);
	if (!rc && how->exclude && how->exclude->patterns->n)
		rc = find_excluded(to, g, k, how, err);
	if (rc || !to->n)
		return rc;
	qsort(to->list, to->n, sizeof(*to->list), by_both);
	for (size_t i = 0; i < to->n; i++) {
		if (kept && !by_both(&to->list[kept - 1], &to->list[i])) {
			free(to->list[i].first);
			free(to->list[i].other);
		} else {
			to->list[kept++] = to->list[i];
		}
	}
	to->n = kept;
	return 0;
}

/* Returns the first entry of the file FIRST. */
static const struct partner *find_first(const struct partners *p,
					const char *first)
{
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(p->list[mid].first, first) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < p->n && !strcmp(p->list[low].first, first) ?
		       &p->list[low] :
		       NULL;
}

/* Says why FIRST has no partner; NULL: it has one, which *OTHER becomes. */
static char *why_alone(const struct partners *p, const char *first,
		       const char **other, int *excluded)
{
	const struct partner *found = find_first(p, first);
	const struct partner *next = found ? found + 1 : NULL;

	*other = NULL;
	*excluded = found && found->excluded;
	if (!found || !found->other)
		return mem_printf("'%s' has no partner%s among '%s'", first,
				  found && found->shared ? " of its own" : "",
				  found ? found->glob : "");
	if (next < p->list + p->n && next->other && !by_first(found, next))
		return mem_printf("'%s' has several partners: '%s', '%s'",
				  first, found->other, next->other);
	*other = found->other;
	return NULL;
}

/* Adds the partners P to the rows of T, of which ALONE become those without
 * one. */
static void join_file(const struct partners *p, struct tsv *t, int column,
		      const struct strs *first, char *alone, struct strs *wrong)
{
	for (size_t i = 0; i < t->rows; i++) {
		const char *other;
		int excluded;
		char *cell, *why;

		if (alone[i])
			continue;
		why = why_alone(p, first->at[i], &other, &excluded);
		alone[i] = why != NULL;
		if (why && !excluded)
			strs_add(wrong, why);
		free(why);
		if (alone[i])
			continue;
		cell = mem_printf("%s + %s", tsv_get(t, i, column), other);
		tsv_set(t, i, column, cell);
		free(cell);
	}
}

static int join_files(const struct channel_globs *g, struct tsv *t, int column,
		      const struct channel_globs_how *how, char *alone,
		      struct strs *wrong, struct messages *messages,
		      struct err *err)
{
	struct strs first = { 0 };
	int rc = 0;

	for (size_t i = 0; i < t->rows; i++)
		strs_add(&first, tsv_get(t, i, column));
	for (size_t k = 1; k < g->n && !rc; k++) {
		struct partners p = { 0 };

		rc = find_partners(&p, g, k, how, messages, err);
		if (!rc)
			join_file(&p, t, column, &first, alone, wrong);
		partners_release(&p);
	}
	strs_release(&first);
	return rc;
}

int channel_globs_join(const struct channel_globs *g, struct tsv *t,
		       enum side side, const struct channel_globs_how *how,
		       struct problems *problems, struct err *err)
{
	char *alone = mem_zero(t->rows + 1, 1);
	struct strs wrong = { 0 };
	size_t kept = 0;
	int rc = join_files(g, t, tsv_column(t, side_name(side)), how, alone,
			    &wrong, &problems->messages, err);

	if (!rc)
		rc = problem_judge(problems, &wrong, "unmatched",
				   "images without one of their channels",
				   how->advice, err);
	for (size_t i = 0; i < t->rows && !rc; i++)
		if (!alone[i])
			tsv_swap_rows(t, kept++, i);
	if (!rc)
		tsv_cut_rows(t, kept);
	if (!rc && !kept)
		rc = err_data(err, "no pairs: no %s has all its channels",
			      side_name(side));
	strs_release(&wrong);
	free(alone);
	return rc;
}

int channel_globs_settle(struct tsv *t, struct err *err)
{
	for (enum side side = SOURCE; side <= TARGET; side++) {
		int column = tsv_column(t, side_name(side));

		for (size_t i = 0; i < t->rows; i++) {
			char *cell;

			if (!strstr(tsv_get(t, i, column), "c=all"))
				continue;
			cell = channel_settle(tsv_get(t, i, column), err);
			if (!cell)
				return -1;
			tsv_set(t, i, column, cell);
			free(cell);
		}
	}
	return 0;
}
