/* diff.c - see diff.h. */
#include "diff/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "code/code_list.h"
#include "diff/diff_files.h"
#include "diff/diff_group.h"
#include "diff/diff_lines.h"
#include "diff/diff_metrics.h"
#include "diff/diff_origin.h"
#include "diff/diff_paired.h"
#include "store/object.h"

#define MAX_TEXT ((size_t)1 << 20)

static const char *const all_groups[] = {
	"code",	   "data",    "settings", "seed", "environment",
	"machine", "outputs", "metrics",  "free",
};

static int read_code_list(struct code_list *l, const struct diff_run *of)
{
	const struct json *code = json_get(of->run->start, "code");
	const char *files = code ? json_str(code, "files") : NULL;
	struct err ignored = { 0 };

	return files && code_list_read(l, of->store, files, &ignored) == 0;
}

/* The content of a text file; 0: it is none, or was not kept. */
static int read_code_text(const struct diff_run *of, const struct code_file *f,
			  struct buf *to)
{
	struct err ignored = { 0 };

	return f->kind != CODE_MODULE && object_has(of->store, &f->digest) &&
	       object_get(of->store, &f->digest, to, &ignored) == 0 &&
	       to->len <= MAX_TEXT &&
	       !memchr(buf_text(to), 0, to->len ? to->len : 0);
}

static void add_code_file(struct json *list, const struct diff_run *a,
			  const struct code_file *x, const struct diff_run *b,
			  const struct code_file *y)
{
	struct json *j = json_new();
	struct buf one = { 0 }, two = { 0 }, text = { 0 };
	int same = x && y && digest_same(&x->digest, &y->digest);

	json_set_str(j, "file", (x ? x : y)->path);
	json_set_str(j, "a", a->run->id);
	json_set_str(j, "b", b->run->id);
	json_set_str(j, "change",
		     !x	  ? "added" :
		     !y	  ? "removed" :
		     same ? "mode" :
			    "changed");
	if (!same && (!x || read_code_text(a, x, &one)) &&
	    (!y || read_code_text(b, y, &two))) {
		diff_lines(&text, (x ? x : y)->path, x ? &one : NULL,
			   y ? &two : NULL);
		json_set_str(j, "text", buf_text(&text));
	}
	json_add(list, j);
	buf_release(&one);
	buf_release(&two);
	buf_release(&text);
}

static void add_code(struct json *list, const struct diff_run *a,
		     const struct diff_run *b)
{
	struct code_list x = { 0 }, y = { 0 };
	size_t i = 0, k = 0;

	if (read_code_list(&x, a) && read_code_list(&y, b))
		while (i < x.n || k < y.n) {
			const struct code_file *f = &x.list[i], *g = &y.list[k];
			int d = i == x.n ? 1 :
				k == y.n ? -1 :
					   strcmp(f->path, g->path);

			if (d)
				add_code_file(list, a, d < 0 ? f : NULL, b,
					      d > 0 ? g : NULL);
			else if (f->kind != g->kind ||
				 !digest_same(&f->digest, &g->digest))
				add_code_file(list, a, f, b, g);
			i += d <= 0;
			k += d >= 0;
		}
	code_list_release(&x);
	code_list_release(&y);
}

static void set_patch(struct json *to, const struct diff_run *runs, size_t n)
{
	struct json *list = json_new_list();

	for (size_t i = 1; i < n; i++)
		add_code(list, &runs[0], &runs[i]);
	json_set_list(to, "patch", list);
}

static int has_name(const struct json *list, const char *name)
{
	for (size_t i = 0; i < json_len(list); i++)
		if (!strcmp(json_str(json_at(list, i), "name"), name))
			return 1;
	return 0;
}

/* A link or the names in a directory, which are no files. */
static void add_name(struct json *list, const struct json *counted)
{
	const struct json *values = json_get(counted, "values");
	const char *name = json_str(counted, "name"), *key;
	struct buf about = { 0 };
	struct json *j;

	if (!ingredients_is_name(name))
		return;
	for (size_t i = 0; !strncmp(name, "link ", 5) && i < json_len(values);
	     i++) {
		key = json_key(values, i);
		buf_printf(&about, "%sto '%s'", i ? ", now " : "",
			   json_str(values, key));
	}
	j = json_new();
	json_set_str(j, "path", name);
	json_set_str(j, "change", "changed");
	json_set_str(j, "about", about.len ? buf_text(&about) : NULL);
	json_add(list, j);
	buf_release(&about);
}

