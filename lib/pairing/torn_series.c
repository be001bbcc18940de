/* torn_series.c - see torn_series.h. */
#include "pairing/torn_series.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "image/ref.h"
#include "pairing/group_cut.h"
#include "pairing/group_hint.h"
#include "pairing/regex.h"

struct series_row {
	char *series; /* "": none is known */
	const char *name, *group, *split;
	int planes; /* 1: SERIES is a file */
};

static int by_series(const void *a, const void *b)
{
	const struct series_row *x = a, *y = b;
	int c = strcmp(x->series, y->series);

	return c ? c : strcmp(x->name, y->name);
}

/* Returns the series of the image NAME.  MOMENT, unless NULL, cuts it out of
 * the name.  The caller frees it. */
static char *series_of(const char *name, const struct regex *moment,
		       int *planes)
{
	struct buf b = { 0 };
	char *path, *select, *series;

	ref_split(name, &path, &select);
	*planes = *select != '\0';
	if (!*planes && moment && regex_cut(moment, name, &b))
		series = mem_str(buf_text(&b));
	else
		series = mem_str(*planes ? path : "");
	buf_release(&b);
	free(path);
	free(select);
	return series;
}

/* Returns the rows of T, whose sources are NAMES, sorted; the caller frees
 * them. */
static struct series_row *list_rows(const struct tsv *t,
				    const struct strs *names,
				    const struct regex *moment)
{
	struct series_row *row = mem_zero(t->rows + 1, sizeof(*row));
	int group = tsv_column(t, "group"), split = tsv_column(t, "split");

	for (size_t i = 0; i < t->rows; i++) {
		row[i].name = names->at[i];
		row[i].group = tsv_get(t, i, group);
		row[i].split = tsv_get(t, i, split);
		row[i].series = series_of(row[i].name, moment, &row[i].planes);
	}
	qsort(row, t->rows, sizeof(*row), by_series);
	return row;
}

/* Returns 1 if A and B are of one series and apart. */
static int are_torn(const struct series_row *a, const struct series_row *b)
{
	return *a->series && !strcmp(a->series, b->series) && *a->split &&
	       *b->split && strcmp(a->split, b->split) &&
	       strcmp(a->group, b->group);
}

static void warn(const struct series_row *row, size_t n, const char *moment,
		 struct messages *messages)
{
	const struct series_row *first = NULL;
	size_t torn = 0;

	for (size_t i = 1, last = 0; i < n; i++) {
		if (!are_torn(&row[i - 1], &row[i]) ||
		    (torn && !strcmp(row[last].series, row[i].series)))
			continue;
		first = first ? first : &row[i - 1];
		last = i;
		torn++;
	}
	if (torn)
		messages_warn(messages,
			      "%zu series of similar images %s on both sides "
			      "of the split, such as '%s' (%s) and '%s' (%s): "
			      "keep each series together with --group '%s', "
			      "unless its images show different places",
			      torn, torn == 1 ? "is" : "are", first->name,
			      first->split, first[1].name, first[1].split,
			      first->planes ? "([^[]+)" : moment);
}

void torn_series_warn(const struct tsv *t, struct messages *messages)
{
	struct strs names = { 0 }, name = { 0 };
	struct regex moment = { 0 };
	struct buf b = { 0 };
	struct err no = { 0 };
	struct series_row *row;

	for (size_t i = 0; i < t->rows; i++) {
		group_cut_names(&name, t, i);
		strs_add(&names, name.at[0]);
	}
	if (!group_hint_series((const char *const *)names.at, names.n, &b) ||
	    regex_compile(&moment, buf_text(&b), &no) < 0)
		moment = (struct regex){ 0 };
	row = list_rows(t, &names, moment.text ? &moment : NULL);
	warn(row, t->rows, buf_text(&b), messages);
	for (size_t i = 0; i < t->rows; i++)
		free(row[i].series);
	free(row);
	regex_release(&moment);
	buf_release(&b);
	strs_release(&names);
	strs_release(&name);
}
