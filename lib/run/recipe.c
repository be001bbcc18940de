/*
 * recipe.c - see recipe.h.
 *
 * Equal recipes must give equal outputs, so a recipe has everything that can
 * change a result.  Equal work must give equal recipes, so it has nothing that
 * changes with time, host, run id or number of threads.  It does not have the
 * processor, since no result depends on it.
 */
#include "run/recipe.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strs.h"

/* Returns the part of PATH below a run's directory, or NULL. */
static const char *below_run(const char *path)
{
	static const char runs[] = ".xp/runs/";
	const char *slash;

	if (strncmp(path, runs, strlen(runs)))
		return NULL;
	path += strlen(runs);
	slash = strchr(path, '/');
	return slash ? slash + 1 : NULL;
}

/* Returns the name of the settings file, or NULL.  The recipe leaves this file
 * out, since it has the resolved settings: so settings on the command line give
 * the same recipe.  A settings file that is also an operand is data and stays
 * in. */
const char *recipe_settings_file(const struct json *start)
{
	const char *path = json_str(start, "config");
	const struct json *operands = json_get(start, "operands");
	size_t i;

	for (i = 0; path && operands && i < json_len(operands); i++) {
		const char *word = json_text(json_at(operands, i));

		if (word && !strcmp(word, path))
			return NULL;
	}
	return path;
}

/* A recipe must not contain run ids, which are random.  So a file in the
 * directory of another run has the name it has below that directory.  A stdin
 * that is only an id is left out; the files of that run that were read are in
 * the list. */
static void input_text(const struct file_list *inputs, const char *config,
		       int stdin_is_id, struct buf *to)
{
	struct strs lines = { 0 };
	size_t i;

	for (i = 0; i < inputs->n; i++) {
		const char *path = inputs->list[i].path;
		const char *part = below_run(path);
		struct buf b = { 0 };
		char *name;

		if ((stdin_is_id && !strcmp(path, "-")) ||
		    (config && !strcmp(path, config)))
			continue;
		name = part ? mem_printf(".xp/run/%s", part) : mem_str(path);
		file_list_line(&b, name, &inputs->list[i].digest);
		strs_take(&lines, buf_detach(&b));
		free(name);
	}
	strs_sort(&lines);
	for (i = 0; i < lines.n; i++)
		buf_str(to, lines.at[i]);
	strs_release(&lines);
}

/* Returns 1 if operand NAME stood for a run, files of which were read. */
static int names_a_run(const struct json *start, const char *name,
		       const struct file_list *inputs)
{
	const struct json *names = json_get(start, "names");
	const char *id = names ? json_str(names, name) : NULL;
	char *dir;
	size_t i;
	int yes = 0;

	if (!id)
		return 0;
	dir = mem_printf(".xp/runs/%s/", id);
	for (i = 0; i < inputs->n; i++)
		yes |= !strncmp(inputs->list[i].path, dir, strlen(dir));
	free(dir);
	return yes;
}

static struct json *operands(const struct json *start,
			     const struct file_list *inputs)
{
	const struct json *all = json_get(start, "operands");
	struct json *list = json_new_list();
	size_t i;

	for (i = 0; all && i < json_len(all); i++) {
		const char *word = json_text(json_at(all, i));

		if (word && !file_list_find(inputs, word) &&
		    !names_a_run(start, word, inputs))
			json_add_str(list, word);
	}
	return list;
}

static struct json *code(const struct json *start)
{
	const struct json *from = json_get(start, "code");
	struct json *j;

	if (!from)
		return NULL;
	j = json_new();
	/* Equal files are the same code, whether they are committed or not. */
	json_set_str(j, "files", json_str(from, "files"));
	if (json_len(j))
		return j;
	json_set_str(j, "commit", json_str(from, "commit"));
	json_set_str(j, "diff", json_str(from, "diff"));
	return j;
}

void recipe_inputs(const struct json *start, const struct file_list *inputs,
		   int stdin_is_id, struct digest *digest)
{
	struct buf b = { 0 };

	input_text(inputs, recipe_settings_file(start), stdin_is_id, &b);
	digest_of(digest, buf_text(&b), b.len);
	buf_release(&b);
}

struct json *recipe_json(const struct json *start,
			 const struct file_list *inputs, int stdin_is_id)
{
	const struct json *settings = json_get(start, "settings"), *bytes;
	struct json *j = json_new();
	char hex[DIGEST_HEX + 1];
	struct digest d;

	json_set_str(j, "xp", "recipe 1");
	json_set_str(j, "tool", json_str(start, "tool"));
	json_set_str(j, "version", json_str(start, "version"));
	json_set(j, "settings", settings ? json_clone(settings) : json_new());
	json_set(j, "operands", operands(start, inputs));
	bytes = json_get(start, "argv_bytes");
	json_set(j, "argv_bytes", bytes ? json_clone(bytes) : NULL);
	json_set(j, "code", code(start));
	recipe_inputs(start, inputs, stdin_is_id, &d);
	json_set_str(j, "inputs", digest_hex(hex, &d));
	return j;
}
