/* ingredients.c - see ingredients.h. */
#include "diff/ingredients.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/object.h"
#include "base/strs.h"
#include "code/code_list.h"
#include "run/seen_names.h"

#define MODULE "module "
#define LINK "link "
#define NAMES "names in "

const char *const ingredients_group[] = {
	"code",	       "data",	  "settings", "seed",
	"environment", "machine", "free",     NULL,
};

int ingredients_is_name(const char *name)
{
	return !strncmp(name, LINK, strlen(LINK)) ||
	       !strncmp(name, NAMES, strlen(NAMES));
}

/* Sets NAME of TO to J as text: a string as it is, all else as JSON.  Does
 * nothing if J is NULL. */
static void set_value(struct json *to, const char *name, const struct json *j)
{
	struct buf b = { 0 };

	if (!j)
		return;
	if (json_text(j))
		buf_str(&b, json_text(j));
	else
		json_write(j, &b);
	json_set_str(to, name, buf_text(&b));
	buf_release(&b);
}

char *ingredients_file(const char *path)
{
	const char *rest;

	if (strncmp(path, ".xp/runs/", 9) || !(rest = strchr(path + 9, '/')))
		return mem_str(path);
	return mem_printf(".xp/runs/*%s", rest);
}

/* The same files are the same code, whether committed or not. */
static void add_code(struct json *to, const struct run *r, struct json *rest,
		     struct json *unknown)
{
	const struct json *from = json_get(r->start, "code");
	struct json *j = json_new();

	json_set_str(j, "version", json_str(r->start, "version"));
	if (from) {
		const char *files = json_str(from, "files");

		json_set_str(j, "files", files);
		json_set_str(files ? rest : j, "commit",
			     json_str(from, "commit"));
		json_set_str(files ? rest : j, "work tree",
			     json_str(from, "diff"));
		if (json_str(from, "unread"))
			json_set_str(unknown, "code", json_str(from, "unread"));
	} else {
		json_set_str(unknown, "code", "was not in a git work tree");
	}
	json_set(to, "code", j);
}

/* The digests of all files of the code, if another program than ours ran: its
 * script is an input, too, and code that changed is no change of data. */
static struct json *code_digests(const struct store *s, const struct run *r)
{
	const struct json *from = json_get(r->start, "code");
	const char *files = from ? json_str(from, "files") : NULL;
	struct json *j = json_new();
	struct code_list l = { 0 };
	struct err ignored = { 0 };
	char hex[DIGEST_HEX + 1];

	if (files && r->end && json_int(r->end, "foreign", 0) &&
	    code_list_read(&l, s, files, &ignored) == 0)
		for (size_t i = 0; i < l.n; i++)
			json_set_str(j, digest_hex(hex, &l.list[i].digest), "");
	code_list_release(&l);
	return j;
}

/* Adds what run R of another program was seen to use of kind KEY
 * (seen_names_read), the names with PREFIX before them. */
static void add_names(struct json *to, const struct store *s,
		      const struct run *r, const char *key, const char *prefix)
{
	struct json *seen = seen_names_read(s, r, key);
	struct strs names = { 0 };

	if (seen)
		json_keys(seen, &names);
	for (size_t i = 0; i < names.n; i++) {
		char *name = mem_printf("%s%s", prefix, names.at[i]);

		json_set_str(to, name, json_str(seen, names.at[i]));
		free(name);
	}
	strs_release(&names);
	json_free(seen);
}

static void add_data(struct json *to, const struct store *s,
		     const struct run *r, struct json *rest)
{
	struct json *code = code_digests(s, r);
	const char *config = json_str(r->start, "config");
	struct json *j = json_new();

	for (size_t i = 0; i < r->inputs.n; i++) {
		const char *path = r->inputs.list[i].path;
		char *name = ingredients_file(path), hex[DIGEST_HEX + 1];

		/* If files of several runs have one name, they get numbers. */
		for (int k = 2; json_get(j, name); k++) {
			char *plain = ingredients_file(path);

			free(name);
			name = mem_printf("%s (%d)", plain, k);
			free(plain);
		}
		digest_hex(hex, &r->inputs.list[i].digest);
		if (config && !strcmp(path, config))
			json_set_str(rest, name, hex);
		else if (!json_get(code, hex))
			json_set_str(j, name, hex);
		free(name);
	}
	json_free(code);
	add_names(j, s, r, "links", LINK);
	add_names(j, s, r, "listed", NAMES);
	json_set(to, "data", j);
}

