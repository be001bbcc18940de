/*
 * index_table.c - see index_table.h.
 */
#include "run/index_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "run/index.h"
#include "run/run_order.h"
#include "run/tag.h"

struct tag {
	char *id;
	const char *name;
};

static int by_id(const void *a, const void *b)
{
	const struct tag *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	return c ? c : strcmp(x->name, y->name);
}

/* Tags of all runs, sorted by run; damaged tags are left out. */
static struct tag *all_tags(const struct store *s, const struct strs *names,
			    size_t *n)
{
	struct tag *tags = mem_zero(names->n + 1, sizeof *tags);
	struct err ignored = { 0 };
	size_t i;

	*n = 0;
	for (i = 0; i < names->n; i++) {
		struct tag *t = &tags[*n];

		t->name = names->at[i];
		if (tag_get(s, t->name, &t->id, &ignored) == 1)
			(*n)++;
	}
	qsort(tags, *n, sizeof *tags, by_id);
	return tags;
}

static int passes(const struct index_row *r, const struct index_filter *f)
{
	return (!f->tool || !strcmp(f->tool, r->tool)) &&
	       (!f->state || !strcmp(f->state, r->state));
}

/* Returns the rows in display order (run_order.h); the caller frees them. */
static size_t *in_order(const struct index *x)
{
	struct run_order_run *r = mem_zero(x->n + 1, sizeof *r);
	size_t *order = mem_alloc((x->n + 1) * sizeof *order), i;

	for (i = 0; i < x->n; i++) {
		r[i].id = x->at[i].id;
		r[i].in = x->at[i].in;
		r[i].out = x->at[i].out;
	}
	run_order(r, x->n, order);
	free(r);
	return order;
}

/* Returns the index of the first row to show. */
static size_t first(const struct index *x, const size_t *order,
		    const struct index_filter *f)
{
	int64_t left = f->last;
	size_t i;

	if (left <= 0)
		return 0;
	for (i = x->n; i > 0; i--)
		if (passes(&x->at[order[i - 1]], f) && --left == 0)
			return i - 1;
	return 0;
}

/* Returns the index of the first tag of run ID, or where it would be. */
static size_t find_tag(const struct tag *tags, size_t n, const char *id)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(tags[mid].id, id) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Others gave these names: control characters must not reach a terminal. */
static void set_visible(struct tsv *t, size_t row, int column, const char *text)
{
	struct buf b = { 0 };

	buf_visible(&b, text);
	tsv_set(t, row, column, buf_text(&b));
	buf_release(&b);
}

static void fill_row(struct tsv *t, const struct index_row *r, const char *tags)
{
	const char *cells[] = { r->id,	    r->state, r->tool, r->time,
				r->seconds, tags,     r->what };
	size_t row = tsv_add_row(t), i;

	for (i = 0; i < sizeof cells / sizeof *cells; i++)
		set_visible(t, row, (int)i, cells[i]);
}

static void fill(struct tsv *t, const struct index *x,
		 const struct index_filter *f, const struct tag *tags, size_t n)
{
	size_t *order = in_order(x), i, k;
	struct buf b = { 0 };

	for (i = first(x, order, f); i < x->n; i++) {
		const struct index_row *r = &x->at[order[i]];

		if (!passes(r, f))
			continue;
		buf_clear(&b);
		for (k = find_tag(tags, n, r->id);
		     k < n && !strcmp(tags[k].id, r->id); k++) {
			if (b.len)
				buf_char(&b, ' ');
			buf_str(&b, tags[k].name);
		}
		fill_row(t, r, buf_text(&b));
	}
	buf_release(&b);
	free(order);
}

int index_table(struct tsv *t, const struct store *s,
		const struct index_filter *f, struct err *err)
{
	static const char *const columns[] = { "id",   "state",	  "tool",
					       "time", "seconds", "tags",
					       "what" };
	struct strs names = { 0 };
	struct index x = { 0 };
	struct tag *tags;
	size_t i, n;
	int rc = tag_list(s, &names, err);

	for (i = 0; i < sizeof columns / sizeof *columns; i++)
		tsv_add_column(t, columns[i]);
	if (rc == 0)
		rc = index_read(&x, s, err);
	if (rc == 0) {
		tags = all_tags(s, &names, &n);
		fill(t, &x, f, tags, n);
		for (i = 0; i < n; i++)
			free(tags[i].id);
		free(tags);
	}
	index_release(&x);
	strs_release(&names);
	return rc;
}
