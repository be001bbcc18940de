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

static int by_source(const void *a, const void *b)
{
	const struct pair_by_name_row *x = a, *y = b;

	return strcmp(x->source, y->source);
}

/* Adds the partner in M, whose sources are sorted, to row ROW.  Returns 0 if
 * there is none. */
static int join_row(struct tsv *t, size_t row, int column, const char *first,
		    const struct pair_by_name *m)
{
	struct pair_by_name_row ask = { .source = first }, *found;
	char *cell;

	found = m->n ? bsearch(&ask, m->list, m->n, sizeof(ask), by_source) :
		       NULL;
	if (!found)
		return 0;
	cell = mem_printf("%s + %s", tsv_get(t, row, column), found->target);
	tsv_set(t, row, column, cell);
	free(cell);
	return 1;
}

/* Adds file K to the rows of T, of which ALONE become those without one. */
static void join_file(const struct channel_globs *g, size_t k, struct tsv *t,
		      int column, const struct strs *first,
		      const struct pair_by_name *m, char *alone,
		      struct strs *wrong)
{
	const struct strs *globs = &g->file[k];

	for (size_t i = 0; i < t->rows; i++) {
		if (alone[i] || join_row(t, i, column, first->at[i], m))
			continue;
		alone[i] = 1;
		strs_take(wrong,
			  mem_printf("'%s' has no partner among '%s'%s",
				     first->at[i], globs->at[0],
				     globs->n > 1 ? " and the like" : ""));
	}
}

/* Two files that are named are partners, whatever their names. */
static int pair_two(struct pair_by_name *m, const struct image_glob images[2])
{
	if (images[0].n != 1 || images[1].n != 1)
		return 0;
	m->list = mem_zero(1, sizeof(*m->list));
	m->list[0] = (struct pair_by_name_row){
		.source = images[0].list[0].ref,
		.target = images[1].list[0].ref,
	};
	m->n = 1;
	return 1;
}

static int find_file(const struct channel_globs *g, size_t k,
		     const struct channel_globs_how *how,
		     struct image_glob images[2], struct pair_by_name *m,
		     struct err *err)
{
	images[0].whole = images[1].whole = how->whole;
	if (image_glob_find(&images[0], &g->file[0], how->axes, err) < 0 ||
	    image_glob_find(&images[1], &g->file[k], how->axes, err) < 0)
		return -1;
	if (pair_two(m, images))
		return 0;
	if (how->key)
		pair_by_name_by_pattern(m, &images[0], &images[1], how->key);
	else
		pair_by_name_by_word(m, &images[0], &images[1]);
	if (m->n)
		qsort(m->list, m->n, sizeof(*m->list), by_source);
	return 0;
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
		struct image_glob images[2] = { { 0 } };
		struct pair_by_name m = { 0 };

		rc = find_file(g, k, how, images, &m, err);
		if (!rc && how->key)
			pair_by_name_warn(&m, messages);
		if (!rc)
			join_file(g, k, t, column, &first, &m, alone, wrong);
		pair_by_name_release(&m);
		image_glob_release(&images[0]);
		image_glob_release(&images[1]);
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
