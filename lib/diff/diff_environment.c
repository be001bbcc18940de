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

/* Each key of FROM into TO, with PREFIX before it. */
static void copy_all(struct json *to, const char *prefix,
		     const struct json *from)
{
	const char *key;

	for (size_t i = 0; from && (key = json_key(from, i)); i++) {
		char *name = mem_printf("%s %s", prefix, key);

		json_set_str(to, name, json_str(from, key));
		free(name);
	}
}

static void copy_value(struct json *to, const char *key,
		       const struct json *from)
{
	const struct json *j = json_get(from, key);
	struct buf b = { 0 };

	if (!j)
		return;
	if (json_text(j))
		buf_str(&b, json_text(j));
	else
		json_write(j, &b);
	json_set_str(to, key, buf_text(&b));
	buf_release(&b);
}

/* "name version architecture" lines, as "package name:architecture". */
static void add_packages(struct json *to, const struct store *s,
			 const struct json *environment)
{
	struct strs lines = { 0 };
	struct buf b = { 0 };

	if (diff_list_object(s, json_str(environment, "packages"), &b))
		strs_split(&lines, buf_text(&b), '\n');
	for (size_t i = 0; i < lines.n; i++) {
		char *version = strchr(lines.at[i], ' '), *machine, *name;

		if (!version || !(machine = strchr(version + 1, ' ')))
			continue;
		*version++ = '\0';
		*machine++ = '\0';
		name = mem_printf("package %s:%s", lines.at[i], machine);
		json_set_str(to, name, version);
		free(name);
	}
	strs_release(&lines);
	buf_release(&b);
}

struct json *diff_environment_software(const struct store *s,
				       const struct json *from)
{
	struct json *to = json_new();
	struct json *libraries = by_name(json_get(from, "libraries"));
	struct json *set = variables(from);

	copy_value(to, "compiler", from);
	copy_value(to, "libc", from);
	copy_all(to, "openblas", json_get(from, "openblas"));
	copy_all(to, "library", libraries);
	copy_all(to, "variable", set);
	add_packages(to, s, from);
	json_free(libraries);
	json_free(set);
	return to;
}

struct json *diff_environment_machine(const struct json *from)
{
	static const char *const plain[] = { "kernel", "machine", "memory",
					     "processors", "system" };
	struct json *to = json_new();

	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		copy_value(to, plain[i], from);
	copy_all(to, "cpu", json_get(from, "cpu"));
	return to;
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