/* The inputs that count, as diff_group has them, with all that is to say of
 * each file. */
static void set_data(struct json *to, const struct diff_run *runs, size_t n)
{
	const struct json *counted = json_get(to, "data"), *all;
	struct file_list *lists = mem_zero(n, sizeof(*lists));
	struct json *files = json_new(), *list = json_new_list();

	for (size_t i = 0; i < n; i++)
		lists[i] = runs[i].run->inputs;
	if (counted)
		diff_files(files, "data", runs, lists, n);
	all = json_get(files, "data");
	for (size_t i = 0; all && i < json_len(all); i++)
		if (has_name(counted, json_str(json_at(all, i), "path")))
			json_add(list, json_clone(json_at(all, i)));
	for (size_t i = 0; counted && i < json_len(counted); i++)
		add_name(list, json_at(counted, i));
	json_set_list(to, "data", list);
	json_free(files);
	free(lists);
}

/* A tool that prints its run's id prints another one each time.  Without STREAM
 * the stdout of some run is not known. */
static void copy_outputs(struct file_list *to, const struct run *r, int stream)
{
	char *line = mem_printf("%s\n", r->id);
	struct digest id;

	digest_of(&id, line, strlen(line));
	free(line);
	for (size_t i = 0; i < r->outputs.n; i++)
		if (strcmp(r->outputs.list[i].path, "-") ||
		    (stream && !digest_same(&r->outputs.list[i].digest, &id)))
			file_list_push(to, r->outputs.list[i].path,
				       &r->outputs.list[i].digest);
}

static void set_outputs(struct json *to, const struct diff_run *runs, size_t n)
{
	struct file_list *lists = mem_zero(n, sizeof(*lists));
	int stream = 1, ended = 1;

	for (size_t i = 0; i < n; i++) {
		/* A tracker keeps other files than we do. */
		ended &= runs[i].run->end != NULL &&
			 !run_imported(runs[i].run->start) ==
				 !run_imported(runs[0].run->start);
		stream &= file_list_find(&runs[i].run->outputs, "-") != NULL;
	}
	for (size_t i = 0; ended && i < n; i++)
		copy_outputs(&lists[i], runs[i].run, stream);
	diff_files(to, "outputs", runs, lists, n);
	for (size_t i = 0; i < n; i++)
		file_list_release(&lists[i]);
	free(lists);
}

static int same_recipe(const struct diff_run *runs, size_t n)
{
	const struct run *a = runs[0].run;
	int same = 1;

	for (size_t i = 0; i < n; i++) {
		const struct run *b = runs[i].run;

		same &= a->recipe && b->recipe &&
			digest_same(&a->recipe_id, &b->recipe_id);
	}
	return same;
}

static void set_differs(struct json *to)
{
	struct json *list = json_new_list();

	for (size_t i = 0; i < sizeof(all_groups) / sizeof(*all_groups); i++)
		if (json_get(to, all_groups[i]))
			json_add_str(list, all_groups[i]);
	json_set(to, "differs", list);
}

struct json *diff_runs(const struct diff_run *runs, size_t n,
		       const struct strs *only)
{
	struct json *to = json_new();

	json_set_str(to, "xp", "diff 2");
	diff_group(to, runs, n, only);
	if (json_get(to, "data"))
		diff_origin(to, runs, n, json_get(to, "data"));
	set_data(to, runs, n);
	if (json_get(to, "code"))
		set_patch(to, runs, n);
	if (diff_group_is_asked(only, "outputs"))
		set_outputs(to, runs, n);
	if (diff_group_is_asked(only, "metrics")) {
		diff_metrics(to, runs, n);
		if (n == 2)
			diff_paired(to, &runs[0], &runs[1]);
	}
	set_differs(to);
	json_set_int(to, "same_recipe", same_recipe(runs, n));
	json_set_int(to, "same_outputs", !json_get(to, "outputs"));
	return to;
}

int diff_fails(const struct json *diff, const struct strs *groups)
{
	const struct json *list = json_get(diff, "differs");
	int fails = 0;

	for (size_t i = 0; i < json_len(list); i++) {
		const char *group = json_text(json_at(list, i));

		fails |= groups->n ? strs_has(groups, group) :
				     strcmp(group, "free") &&
					     strcmp(group, "metrics");
	}
	return fails;
}
