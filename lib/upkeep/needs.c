/* needs.c - see needs.h. */
#include "upkeep/needs.h"

#include <stdlib.h>
#include <string.h>

#include "archive/run_dir.h"
#include "base/mem.h"
#include "code/code_list.h"
#include "run/run.h"
#include "store/file_list.h"
#include "store/object.h"

static int is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* What an archive had: objects of a restored run may lie elsewhere, as the
 * files that they were made from. */
static int must_be_there(const struct needs *k, int restored,
			 const struct digest *d)
{
	char hex[DIGEST_HEX + 1];

	return !restored || strs_find(&k->there, digest_hex(hex, d)) >= 0;
}

static void add(struct needs *k, const struct digest *d, size_t group, int must)
{
	if (k->n == k->cap) {
		k->cap = k->cap ? 2 * k->cap : 256;
		k->list = mem_grow(k->list, k->cap, sizeof *k->list);
	}
	k->list[k->n++] = (struct need){ *d, group, must };
}

static size_t add_group(struct needs *k)
{
	k->group = mem_grow(k->group, k->ngroups + 1, sizeof *k->group);
	k->group[k->ngroups] = (struct needs_group){ 0 };
	return k->ngroups++;
}

static void break_off(struct needs *k, const char *id, const char *why)
{
	strs_take(&k->broken, mem_printf("runs/%s: %s", id, why));
}

/* All that looks like a digest in N bytes of TEXT. */
static void add_text(struct needs *k, size_t group, const char *text, size_t n)
{
	struct digest d;
	size_t run = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && is_hex(text[i])) {
			run++;
			continue;
		}
		if (run == DIGEST_HEX &&
		    digest_parse(&d, text + i - DIGEST_HEX) == 0)
			add(k, &d, group, 0);
		run = 0;
	}
}

/* A record that cannot be read still tells what must not be removed. */
static void add_remains(struct needs *k, const char *id, size_t group)
{
	static const char *const names[] = { "start.json", "inputs",
					     "outputs",	   "kept",
					     "end.json",   "recipe.json" };
	struct err ignored = { 0 };
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *path = mem_printf("runs/%s/%s", id, names[i]);

		if (store_read(k->store, path, &b, &ignored) == 1)
			add_text(k, group, b.data, b.len);
		free(path);
	}
	buf_release(&b);
}

static void add_list(struct needs *k, const struct file_list *l, size_t group)
{
	for (size_t i = 0; i < l->n; i++)
		add(k, &l->list[i].digest, group, 0);
}

static void add_kept(struct needs *k, const struct run *r, size_t group,
		     int restored)
{
	char *path = run_path(k->store, r->id, "kept");
	struct file_list l = { 0 };
	struct err err = { 0 };

	if (file_list_read(&l, path, &err) < 0)
		break_off(k, r->id, err.text);
	for (size_t i = 0; i < l.n; i++)
		add(k, &l.list[i].digest, group,
		    must_be_there(k, restored, &l.list[i].digest));
	file_list_release(&l);
	free(path);
}

/* The object that TEXT, a value of the record, names. */
static int add_named(struct needs *k, const char *text, size_t group,
		     int restored, struct digest *d)
{
	if (!text || strlen(text) != DIGEST_HEX || digest_parse(d, text) < 0)
		return 0;
	add(k, d, group, must_be_there(k, restored, d));
	return 1;
}

/* The environment names another object, the packages. */
static void add_environment(struct needs *k, const struct run *r, size_t group,
			    int restored)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	struct json *j = NULL;
	struct digest d;

	if (!add_named(k, json_str(r->start, "environment"), group, restored,
		       &d))
		return;
	if (object_get(k->store, &d, &b, &err) == 0)
		j = json_parse(b.data, b.len, &err);
	if (j)
		add_named(k, json_str(j, "packages"), group, restored, &d);
	else if (must_be_there(k, restored, &d))
		break_off(k, r->id, err.text);
	json_free(j);
	buf_release(&b);
}

static size_t code_group(struct needs *k, const struct digest *list, int *new)
{
	size_t g;

	for (g = 0; g < k->ngroups; g++)
		if (k->group[g].coded && digest_same(&k->group[g].code, list))
			break;
	*new = g == k->ngroups;
	if (*new) {
		g = add_group(k);
		k->group[g].coded = 1;
		k->group[g].code = *list;
	}
	return g;
}

/* Old records do not say which files' contents were left out. */
static void add_files(struct needs *k, const struct code_list *l,
		      const struct json *left, size_t g, int restored)
{
	struct strs out = { 0 };

	for (size_t i = 0; left && i < json_len(left); i++)
		strs_add(&out, json_text(json_at(left, i)));
	strs_sort(&out);
	for (size_t i = 0; i < l->n; i++)
		add(k, &l->list[i].digest, g,
		    left && strs_find(&out, l->list[i].path) < 0 &&
			    must_be_there(k, restored, &l->list[i].digest));
	strs_release(&out);
}