static void add_settings(struct json *to, const struct run *r,
			 struct json *rest)
{
	const struct json *from = json_get(r->start, "settings");
	const struct json *all = json_get(r->start, "all_settings");
	struct json *j = json_new(), *seed = json_new();
	const char *key;

	for (size_t i = 0; from && (key = json_key(from, i)); i++)
		set_value(strcmp(key, "seed") ? j : seed, key,
			  json_get(from, key));
	for (size_t i = 0; all && (key = json_key(all, i)); i++)
		if (!from || !json_get(from, key))
			set_value(rest, key, json_get(all, key));
	json_set_str(j, "tool", json_str(r->start, "tool"));
	set_value(j, "operands",
		  json_get(r->recipe ? r->recipe : r->start, "operands"));
	set_value(j, "operands in bytes", json_get(r->start, "argv_bytes"));
	json_set(to, "settings", j);
	json_set(to, "seed", seed);
}

/* Read the object with the digest HEX into TO.  Returns 0 when HEX is NULL or
 * no digest, or when S does not have the object. */
static int read_object(const struct store *s, const char *hex, struct buf *to)
{
	struct digest d;
	struct err ignored;

	return hex && strlen(hex) == DIGEST_HEX && digest_parse(&d, hex) == 0 &&
	       object_get(s, &d, to, &ignored) == 0;
}

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
		if (strcmp(key, "XP_DIR") && strcmp(key, "XP_OUTSIDE") &&
		    strcmp(key, "XP_PROTECT"))
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
	set_value(to, key, json_get(from, key));
}

