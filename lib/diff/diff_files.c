/* diff_files.c - see diff_files.h. */
#include "diff/diff_files.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strs.h"
#include "diff/diff_content.h"
#include "diff/diff_steps.h"
#include "diff/ingredients.h"
#include "run/run_file.h"
#include "store/object.h"

#define MAX_TABLE ((size_t)64 << 20)
#define LOOKED 20 /* files whose contents are compared */

struct listed_file {
	char *name;
	const char *path;
	const struct digest *digest;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct listed_file *)a)->name,
		      ((const struct listed_file *)b)->name);
}

static struct listed_file *list_by_name(const struct file_list *l)
{
	struct listed_file *n = mem_zero(l->n + 1, sizeof(*n));

	for (size_t i = 0; i < l->n; i++) {
		n[i].name = ingredients_file(l->list[i].path);
		n[i].path = l->list[i].path;
		n[i].digest = &l->list[i].digest;
	}
	if (l->n)
		qsort(n, l->n, sizeof(*n), by_name);
	return n;
}

static void free_list(struct listed_file *n, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(n[i].name);
	free(n);
}

/* The lines of an object that looks like a table; 0: it does not. */
static int table(const struct store *s, const struct digest *d,
		 struct strs *lines)
{
	struct buf b = { 0 };
	struct err ignored;
	int good = object_has(s, d) && object_get(s, d, &b, &ignored) == 0 &&
		   b.len && b.len <= MAX_TABLE && !memchr(b.data, 0, b.len) &&
		   b.data[b.len - 1] == '\n' &&
		   memchr(b.data, '\t', strcspn(b.data, "\n"));

	if (good) {
		b.data[b.len - 1] = '\0';
		strs_split(lines, b.data, '\n');
	}
	buf_release(&b);
	return good;
}

static void add_columns(struct json *j, const char *key, const char *has,
			const char *lacks)
{
	struct json *list = json_new_list();
	struct strs x = { 0 }, y = { 0 };

	strs_split(&x, has, '\t');
	strs_split(&y, lacks, '\t');
	for (size_t i = 0; i < x.n; i++)
		if (!strs_has(&y, x.at[i]))
			json_add_str(list, x.at[i]);
	json_set_list(j, key, list);
	strs_release(&x);
	strs_release(&y);
}

/* Returns how many lines only one of two sorted lists has. */
static void count_lines(struct json *j, const struct strs *a,
			const struct strs *b)
{
	size_t i = 0, k = 0, only_a = 0, only_b = 0;

	while (i < a->n || k < b->n) {
		int d = i == a->n ? 1 :
			k == b->n ? -1 :
				    strcmp(a->at[i], b->at[k]);

		only_a += d < 0;
		only_b += d > 0;
		i += d <= 0;
		k += d >= 0;
	}
	json_set_int(j, "lines_a", (int64_t)only_a);
	json_set_int(j, "lines_b", (int64_t)only_b);
}

/* 0: they are no tables. */
static int compare_tables(struct json *j, const struct store *s,
			  const struct digest *a, const struct store *t,
			  const struct digest *b)
{
	struct strs x = { 0 }, y = { 0 };
	int good = table(s, a, &x) && table(t, b, &y);

	if (good) {
		json_set_int(j, "rows_a", (int64_t)x.n - 1);
		json_set_int(j, "rows_b", (int64_t)y.n - 1);
		add_columns(j, "columns_removed", x.at[0], y.at[0]);
		add_columns(j, "columns_added", y.at[0], x.at[0]);
		strs_sort(&x);
		strs_sort(&y);
		count_lines(j, &x, &y);
	}
	strs_release(&x);
	strs_release(&y);
	return good;
}

/* A file of each run; NULL: it has none of this name. */
struct same_name {
	const char *name, *path[2];
	const struct digest **digest;
};

static void look_closer(struct json *j, const struct diff_run *runs,
			const struct same_name *f)
{
	struct buf a = { 0 }, b = { 0 };
	struct diff_content d = { 0 };
	struct diff_steps steps = { 0 };
	struct buf text = { 0 };
	struct err ignored = { 0 };

	if (run_file(runs[0].store, runs[0].run, f->path[0], &a, &ignored) <
		    0 ||
	    run_file(runs[1].store, runs[1].run, f->path[1], &b, &ignored) <
		    0) {
		json_set_str(j, "about", "not all contents can be had");
	} else if (diff_steps_is(&a) && diff_steps_is(&b)) {
		diff_steps(&steps, &a, &b);
		diff_steps_text(&steps, &text);
		json_set_str(j, "about", buf_text(&text));
		diff_steps_release(&steps);
	} else {
		diff_content(&d, &a, &b);
		json_set_str(j, "about", buf_text(&d.text));
		diff_content_release(&d);
	}
	buf_release(&text);
	buf_release(&a);
	buf_release(&b);
}

static const char *change_of(const struct same_name *f, size_t n)
{
	size_t has = 0;

	for (size_t i = 0; i < n; i++)
		has += f->digest[i] != NULL;
	if (has == n)
		return "changed";
	return n > 2 ? "in some" : f->digest[0] ? "removed" : "added";
}

