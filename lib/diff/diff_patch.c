/* diff_patch.c - see diff_patch.h. */
#include "diff/diff_patch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strs.h"
#include "diff/diff_list.h"

#define MAX_LINES 40

/* Splits a patch by file: the part of each file starts with "diff --git". */
static struct json *sections(const char *patch)
{
	static const char start[] = "diff --git ";
	struct json *j = json_new();

	while ((patch = strstr(patch, start))) {
		const char *end = strstr(patch, "\ndiff --git ");
		size_t n = end ? (size_t)(end - patch) + 1 : strlen(patch);
		char *name = mem_strn(patch + strlen(start),
				      strcspn(patch, "\n") - strlen(start));
		char *text = mem_strn(patch, n);
		char *b = strstr(name, " b/");

		json_set_str(j, b ? b + 3 : name, text);
		free(text);
		free(name);
		patch += n;
	}
	return j;
}

static struct json *lines_only_in(const struct strs *l, size_t from, size_t to)
{
	struct json *list = json_new_list();

	for (size_t i = from; i < to && i < from + MAX_LINES; i++)
		json_add_str(list, l->at[i]);
	if (to > from + MAX_LINES)
		json_add_str(list, "...");
	return list;
}

/* Skips the equal lines at the start and at the end; the rest differs. */
static void add_section(struct json *list, const char *file, const char *a,
			const char *b)
{
	struct json *j = json_new();
	struct strs x = { 0 }, y = { 0 };
	size_t from = 0, tail = 0;

	if (a)
		strs_split(&x, a, '\n');
	if (b)
		strs_split(&y, b, '\n');
	while (from < x.n && from < y.n && !strcmp(x.at[from], y.at[from]))
		from++;
	while (tail < x.n - from && tail < y.n - from &&
	       !strcmp(x.at[x.n - 1 - tail], y.at[y.n - 1 - tail]))
		tail++;
	json_set_str(j, "file", file);
	json_set(j, "a", lines_only_in(&x, from, x.n - tail));
	json_set(j, "b", lines_only_in(&y, from, y.n - tail));
	json_add(list, j);
	strs_release(&x);
	strs_release(&y);
}

void diff_patch(struct json *to, const char *a, const char *b)
{
	struct json *x = sections(a), *y = sections(b);
	struct json *list = json_new_list();
	const char *key;

	for (size_t i = 0; (key = json_key(x, i)); i++)
		if (!json_str(y, key) ||
		    strcmp(json_str(x, key), json_str(y, key)))
			add_section(list, key, json_str(x, key),
				    json_str(y, key));
	for (size_t i = 0; (key = json_key(y, i)); i++)
		if (!json_str(x, key))
			add_section(list, key, NULL, json_str(y, key));
	json_free(x);
	json_free(y);
	diff_list_set(to, "patch", list);
}
