/* group_cut.c - see group_cut.h. */
#include "pairing/group_cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "manifest/channel.h"

void group_cut_names(struct strs *name, const struct tsv *t, size_t row)
{
	strs_release(name);
	channel_names(name, tsv_get(t, row, tsv_column(t, "source")));
}

int group_cut(const struct regex *p, struct tsv *t, size_t row, struct err *err)
{
	struct strs name = { 0 };
	struct buf b = { 0 };
	int rc = 0;

	group_cut_names(&name, t, row);
	if (regex_cut(p, name.at[0], &b) && b.len)
		tsv_set(t, row, tsv_column(t, "group"), buf_text(&b));
	else
		rc = err_data(err, "--group '%s' does not match '%s'%s",
			      p->text, name.at[0],
			      name.n > 1 ? ", the first file of a source" : "");
	buf_release(&b);
	strs_release(&name);
	return rc;
}

/* What the expression cuts out of one of the further files of a source. */
struct other_file {
	const char *group; /* of the row */
	char *other, *name;
};

static int by_both(const void *a, const void *b)
{
	const struct other_file *x = a, *y = b;
	int c = strcmp(x->group, y->group);

	c = c ? c : strcmp(x->other, y->other);
	return c ? c : strcmp(x->name, y->name);
}

static int by_other(const void *a, const void *b)
{
	const struct other_file *x = a, *y = b;
	int c = strcmp(x->other, y->other);

	return c ? c : by_both(a, b);
}

/* Lists file K of each source that the expression matches.  The caller frees
 * the list, with release_others. */
static struct other_file *list_others(const struct regex *p,
				      const struct tsv *t, size_t k, size_t *n)
{
	struct other_file *o = mem_zero(t->rows + 1, sizeof(*o));
	struct strs name = { 0 };
	struct buf b = { 0 };

	*n = 0;
	for (size_t i = 0; i < t->rows; i++) {
		group_cut_names(&name, t, i);
		if (k >= name.n || !regex_cut(p, name.at[k], &b) || !b.len)
			continue;
		o[(*n)++] = (struct other_file){
			tsv_get(t, i, tsv_column(t, "group")),
			mem_str(buf_text(&b)), mem_str(name.at[k])
		};
	}
	strs_release(&name);
	buf_release(&b);
	return o;
}

static void release_others(struct other_file *o, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(o[i].other);
		free(o[i].name);
	}
	free(o);
}

/* Fails if the files K make other groups of the rows than the first files: a
 * series of theirs would be on two sides of the split. */
static int check_others(const struct regex *p, const struct tsv *t, size_t k,
			struct err *err)
{
	size_t n;
	struct other_file *o = list_others(p, t, k, &n);
	int rc = 0;

	for (int pass = 0; pass < 2; pass++) {
		qsort(o, n, sizeof(*o), pass ? by_other : by_both);
		for (size_t i = 1; i < n && !rc; i++) {
			int same = !strcmp(o[i - 1].group, o[i].group);
			int others = !strcmp(o[i - 1].other, o[i].other);

			if (same == others || (pass ? !others : !same))
				continue;
			rc = err_data(err,
				      "--group '%s' puts '%s' and '%s' into "
				      "%s, but the first files of their "
				      "sources into %s: have it match what "
				      "all files of one source share",
				      p->text, o[i - 1].name, o[i].name,
				      others ? "one group" : "two groups",
				      same ? "one" : "two");
		}
	}
	release_others(o, n);
	return rc;
}

int group_cut_check(const struct regex *p, const struct tsv *t, struct err *err)
{
	size_t most = 1;
	int rc = 0;

	for (size_t i = 0; i < t->rows; i++) {
		struct strs name = { 0 };

		group_cut_names(&name, t, i);
		most = name.n > most ? name.n : most;
		strs_release(&name);
	}
	for (size_t k = 1; k < most && !rc; k++)
		rc = check_others(p, t, k, err);
	return rc;
}
