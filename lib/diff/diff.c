/* diff.c - see diff.h. */
#include "diff/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "diff/diff_code.h"
#include "diff/diff_files.h"
#include "diff/diff_group.h"
#include "diff/diff_metrics.h"
#include "diff/diff_origin.h"
#include "diff/diff_paired.h"

static const char *const all_groups[] = {
	"code",	   "data",    "settings", "seed", "environment",
	"machine", "outputs", "metrics",  "free",
};

static void set_patch(struct json *to, const struct diff_run *runs, size_t n)
{
	struct json *list = json_new_list();

	for (size_t i = 1; i < n; i++)
		diff_code(list, &runs[0], &runs[i]);
	json_set_list(to, "patch", list);
}

static int has_name(const struct json *list, const char *name)
{
	for (size_t i = 0; i < json_len(list); i++)
		if (!strcmp(json_str(json_at(list, i), "name"), name))
			return 1;
	return 0;
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
		ended &= runs[i].run->end != NULL;
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