static void add_file(struct json *list, const struct diff_run *runs, size_t n,
		     const struct same_name *f)
{
	struct json *j = json_new(), *values = json_new();
	const char *change = change_of(f, n);
	char hex[DIGEST_HEX + 1];

	json_set_str(j, "path", f->name);
	json_set_str(j, "change", change);
	for (size_t i = 0; i < n; i++)
		if (f->digest[i])
			json_set_str(values, runs[i].run->id,
				     digest_hex(hex, f->digest[i]));
	json_set(j, "values", values);
	if (n == 2 && !strcmp(change, "changed") &&
	    (strstr(f->name, "fingerprints.tsv") ||
	     !compare_tables(j, runs[0].store, f->digest[0], runs[1].store,
			     f->digest[1])) &&
	    json_len(list) < LOOKED)
		look_closer(j, runs, f);
	json_add(list, j);
}

/* The next name, in order, of what is left of the lists. */
static const char *least_name(struct listed_file *const *l, const size_t *pos,
			      const struct file_list *lists, size_t n)
{
	const char *least = NULL;

	for (size_t i = 0; i < n; i++)
		if (pos[i] < lists[i].n &&
		    (!least || strcmp(l[i][pos[i]].name, least) < 0))
			least = l[i][pos[i]].name;
	return least;
}

static int all_same(const struct same_name *f, size_t n)
{
	int same = 1;

	for (size_t i = 0; i < n; i++)
		same &= f->digest[0] && f->digest[i] &&
			digest_same(f->digest[0], f->digest[i]);
	return same;
}

static void compare_lists(struct json *list, const struct diff_run *runs,
			  struct listed_file *const *l,
			  const struct file_list *lists, size_t n)
{
	size_t *pos = mem_zero(n, sizeof(*pos));
	struct same_name f = { .digest = mem_zero(n, sizeof(*f.digest)) };

	while ((f.name = least_name(l, pos, lists, n))) {
		for (size_t i = 0; i < n; i++) {
			const struct listed_file *at = &l[i][pos[i]];
			int has = pos[i] < lists[i].n &&
				  !strcmp(at->name, f.name);

			f.digest[i] = has ? at->digest : NULL;
			if (i < 2)
				f.path[i] = has ? at->path : NULL;
		}
		if (!all_same(&f, n))
			add_file(list, runs, n, &f);
		for (size_t i = 0; i < n; i++)
			pos[i] += f.digest[i] != NULL;
	}
	free(pos);
	free(f.digest);
}

void diff_files(struct json *to, const char *key, const struct diff_run *runs,
		const struct file_list *lists, size_t n)
{
	struct listed_file **l = mem_zero(n, sizeof(*l));
	struct json *list = json_new_list();

	for (size_t i = 0; i < n; i++)
		l[i] = list_by_name(&lists[i]);
	compare_lists(list, runs, l, lists, n);
	for (size_t i = 0; i < n; i++)
		free_list(l[i], lists[i].n);
	free(l);
	json_set_list(to, key, list);
}

static int is_reordered(const struct store *s, const struct digest *a,
			const struct store *t, const struct digest *b)
{
	struct strs x = { 0 }, y = { 0 };
	int yes = table(s, a, &x) && table(t, b, &y) && x.n == y.n &&
		  !strcmp(x.at[0], y.at[0]);

	if (yes) {
		strs_sort(&x);
		strs_sort(&y);
	}
	for (size_t i = 0; yes && i < x.n; i++)
		yes = !strcmp(x.at[i], y.at[i]);
	strs_release(&x);
	strs_release(&y);
	return yes;
}

/* Move what only L has by name to the end; returns how many both have. */
static size_t split_common(struct listed_file *l, size_t n,
			   const struct listed_file *other, size_t m)
{
	size_t common = 0;

	for (size_t i = 0; i < n; i++) {
		struct listed_file f = l[i];

		if (!bsearch(&f, other, m, sizeof(f), by_name))
			continue;
		memmove(&l[common + 1], &l[common], (i - common) * sizeof(*l));
		l[common++] = f;
	}
	return common;
}

/* Files of the same names; or one of each has a name of its own. */
static int pair_up(struct listed_file *x, struct listed_file *y, size_t n)
{
	struct listed_file *copy = mem_zero(n, sizeof(*x));
	size_t common;

	memcpy(copy, x, n * sizeof(*x));
	common = split_common(x, n, y, n);
	split_common(y, n, copy, n);
	free(copy);
	return common + 1 >= n;
}

int diff_files_reordered(const struct store *s, const struct file_list *a,
			 const struct store *t, const struct file_list *b)
{
	struct listed_file *x, *y;
	size_t changed = 0;
	int yes;

	if (a->n != b->n || !a->n)
		return 0;
	x = list_by_name(a);
	y = list_by_name(b);
	yes = pair_up(x, y, a->n);
	for (size_t i = 0; yes && i < a->n; i++) {
		if (digest_same(x[i].digest, y[i].digest))
			continue;
		yes = is_reordered(s, x[i].digest, t, y[i].digest);
		changed++;
	}
	free_list(x, a->n);
	free_list(y, b->n);
	return yes && changed;
}