static void add_code(struct needs *k, const struct run *r, size_t group,
		     int restored)
{
	const struct json *code = json_get(r->start, "code");
	const char *hex = code ? json_str(code, "files") : NULL;
	struct code_list l = { 0 };
	struct err err = { 0 };
	struct digest d;
	size_t g;
	int new;

	if (!code)
		return;
	add_named(k, json_str(code, "diff"), group, restored, &d);
	if (!add_named(k, hex, group, restored, &d))
		return;
	g = code_group(k, &d, &new);
	strs_add(&k->group[g].runs, r->id);
	if (new &&code_list_read(&l, k->store, hex, &err) < 0 &&
	    must_be_there(k, restored, &d))
		break_off(k, r->id, err.text);
	if (new)
		add_files(k, &l, json_get(code, "left_out"), g, restored);
	code_list_release(&l);
}

void needs_add_run(struct needs *k, const char *id)
{
	int restored = k->restored && run_dir_is_restored(k->store, id);
	size_t group = add_group(k);
	struct err err = { 0 };
	struct run r;

	strs_add(&k->group[group].runs, id);
	add_remains(k, id, group);
	if (run_read(&r, k->store, id, &err) < 0) {
		break_off(k, id, err.text);
		return;
	}
	add_list(k, &r.inputs, group);
	add_list(k, &r.outputs, group);
	add_kept(k, &r, group, restored);
	add_environment(k, &r, group, restored);
	add_code(k, &r, group, restored);
	run_release(&r);
}

/* The list of a restored experiment, beside its store. */
static void read_restored(struct needs *k)
{
	static const char objects[] = ".xp/objects/";
	char *sums = store_join(k->store, "../SHA256SUMS");
	struct file_list l = { 0 };
	struct err ignored = { 0 };
	struct buf b = { 0 };
	char hex[DIGEST_HEX + 1];

	if (file_list_read(&l, sums, &ignored) == 0)
		for (size_t i = 0; i < l.n; i++)
			if (!strncmp(l.list[i].path, objects, strlen(objects)))
				strs_add(&k->there,
					 digest_hex(hex, &l.list[i].digest));
	strs_sort(&k->there);
	file_list_release(&l);
	/* Which runs those are is asked run by run. */
	k->restored = store_read(k->store, "places", &b, &ignored) == 1;
	buf_release(&b);
	free(sums);
}

int needs_read(struct needs *k, const struct store *s, struct err *err)
{
	struct strs ids = { 0 };
	int rc;

	memset(k, 0, sizeof *k);
	k->store = s;
	read_restored(k);
	rc = run_list(s, &ids, err);
	for (size_t i = 0; !rc && i < ids.n; i++)
		needs_add_run(k, ids.at[i]);
	strs_release(&ids);
	needs_sort(k);
	return rc;
}

/* What must be there comes first. */
static int by_digest(const void *a, const void *b)
{
	const struct need *x = a, *y = b;
	int c = memcmp(&x->digest, &y->digest, sizeof x->digest);

	if (!c)
		c = y->must - x->must;
	return c ? c : (x->group > y->group) - (x->group < y->group);
}

void needs_sort(struct needs *k)
{
	if (k->n)
		qsort(k->list, k->n, sizeof *k->list, by_digest);
}

/* The first need of D, or K->n. */
static size_t find(const struct needs *k, const struct digest *d)
{
	size_t low = 0, high = k->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(&k->list[mid].digest, d, sizeof *d) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < k->n && digest_same(&k->list[low].digest, d) ? low : k->n;
}

int needs_has(const struct needs *k, const struct digest *d)
{
	return find(k, d) < k->n;
}

void needs_runs(const struct needs *k, const struct digest *d, struct buf *to)
{
	struct strs ids = { 0 };

	for (size_t i = find(k, d);
	     i < k->n && digest_same(&k->list[i].digest, d); i++) {
		const struct strs *runs = &k->group[k->list[i].group].runs;

		for (size_t r = 0; r < runs->n; r++)
			strs_add(&ids, runs->at[r]);
	}
	strs_sort(&ids);
	for (size_t i = 0; i < ids.n; i++)
		if (!i || strcmp(ids.at[i], ids.at[i - 1]))
			buf_printf(to, "%s%s", to->len ? " " : "", ids.at[i]);
	strs_release(&ids);
}

void needs_release(struct needs *k)
{
	for (size_t i = 0; i < k->ngroups; i++)
		strs_release(&k->group[i].runs);
	free(k->group);
	free(k->list);
	strs_release(&k->broken);
	strs_release(&k->there);
	memset(k, 0, sizeof *k);
}
