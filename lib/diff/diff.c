/* diff.c - see diff.h. */
#include "diff/diff.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/object.h"

void diff_add(struct json *list, const char *name, const char *a, const char *b)
{
	struct json *j;

	if ((!a && !b) || (a && b && !strcmp(a, b)))
		return;
	j = json_new();
	json_set_str(j, "name", name);
	json_set_str(j, "a", a);
	json_set_str(j, "b", b);
	json_add(list, j);
}

void diff_set(struct json *to, const char *key, struct json *list)
{
	if (json_len(list))
		json_set(to, key, list);
	else
		json_free(list);
}

/* A value as text: a string as it is, all else as JSON; NULL stays. */
static char *value_text(const struct json *j)
{
	struct buf b = { 0 };

	if (!j)
		return NULL;
	if (json_text(j))
		return mem_str(json_text(j));
	json_write(j, &b);
	return buf_detach(&b);
}

static void compare_value(struct json *list, const char *name,
			  const struct json *a, const struct json *b)
{
	char *x = value_text(a), *y = value_text(b);

	diff_add(list, name, x, y);
	free(x);
	free(y);
}

static int has_key(const struct json *j, const char *key)
{
	return j && json_get(j, key);
}

/* Two objects, key by key: both lists of keys are sorted.  Keys of
 * WITHOUT are left out. */
static void compare_objects(struct json *list, const char *prefix,
			    const struct json *a, const struct json *b,
			    const struct json *const without[2])
{
	size_t i = 0, k = 0;
	const char *x, *y;

	for (;;) {
		const char *key;
		char *name;

		x = a ? json_key(a, i) : NULL;
		y = b ? json_key(b, k) : NULL;
		if (!x && !y)
			return;
		key = !y || (x && strcmp(x, y) < 0) ? x : y;
		name = mem_printf("%s%s", prefix, key);
		if (!without ||
		    (!has_key(without[0], key) && !has_key(without[1], key)))
			compare_value(list, name, a ? json_get(a, key) : NULL,
				      b ? json_get(b, key) : NULL);
		free(name);
		i += x && !strcmp(x, key);
		k += y && !strcmp(y, key);
	}
}

/* Libraries as an object from name to version and build. */
static struct json *by_name(const struct json *list)
{
	struct json *j = json_new();

	for (size_t i = 0; list && i < json_len(list); i++) {
		const struct json *one = json_at(list, i);
		const char *name = json_str(one, "name");
		const char *version = json_str(one, "version");
		const char *build = json_str(one, "build_id");
		char *text = mem_printf("%s%s%.12s", version ? version : "",
					version && build ? " build " :
					build		 ? "build " :
							   "",
					build ? build : "");

		if (name)
			json_set_str(j, name, text);
		free(text);
	}
	return j;
}

/* The names of places are no property of the machine. */
static struct json *variables(const struct json *environment)
{
	const struct json *all = environment ?
					 json_get(environment, "variables") :
					 NULL;
	struct json *j = json_new();
	const char *key;

	for (size_t i = 0; all && (key = json_key(all, i)); i++)
		if (strcmp(key, "XP_DIR") && strcmp(key, "XP_OUTSIDE"))
			json_set_str(j, key, json_str(all, key));
	return j;
}

struct json *diff_environments(const struct json *a, const struct json *b)
{
	static const char *const parts[] = { "cpu", "openblas" };
	static const char *const plain[] = {
		"compiler", "libc",	  "kernel", "machine",
		"memory",   "processors", "system",
	};
	struct json *list = json_new_list(), *x, *y;

	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		compare_value(list, plain[i], a ? json_get(a, plain[i]) : NULL,
			      b ? json_get(b, plain[i]) : NULL);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		char *prefix = mem_printf("%s ", parts[i]);

		compare_objects(list, prefix, a ? json_get(a, parts[i]) : NULL,
				b ? json_get(b, parts[i]) : NULL, NULL);
		free(prefix);
	}
	x = by_name(a ? json_get(a, "libraries") : NULL);
	y = by_name(b ? json_get(b, "libraries") : NULL);
	compare_objects(list, "library ", x, y, NULL);
	json_free(x);
	json_free(y);
	x = variables(a);
	y = variables(b);
	compare_objects(list, "variable ", x, y, NULL);
	json_free(x);
	json_free(y);
	return list;
}

/* The object that HEX names as text; 0: it cannot be had. */
static int object(const struct store *s, const char *hex, struct buf *to)
{
	struct digest d;
	struct err ignored;

	return hex && strlen(hex) == DIGEST_HEX && digest_parse(&d, hex) == 0 &&
	       object_get(s, &d, to, &ignored) == 0;
}

static struct json *environment(const struct store *s, const struct run *r)
{
	const char *hex = json_str(r->start, "environment");
	struct json *j = NULL;
	struct buf b = { 0 };
	struct err ignored;

	if (object(s, hex, &b))
		j = json_parse(b.data, b.len, &ignored);
	buf_release(&b);
	return j;
}