/* "name version architecture" lines, as "package name:architecture". */
static void add_packages(struct json *to, const struct store *s,
			 const struct json *environment)
{
	struct strs lines = { 0 };
	struct buf b = { 0 };

	if (read_object(s, json_str(environment, "packages"), &b))
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

static struct json *software_of(const struct store *s, const struct json *from)
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

static struct json *machine_of(const struct json *from)
{
	static const char *const plain[] = { "kernel", "machine", "memory",
					     "processors", "system" };
	struct json *to = json_new();

	for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		copy_value(to, plain[i], from);
	copy_all(to, "cpu", json_get(from, "cpu"));
	return to;
}

/* Modules that another program read or ran. */
static void add_modules(struct json *to, const struct store *s,
			const struct run *r)
{
	struct file_list l;

	seen_names_modules(&l, s, r);
	for (size_t i = 0; i < l.n; i++) {
		char is[DIGEST_HEX + 1];
		char *name = mem_printf(MODULE "%s", l.list[i].path);

		digest_hex(is, &l.list[i].digest);
		is[12] = '\0';
		json_set_str(to, name, is);
		free(name);
	}
	file_list_release(&l);
}

static struct json *read_environment(const struct store *s, const struct run *r)
{
	const char *hex = json_str(r->start, "environment");
	struct json *j = NULL;
	struct buf b = { 0 };
	struct err ignored;

	if (read_object(s, hex, &b))
		j = json_parse(b.data, b.len, &ignored);
	buf_release(&b);
	return j;
}

static void add_environment(struct json *to, const struct store *s,
			    const struct run *r, struct json *unknown)
{
	struct json *from = read_environment(s, r);

	if (from) {
		struct json *software = software_of(s, from);

		add_modules(software, s, r);
		json_set(to, "environment", software);
		json_set(to, "machine", machine_of(from));
	} else {
		json_set_str(unknown, "environment", "did not keep it");
		json_set_str(unknown, "machine", "did not keep it");
	}
	json_free(from);
}

/* What another tracker does not record is neither equal nor different. */
static void add_imported(struct json *to, const struct run *r,
			 struct json *unknown)
{
	static const char *const names[] = { "code", "data", "environment",
					     "machine", "outputs" };
	const struct json *from = json_get(r->start, "settings");
	struct json *j = json_new(), *seed = json_new();
	const char *key;

	for (size_t i = 0; from && (key = json_key(from, i)); i++)
		set_value(strcmp(key, "seed") ? j : seed, key,
			  json_get(from, key));
	json_set(to, "settings", j);
	if (json_len(seed))
		json_set(to, "seed", seed);
	else
		json_free(seed);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		json_set_str(unknown, names[i], "was imported");
}

struct json *ingredients_of(const struct diff_run *of)
{
	struct json *to = json_new(), *unknown = json_new();
	struct json *rest = json_new();
	const struct run *r = of->run;

	if (run_imported(r->start)) {
		add_imported(to, r, unknown);
	} else {
		add_code(to, r, rest, unknown);
		add_data(to, of->store, r, rest);
		add_settings(to, r, rest);
		add_environment(to, of->store, r, unknown);
	}
	if (!r->end)
		json_set_str(unknown, "outputs", "has not ended");
	json_set(to, "free", rest);
	json_set(to, "unknown", unknown);
	return to;
}

/* Returns the text of NAME in GROUP of each object, by label; or NULL if all
 * are equal. */
static struct json *values_of(const struct json *const *of,
			      const char *const *label, size_t n,
			      const char *group, const char *name)
{
	struct json *j = json_new();
	const char *first = NULL;
	int same = 1, all = 1;

	for (size_t i = 0; i < n; i++) {
		const char *text = json_str(json_get(of[i], group), name);

		if (i)
			same &= !text == !first &&
				(!text || !strcmp(text, first));
		else
			first = text;
		json_set_str(j, label[i], text);
		all &= text != NULL;
	}
	/* Code, tool and operands that one of them did not record may be the
	 * same, and what only one of them loaded or looked at did not change:
	 * something else made it do so. */
	if (!same && (all || (strcmp(group, "code") && strcmp(name, "tool") &&
			      strcmp(name, "operands") &&
			      strncmp(name, MODULE, strlen(MODULE)) != 0 &&
			      !ingredients_is_name(name))))
		return j;
	json_free(j);
	return NULL;
}

/* Adds all names that any of the objects has in GROUP, sorted.  Returns 0 if
 * one of the objects does not have the group. */
static int names_of(struct strs *names, const struct json *const *of, size_t n,
		    const char *group)
{
	struct strs all = { 0 };
	int good = 1;

	for (size_t i = 0; i < n; i++) {
		const struct json *j = json_get(of[i], group);

		good &= j != NULL;
		if (j)
			json_keys(j, &all);
	}
	strs_sort(&all);
	for (size_t k = 0; k < all.n; k++)
		if (!k || strcmp(all.at[k], all.at[k - 1]))
			strs_add(names, all.at[k]);
	strs_release(&all);
	return good;
}

static struct json *compare_group(const struct json *const *of,
				  const char *const *label, size_t n,
				  const char *group, size_t *compared)
{
	struct json *list = json_new_list();
	struct strs names = { 0 };

	*compared = 0;
	if (names_of(&names, of, n, group))
		*compared = names.n;
	for (size_t i = 0; i < *compared; i++) {
		struct json *values = values_of(of, label, n, group,
						names.at[i]);
		struct json *j;

		if (!values)
			continue;
		j = json_new();
		json_set_str(j, "name", names.at[i]);
		json_set(j, "values", values);
		json_add(list, j);
	}
	strs_release(&names);
	return list;
}

struct json *ingredients_compare(const struct json *const *of,
				 const char *const *label, size_t n,
				 const struct strs *only, size_t *compared)
{
	struct json *to = json_new();

	*compared = 0;
	for (size_t i = 0; ingredients_group[i]; i++) {
		const char *group = ingredients_group[i];
		size_t names;
		struct json *list;

		if (only && only->n && !strs_has(only, group))
			continue;
		list = compare_group(of, label, n, group, &names);

		/* Each setting counts as one thing. */
		if (strcmp(group, "free"))
			*compared += !strcmp(group, "settings") ? names :
								  names > 0;
		if (json_len(list))
			json_set(to, group, list);
		else
			json_free(list);
	}
	return to;
}
