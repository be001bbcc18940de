/*
 * pair_by_stem.c - two folders of images that belong together by name.
 */
#include "pairing/pair_by_stem.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "file/path.h"
#include "image/ref.h"

#define LISTED 8 /* the most names in a message */

struct stem_file {
	char *stem, *path;
};

struct stem_side {
	const char *from, *kind; /* such as "pred/" and "prediction" */
	struct stem_file *list;
	size_t n;
};

static int by_stem(const void *a, const void *b)
{
	const struct stem_file *x = a, *y = b;
	int by = strcmp(x->stem, y->stem);

	return by ? by : strcmp(x->path, y->path);
}

static int side_read(struct stem_side *s, struct err *err)
{
	struct strs found = { 0 };
	char *glob, *select;
	int rc;

	ref_split(s->from, &glob, &select);
	if (!strchr(select, '=')) { /* brackets of a pattern */
		free(glob);
		glob = mem_str(s->from);
		*select = '\0';
	}
	rc = path_glob(&found, glob, err);
	s->list = mem_zero(found.n + 1, sizeof *s->list);
	for (size_t i = 0; i < found.n; i++)
		s->list[s->n++] = (struct stem_file){
			ref_stem(found.at[i]),
			mem_printf("%s%s", found.at[i], select)
		};
	strs_release(&found);
	free(glob);
	free(select);
	if (rc < 0)
		return -1;
	qsort(s->list, s->n, sizeof *s->list, by_stem);
	if (!s->n)
		return err_data(err, "no %s: nothing matches '%s'", s->kind,
				s->from);
	for (size_t i = 1; i < s->n; i++)
		if (!strcmp(s->list[i - 1].stem, s->list[i].stem))
			return err_data(err,
					"two %ss have the same name: '%s' and "
					"'%s'",
					s->kind, s->list[i - 1].path,
					s->list[i].path);
	return 0;
}

static void side_release(struct stem_side *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->list[i].stem);
		free(s->list[i].path);
	}
	free(s->list);
}

static int has(const struct stem_side *s, const char *stem)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int by = strcmp(s->list[mid].stem, stem);

		if (!by)
			return 1;
		if (by < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

static size_t list_alone(struct buf *to, const struct stem_side *a,
			 const struct stem_side *b)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		if (has(b, a->list[i].stem))
			continue;
		if (n < LISTED)
			buf_printf(to, n ? ", '%s'" : "'%s'", a->list[i].path);
		n++;
	}
	if (n > LISTED)
		buf_printf(to, " and %zu more", n - LISTED);
	return n;
}

static int check_alone(const struct stem_side *a, const struct stem_side *b,
		       struct err *err)
{
	struct buf list = { 0 };
	size_t n = list_alone(&list, a, b);

	if (n)
		err_data(err, "%zu of %zu %ss %s no %s of the same name: %s", n,
			 a->n, a->kind, n == 1 ? "has" : "have", b->kind,
			 buf_text(&list));
	buf_release(&list);
	return n ? -1 : 0;
}

static int fill(struct manifest *p, const struct stem_side *a,
		const struct stem_side *b, struct err *err)
{
	struct tsv *t = &p->table;
	int id = tsv_add_column(t, "id"), source, target;

	source = tsv_add_column(t, "source");
	target = tsv_add_column(t, "target");
	t->path = mem_printf("%s, %s", a->from, b->from);
	p->list = mem_zero(a->n, sizeof *p->list);
	for (size_t i = 0; i < a->n; i++) {
		if (tsv_check_cell(a->list[i].path, err) < 0 ||
		    tsv_check_cell(b->list[i].path, err) < 0)
			return -1;
		tsv_add_row(t);
		tsv_set(t, i, id, a->list[i].stem);
		tsv_set(t, i, source, a->list[i].path);
		tsv_set(t, i, target, b->list[i].path);
	}
	for (p->n = 0; p->n < a->n; p->n++)
		p->list[p->n] = (struct pair){
			.id = tsv_get(t, p->n, id),
			.source = tsv_get(t, p->n, source),
			.target = tsv_get(t, p->n, target),
			.split = "",
			.group = "",
			.row = p->n,
		};
	for (size_t i = 0; i < p->n; i++)
		for (enum side s = SOURCE; s <= TARGET; s++)
			if (manifest_set_channels(p, &p->list[i], s, err) < 0)
				return -1;
	return 0;
}

int pair_by_stem(struct manifest *p, const char *left, const char *left_kind,
		 const char *right, const char *right_kind, struct err *err)
{
	struct stem_side a = { .from = left, .kind = left_kind };
	struct stem_side b = { .from = right, .kind = right_kind };
	int rc = -1;

	*p = (struct manifest){ 0 };
	if (side_read(&a, err) == 0 && side_read(&b, err) == 0 &&
	    check_alone(&a, &b, err) == 0 && check_alone(&b, &a, err) == 0)
		rc = fill(p, &a, &b, err);
	side_release(&a);
	side_release(&b);
	if (rc < 0)
		manifest_release(p);
	return rc;
}
