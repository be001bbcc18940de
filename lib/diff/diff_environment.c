/* diff_environment.c - see diff_environment.h. */
#include "diff/diff_environment.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strs.h"
#include "diff/diff_list.h"

/* Returns an object with version and build id of each library, by its name. */
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

/* Variables that hold paths are not a property of the machine. */
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

struct json *diff_environment_list(const struct json *a, const struct json *b)
{
	static const char *const parts[] = { "cpu", "openblas" };
	static const char *const plain[] = {
		"compiler", "libc",	  "kernel", "machine",
		"memory",   "processors", "system",
	};
	struct json *list = json_new_list(), *x, *y;

	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		diff_list_value(list, plain[i],
				a ? json_get(a, plain[i]) : NULL,
				b ? json_get(b, plain[i]) : NULL);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		char *prefix = mem_printf("%s ", parts[i]);

		diff_list_objects(list, prefix,
				  a ? json_get(a, parts[i]) : NULL,
				  b ? json_get(b, parts[i]) : NULL, NULL);
		free(prefix);
	}
	x = by_name(a ? json_get(a, "libraries") : NULL);
	y = by_name(b ? json_get(b, "libraries") : NULL);
	diff_list_objects(list, "library ", x, y, NULL);
	json_free(x);
	json_free(y);
	x = variables(a);
	y = variables(b);
	diff_list_objects(list, "variable ", x, y, NULL);
	json_free(x);
	json_free(y);
	return list;
}

struct json *diff_environment_read(const struct store *s, const struct run *r)
{
	const char *hex = json_str(r->start, "environment");
	struct json *j = NULL;
	struct buf b = { 0 };
	struct err ignored;

	if (diff_list_object(s, hex, &b))
		j = json_parse(b.data, b.len, &ignored);
	buf_release(&b);
	return j;
}

/* Returns lines "name version architecture" as an object {"name architecture":
 * version}. */
static struct json *packages(const struct store *s,
			     const struct json *environment)
{
	struct json *j = json_new();
	struct strs lines = { 0 };
	struct buf b = { 0 };

	if (environment &&
	    diff_list_object(s, json_str(environment, "packages"), &b))
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

void diff_environment(struct json *to, const struct store *s,
		      const struct run *a, const struct run *b)
{
	const char *x = json_str(a->start, "environment");
	const char *y = json_str(b->start, "environment");
	struct json *ea, *eb, *pa, *pb, *list;

	if (x && y && !strcmp(x, y))
		return;
	ea = diff_environment_read(s, a);
	eb = diff_environment_read(s, b);
	if (!ea || !eb) {
		json_free(ea);
		json_free(eb);
		return; /* see diff_unknown.h */
	}
	diff_list_set(to, "environment", diff_environment_list(ea, eb));
	pa = packages(s, ea);
	pb = packages(s, eb);
	list = json_new_list();
	diff_list_objects(list, "", pa, pb, NULL);
	diff_list_set(to, "packages", list);
	json_free(pa);
	json_free(pb);
	json_free(ea);
	json_free(eb);
}
