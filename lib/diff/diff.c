/* diff.c - see diff.h. */
#include "diff/diff.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "diff/diff_files.h"
#include "diff/diff_list.h"
#include "diff/diff_metrics.h"
#include "diff/diff_patch.h"
#include "diff/diff_unknown.h"
#include "diff/ingredients.h"

static void compare_code(struct json *to, const struct store *s,
			 const struct run *a, const struct run *b)
{
	const struct json *x = json_get(a->start, "code");
	const struct json *y = json_get(b->start, "code");
	const char *dx = x ? json_str(x, "diff") : NULL;
	const char *dy = y ? json_str(y, "diff") : NULL;
	struct json *list = json_new_list();
	struct buf bx = { 0 }, by = { 0 };

	if (!x || !y) {
		json_free(list);
		return; /* see diff_unknown.h */
	}
	diff_list_add(list, "commit", x ? json_str(x, "commit") : NULL,
		      y ? json_str(y, "commit") : NULL);
	diff_list_add(list, "work tree", dx, dy);
	diff_list_add(list, "files", x ? json_str(x, "files") : NULL,
		      y ? json_str(y, "files") : NULL);
	diff_list_set(to, "code", list);
	if ((dx || dy) && !(dx && dy && !strcmp(dx, dy))) {
		diff_list_object(s, dx, &bx);
		diff_list_object(s, dy, &by);
		diff_patch(to, buf_text(&bx), buf_text(&by));
	}
	buf_release(&bx);
	buf_release(&by);
}

/* Operands that are not files count as settings. */
static void compare_operands(struct json *list, const struct run *a,
			     const struct run *b)
{
	diff_list_value(list, "operands",
			a->recipe ? json_get(a->recipe, "operands") : NULL,
			b->recipe ? json_get(b->recipe, "operands") : NULL);
}

static void compare_settings(struct json *to, const struct run *a,
			     const struct run *b)
{
	const struct json *x = json_get(a->start, "settings");
	const struct json *y = json_get(b->start, "settings");
	const struct json *const counted[2] = { x, y };
	struct json *list = json_new_list();

	diff_list_add(list, "tool", json_str(a->start, "tool"),
		      json_str(b->start, "tool"));
	diff_list_add(list, "version", json_str(a->start, "version"),
		      json_str(b->start, "version"));
	diff_list_objects(list, "", x, y, NULL);
	compare_operands(list, a, b);
	diff_list_set(to, "settings", list);
	list = json_new_list();
	diff_list_objects(list, "", json_get(a->start, "all_settings"),
			  json_get(b->start, "all_settings"), counted);
	diff_list_set(to, "free_settings", list);
}

static void add_run(struct json *to, const char *key, const struct run *r)
{
	struct json *j = json_new();

	json_set_str(j, "id", r->id);
	json_set_str(j, "tool", json_str(r->start, "tool"));
	json_set_str(j, "state", run_state_name(r->state));
	json_set(to, key, j);
}

/* A tool that prints its run's id prints another one each time, which is no
 * difference.  If STREAM is NULL, the other run's stdout is not known. */
static void drop_id(struct file_list *to, const struct run *r, int stream)
{
	char *line = mem_printf("%s\n", r->id);
	struct digest id;

	digest_of(&id, line, strlen(line));
	free(line);
	memset(to, 0, sizeof(*to));
	for (size_t i = 0; i < r->outputs.n; i++)
		if (strcmp(r->outputs.list[i].path, "-") ||
		    (stream && !digest_same(&r->outputs.list[i].digest, &id)))
			file_list_push(to, r->outputs.list[i].path,
				       &r->outputs.list[i].digest);
}

static void compare_outputs(struct json *to, const struct store *s,
			    const struct run *a, const struct run *b)
{
	struct file_list x, y;

	if (!a->end || !b->end)
		return;
	drop_id(&x, a, file_list_find(&b->outputs, "-") != NULL);
	drop_id(&y, b, file_list_find(&a->outputs, "-") != NULL);
	diff_files(to, "outputs", s, &x, &y);
	file_list_release(&x);
	file_list_release(&y);
}

/* Software and the machine. */
static void compare_environment(struct json *to, const struct store *s,
				const struct run *a, const struct run *b)
{
	static const char *const groups[] = { "environment", "machine" };
	static const char *const label[] = { "a", "b" };
	struct json *x = ingredients_of(s, a), *y = ingredients_of(s, b);
	const struct json *both[] = { x, y };
	size_t compared;
	struct json *all = ingredients_compare(both, label, 2, &compared);
	struct json *list = json_new_list();

	for (size_t g = 0; g < 2; g++) {
		const struct json *from = json_get(all, groups[g]);

		for (size_t i = 0; from && i < json_len(from); i++) {
			const struct json *j = json_at(from, i);
			const struct json *values = json_get(j, "values");

			diff_list_add(list, json_str(j, "name"),
				      json_str(values, "a"),
				      json_str(values, "b"));
		}
	}
	diff_list_set(to, "environment", list);
	json_free(all);
	json_free(x);
	json_free(y);
}

int diff_runs(struct json **to, const struct store *s, const struct run *a,
	      const struct run *b, struct err *err)
{
	static const char *const counted[] = {
		"settings", "code", "environment", "patch", "data", "outputs",
	};
	struct json *j = json_new();
	int differs = 0;

	(void)err;
	add_run(j, "a", a);
	add_run(j, "b", b);
	compare_settings(j, a, b);
	compare_code(j, s, a, b);
	compare_environment(j, s, a, b);
	diff_files(j, "data", s, &a->inputs, &b->inputs);
	compare_outputs(j, s, a, b);
	diff_metrics(j, s, a, b);
	diff_unknown(j, s, a, b);
	for (size_t i = 0; i < sizeof(counted) / sizeof(*counted); i++)
		differs |= !!json_get(j, counted[i]);
	json_set_str(j, "xp", "diff 1");
	json_set_int(j, "differs", differs);
	json_set_int(j, "same_recipe",
		     a->recipe && b->recipe &&
			     digest_same(&a->recipe_id, &b->recipe_id));
	json_set_int(j, "same_outputs", !json_get(j, "outputs"));
	*to = j;
	return 0;
}
