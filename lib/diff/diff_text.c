/* diff_text.c - see diff_text.h. */
#include "diff/diff_text.h"

#include <inttypes.h>
#include <string.h>

#define SHOWN 20 /* how many items of a list are printed; the record has all */
#define WIDE 30	 /* the most characters of a column */

static const char *text_of(const struct json *j, const char *key)
{
	const char *text = json_str(j, key);

	return text ? text : "-";
}

/* Digests are for machines: people need only their first digits. */
static const char *shorten(const char *text, char to[16])
{
	if (strlen(text) < 40 ||
	    strspn(text, "0123456789abcdef") != strlen(text))
		return text;
	memcpy(to, text, 12);
	to[12] = '\0';
	return to;
}

static int width(const struct json *list, const char *key)
{
	size_t most = 1;
	char hex[16];

	for (size_t i = 0; i < json_len(list) && i < SHOWN; i++) {
		size_t n = strlen(shorten(text_of(json_at(list, i), key), hex));

		if (n > most && n <= WIDE)
			most = n;
	}
	return (int)most;
}

static void add_more(const struct json *list, struct buf *to)
{
	if (json_len(list) > SHOWN)
		buf_printf(to, "  ... and %zu more (--json has all)\n",
			   json_len(list) - SHOWN);
}

static void add_pairs(const struct json *d, const char *key, const char *title,
		      struct buf *to)
{
	const struct json *list = json_get(d, key);
	int name, a, b;

	if (!list)
		return;
	name = width(list, "name");
	a = width(list, "a");
	b = width(list, "b");
	buf_printf(to, "\n%s\n", title);
	for (size_t i = 0; i < json_len(list) && i < SHOWN; i++) {
		const struct json *j = json_at(list, i);
		const char *difference = json_str(j, "difference");
		char x[16], y[16];

		buf_printf(to, "  %-*s  %-*s  %-*s", name, text_of(j, "name"),
			   a, shorten(text_of(j, "a"), x), difference ? b : 0,
			   shorten(text_of(j, "b"), y));
		if (difference)
			buf_printf(to, "  %s%s", *difference == '-' ? "" : "+",
				   difference);
		buf_char(to, '\n');
	}
	add_more(list, to);
}

static void add_names(const struct json *j, const char *key, char sign,
		      struct buf *to)
{
	const struct json *list = json_get(j, key);

	for (size_t i = 0; list && i < json_len(list); i++)
		buf_printf(to, " %c%s", sign, json_text(json_at(list, i)));
}

static void add_table(const struct json *j, struct buf *to)
{
	int64_t a = json_int(j, "rows_a", -1), b = json_int(j, "rows_b", -1);

	if (a < 0)
		return;
	buf_printf(to, " (rows %" PRId64, a);
	if (a != b)
		buf_printf(to, " and %" PRId64, b);
	buf_printf(to,
		   ", %" PRId64 " lines only in the first and %" PRId64
		   " only in the second",
		   json_int(j, "lines_a", 0), json_int(j, "lines_b", 0));
	if (json_get(j, "columns_added") || json_get(j, "columns_removed"))
		buf_str(to, "; columns");
	add_names(j, "columns_removed", '-', to);
	add_names(j, "columns_added", '+', to);
	buf_char(to, ')');
}

static void add_files(const struct json *d, const char *key, const char *title,
		      struct buf *to)
{
	const struct json *list = json_get(d, key);

	if (!list)
		return;
	buf_printf(to, "\n%s\n", title);
	for (size_t i = 0; i < json_len(list) && i < SHOWN; i++) {
		const struct json *j = json_at(list, i);
		const char *path = text_of(j, "path");
		int input = !strcmp(key, "data");

		buf_printf(to, "  %-8s %s", text_of(j, "change"),
			   strcmp(path, "-") ? path :
			   input	     ? "standard input" :
					       "standard output");
		add_table(j, to);
		buf_char(to, '\n');
	}
	add_more(list, to);
}

static void add_lines(const struct json *j, const char *key, char sign,
		      struct buf *to)
{
	const struct json *list = json_get(j, key);

	for (size_t i = 0; list && i < json_len(list); i++)
		buf_printf(to, "    %c %s\n", sign,
			   json_text(json_at(list, i)));
}

static void add_patch(const struct json *d, struct buf *to)
{
	const struct json *list = json_get(d, "patch");

	for (size_t i = 0; list && i < json_len(list) && i < SHOWN; i++) {
		const struct json *j = json_at(list, i);

		buf_printf(to, "  uncommitted changes in %s\n",
			   text_of(j, "file"));
		add_lines(j, "a", '<', to);
		add_lines(j, "b", '>', to);
	}
}

static void add_verdict(const struct json *d, struct buf *to)
{
	if (!json_int(d, "same_recipe", 0))
		buf_str(to, "different recipes");
	else if (json_int(d, "same_outputs", 0))
		buf_str(to, "same recipe, same outputs");
	else
		buf_str(to, "same recipe, but DIFFERENT outputs");
	buf_char(to, '\n');
}

static void add_unknown(const struct json *d, struct buf *to)
{
	const struct json *list = json_get(d, "unknown");

	if (!list)
		return;
	buf_str(to, "\nnot known\n");
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *j = json_at(list, i);

		buf_printf(to, "  %s: %s\n", text_of(j, "name"),
			   text_of(j, "why"));
	}
}

static void add_all(const struct json *d, struct buf *to)
{
	const struct json *a = json_get(d, "a"), *b = json_get(d, "b");

	buf_printf(to, "a  %s  %s\nb  %s  %s\n", text_of(a, "id"),
		   text_of(a, "tool"), text_of(b, "id"), text_of(b, "tool"));
	add_verdict(d, to);
	add_pairs(d, "settings", "settings", to);
	add_pairs(d, "free_settings", "settings that do not affect results",
		  to);
	add_pairs(d, "code", "code", to);
	add_patch(d, to);
	add_pairs(d, "environment", "environment", to);
	add_pairs(d, "packages", "packages", to);
	add_files(d, "data", "data", to);
	add_files(d, "outputs", "outputs", to);
	add_pairs(d, "metrics", "metrics (last column: b - a)", to);
	add_unknown(d, to);
}

void diff_text(const struct json *d, struct buf *to)
{
	struct buf raw = { 0 };

	add_all(d, &raw);
	buf_visible(to, buf_text(&raw));
	buf_release(&raw);
}
