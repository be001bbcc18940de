/*
 * pair_by_stem.c - two folders of images that belong together by name.
 */
#include "manifest/pair_by_stem.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "image/ref.h"

#define LISTED 8 /* names that a message holds */

struct named {
	char *stem, *path;
};

struct half {
	const char *from, *is; /* "pred/", "prediction" */
	struct named *at;
	size_t n;
};

static int by_stem(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int by = strcmp(x->stem, y->stem);

	return by ? by : strcmp(x->path, y->path);
}

static int half_read(struct half *s, struct err *err)
{
	struct strs found = { 0 };

	if (path_glob(&found, s->from, err) < 0)
		return -1;
	s->at = mem_zero(found.n + 1, sizeof *s->at);
	for (size_t i = 0; i < found.n; i++)
		s->at[s->n++] = (struct named){ ref_stem(found.at[i]),
						mem_str(found.at[i]) };
	strs_release(&found);
	qsort(s->at, s->n, sizeof *s->at, by_stem);
	if (!s->n)
		return err_data(err, "no %s: nothing matches '%s'", s->is,
				s->from);
	for (size_t i = 1; i < s->n; i++)
		if (!strcmp(s->at[i - 1].stem, s->at[i].stem))
			return err_data(err,
					"two %ss have one name: '%s' and "
					"'%s'",
					s->is, s->at[i - 1].path,
					s->at[i].path);
	return 0;
}

static void half_release(struct half *s)
{
	for (size_t i = 0; i < s->n; i++) {
		free(s->at[i].stem);
		free(s->at[i].path);
	}
	free(s->at);
}

static int has(const struct half *s, const char *stem)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int by = strcmp(s->at[mid].stem, stem);

		if (!by)
			return 1;
		if (by < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

static size_t list_alone(struct buf *to, const struct half *a,
			 const struct half *b)
{
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++) {
		if (has(b, a->at[i].stem))
			continue;
		if (n < LISTED)
			buf_printf(to, n ? ", '%s'" : "'%s'", a->at[i].path);
		n++;
	}
	if (n > LISTED)
		buf_printf(to, " and %zu more", n - LISTED);
	return n;
}

static int check_alone(const struct half *a, const struct half *b,
		       struct err *err)
{
	struct buf list = { 0 };
	size_t n = list_alone(&list, a, b);

	if (n)
		err_data(err,
			 "%zu of %zu %ss without a %s of the same name: "
			 "%s",
			 n, a->n, a->is, b->is, buf_text(&list));
	buf_release(&list);
	return n ? -1 : 0;
}

static int fill(struct manifest *p, const struct half *a, const struct half *b,
		struct err *err)
{
	struct tsv *t = &p->table;
	int id = tsv_add_column(t, "id"), source, target;

	source = tsv_add_column(t, "source");
	target = tsv_add_column(t, "target");
	t->path = mem_printf("%s, %s", a->from, b->from);
	p->list = mem_zero(a->n, sizeof *p->list);
	for (size_t i = 0; i < a->n; i++) {
		if (tsv_check_cell(a->at[i].path, err) < 0 ||
		    tsv_check_cell(b->at[i].path, err) < 0)
			return -1;
		tsv_add_row(t);
		tsv_set(t, i, id, a->at[i].stem);
		tsv_set(t, i, source, a->at[i].path);
		tsv_set(t, i, target, b->at[i].path);
	}
	for (p->n = 0; p->n < a->n; p->n++)
		p->list[p->n] = (struct pair){
			.id = tsv_get(t, p->n, id),
			.source = tsv_get(t, p->n, source),
			.target = tsv_get(t, p->n, target),
			.split = "",
			.group = "",
			.row = p->n,
			.source_norm = { 0, 1 },
			.target_norm = { 0, 1 },
		};
	return 0;
}

int pair_by_stem(struct manifest *p, const char *left, const char *left_is,
		 const char *right, const char *right_is, struct err *err)
{
	struct half a = { .from = left, .is = left_is };
	struct half b = { .from = right, .is = right_is };
	int rc = -1;

	*p = (struct manifest){ 0 };
	if (half_read(&a, err) == 0 && half_read(&b, err) == 0 &&
	    check_alone(&a, &b, err) == 0 && check_alone(&b, &a, err) == 0)
		rc = fill(p, &a, &b, err);
	half_release(&a);
	half_release(&b);
	if (rc < 0)
		manifest_release(p);
	return rc;
}