/* "name version architecture" lines, as {name architecture: version}. */
static struct json *packages(const struct store *s,
			     const struct json *environment)
{
	struct json *j = json_new();
	struct strs lines = { 0 };
	struct buf b = { 0 };

	if (environment && object(s, json_str(environment, "packages"), &b))
		strs_split(&lines, buf_text(&b), '\n');
	for (size_t i = 0; i < lines.n; i++) {
		char *version = strchr(lines.at[i], ' '), *machine, *name;

		if (!version || !(machine = strchr(version + 1, ' ')))
			continue;
		*version++ = '\0';
		*machine++ = '\0';
		name = mem_printf("%s:%s", lines.at[i], machine);
		json_set_str(j, name, version);
		free(name);
	}
	strs_release(&lines);
	buf_release(&b);
	return j;
}

static void compare_environments(struct json *to, const struct store *s,
				 const struct run *a, const struct run *b)
{
	const char *x = json_str(a->start, "environment");
	const char *y = json_str(b->start, "environment");
	struct json *ea, *eb, *pa, *pb, *list;

	if (x && y && !strcmp(x, y))
		return;
	ea = environment(s, a);
	eb = environment(s, b);
	diff_set(to, "environment", diff_environments(ea, eb));
	pa = packages(s, ea);
	pb = packages(s, eb);
	list = json_new_list();
	compare_objects(list, "", pa, pb, NULL);
	diff_set(to, "packages", list);
	json_free(pa);
	json_free(pb);
	json_free(ea);
	json_free(eb);
}

static void compare_code(struct json *to, const struct store *s,
			 const struct run *a, const struct run *b)
{
	const struct json *x = json_get(a->start, "code");
	const struct json *y = json_get(b->start, "code");
	const char *dx = x ? json_str(x, "diff") : NULL;
	const char *dy = y ? json_str(y, "diff") : NULL;
	struct json *list = json_new_list();
	struct buf bx = { 0 }, by = { 0 };

	diff_add(list, "commit", x ? json_str(x, "commit") : NULL,
		 y ? json_str(y, "commit") : NULL);
	diff_add(list, "work tree", dx, dy);
	diff_set(to, "code", list);
	if ((dx || dy) && !(dx && dy && !strcmp(dx, dy))) {
		object(s, dx, &bx);
		object(s, dy, &by);
		diff_patches(to, buf_text(&bx), buf_text(&by));
	}
	buf_release(&bx);
	buf_release(&by);
}

/* Operands that are no file, as settings are. */
static void compare_operands(struct json *list, const struct run *a,
			     const struct run *b)
{
	compare_value(list, "operands",
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

	diff_add(list, "tool", json_str(a->start, "tool"),
		 json_str(b->start, "tool"));
	diff_add(list, "version", json_str(a->start, "version"),
		 json_str(b->start, "version"));
	compare_objects(list, "", x, y, NULL);
	compare_operands(list, a, b);
	diff_set(to, "settings", list);
	list = json_new_list();
	compare_objects(list, "", json_get(a->start, "all_settings"),
			json_get(b->start, "all_settings"), counted);
	diff_set(to, "free_settings", list);
}

static void compare_engines(struct json *to, const struct run *a,
			    const struct run *b)
{
	struct json *list = json_new_list();

	compare_objects(list, "",
			a->recipe ? json_get(a->recipe, "engine") : NULL,
			b->recipe ? json_get(b->recipe, "engine") : NULL, NULL);
	diff_set(to, "engine", list);
}

static void add_run(struct json *to, const char *key, const struct run *r)
{
	struct json *j = json_new();

	json_set_str(j, "id", r->id);
	json_set_str(j, "tool", json_str(r->start, "tool"));
	json_set_str(j, "state", run_state_name(r->state));
	json_set(to, key, j);
}

/* A tool that prints its run's id prints another one each time. */
static void drop_id(struct file_list *to, const struct run *r)
{
	char *line = mem_printf("%s\n", r->id);
	struct digest id;

	digest_of(&id, line, strlen(line));
	free(line);
	memset(to, 0, sizeof(*to));
	for (size_t i = 0; i < r->outputs.n; i++)
		if (strcmp(r->outputs.list[i].path, "-") ||
		    !digest_same(&r->outputs.list[i].digest, &id))
			file_list_push(to, r->outputs.list[i].path,
				       &r->outputs.list[i].digest);
}

static void compare_outputs(struct json *to, const struct store *s,
			    const struct run *a, const struct run *b)
{
	struct file_list x, y;

	drop_id(&x, a);
	drop_id(&y, b);
	diff_files(to, "outputs", s, &x, &y);
	file_list_release(&x);
	file_list_release(&y);
}

int diff_runs(struct json **to, const struct store *s, const struct run *a,
	      const struct run *b, struct err *err)
{
	static const char *const counted[] = {
		"settings", "code",  "engine", "environment",
		"packages", "patch", "data",   "outputs",
	};
	struct json *j = json_new();
	int differs = 0;

	(void)err;
	add_run(j, "a", a);
	add_run(j, "b", b);
	compare_settings(j, a, b);
	compare_code(j, s, a, b);
	compare_engines(j, a, b);
	compare_environments(j, s, a, b);
	diff_files(j, "data", s, &a->inputs, &b->inputs);
	compare_outputs(j, s, a, b);
	diff_metrics(j, s, a, b);
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
