/* croissant.c - see croissant.h. */
#include "manifest/croissant.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/json.h"
#include "base/mem.h"
#include "manifest/channel.h"

static const char *const wanted[] = {
	"name", "description", "license", "url", "creator", "datePublished",
};

enum { WANTED = sizeof(wanted) / sizeof(*wanted) };

static const char *const field[] = {
	"id", "source", "target", "split", "group",
};

enum { FIELDS = sizeof(field) / sizeof(*field) };

static struct json *typed(const char *type)
{
	struct json *j = json_new();

	json_set_str(j, "@type", type);
	return j;
}

/* The context, which defines the short names in the document. */
static struct json *context(void)
{
	static const char *const names[][2] = {
		{ "@vocab", "https://schema.org/" },
		{ "sc", "https://schema.org/" },
		{ "cr", "http://mlcommons.org/croissant/" },
		{ "dct", "http://purl.org/dc/terms/" },
		{ "conformsTo", "dct:conformsTo" },
		{ "recordSet", "cr:recordSet" },
		{ "field", "cr:field" },
	};
	struct json *j = json_new(), *data = json_new();

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		json_set_str(j, names[i][0], names[i][1]);
	json_set_str(data, "@id", "cr:data");
	json_set_str(data, "@type", "@json");
	json_set(j, "data", data);
	data = json_new();
	json_set_str(data, "@id", "cr:dataType");
	json_set_str(data, "@type", "@vocab");
	json_set(j, "dataType", data);
	return j;
}

static int describe_one(struct json *j, const char *text, struct err *err)
{
	const char *equals = strchr(text, '=');
	size_t n = equals ? (size_t)(equals - text) : 0;

	for (int i = 0; i < WANTED && n; i++) {
		struct json *person;

		if (strlen(wanted[i]) != n || strncmp(text, wanted[i], n))
			continue;
		if (strcmp(wanted[i], "creator")) {
			json_set_str(j, wanted[i], equals + 1);
			return 0;
		}
		person = typed("sc:Person");
		json_set_str(person, "name", equals + 1);
		json_set(j, wanted[i], person);
		return 0;
	}
	return err_usage(err,
			 "--describe '%s': want KEY=VALUE with the key "
			 "name, description, license, url, creator or "
			 "datePublished",
			 text);
}

struct file_entry {
	char *path, *sha256;
};

static int by_path(const void *a, const void *b)
{
	const struct file_entry *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* Appends the files of a cell to the *N entries E. */
static struct file_entry *add_files(struct file_entry *e, size_t *n,
				    const char *cell, const char *sha256)
{
	struct strs path = { 0 }, sha = { 0 };

	channel_files(&path, cell);
	strs_split(&sha, sha256, '+');
	e = mem_grow(e, *n + path.n, sizeof(*e));
	for (size_t i = 0; i < path.n; i++)
		e[(*n)++] = (struct file_entry){
			mem_str(path.at[i]), mem_str(i < sha.n ? sha.at[i] : "")
		};
	strs_release(&path);
	strs_release(&sha);
	return e;
}

static struct file_entry *entries(const struct tsv *t, size_t *n)
{
	static const char *const side[] = { "source", "target" };
	struct file_entry *e = NULL;

	*n = 0;
	for (size_t i = 0; i < 2 * t->rows; i++) {
		const char *name = side[i % 2];
		char *sha = mem_printf("%s_sha256", name);

		e = add_files(e, n, tsv_get(t, i / 2, tsv_column(t, name)),
			      tsv_get(t, i / 2, tsv_column(t, sha)));
		free(sha);
	}
	if (*n)
		qsort(e, *n, sizeof(*e), by_path);
	return e;
}

/* Lists each file once, although several images may be planes of it. */
static struct json *files_of(const struct tsv *t)
{
	struct json *files = json_new_list(), *j;
	size_t n;
	struct file_entry *e = entries(t, &n);

	for (size_t i = 0; i < n; i++) {
		if (i && !strcmp(e[i - 1].path, e[i].path))
			continue;
		j = typed("cr:FileObject");
		json_set_str(j, "@id", e[i].path);
		json_set_str(j, "name", e[i].path);
		json_set_str(j, "contentUrl", e[i].path);
		json_set_str(j, "encodingFormat", "image/tiff");
		json_set_str(j, "sha256", e[i].sha256);
		json_add(files, j);
	}
	for (size_t i = 0; i < n; i++) {
		free(e[i].path);
		free(e[i].sha256);
	}
	free(e);
	return files;
}

static struct json *records(const struct tsv *t)
{
	struct json *set = typed("cr:RecordSet"), *fields = json_new_list();
	struct json *data = json_new_list();
	char name[64];

	json_set_str(set, "@id", "pairs");
	json_set_str(set, "name", "pairs");
	for (int i = 0; i < FIELDS; i++) {
		struct json *f = typed("cr:Field");

		snprintf(name, sizeof(name), "pairs/%s", field[i]);
		json_set_str(f, "@id", name);
		json_set_str(f, "name", field[i]);
		json_set_str(f, "dataType", "sc:Text");
		json_add(fields, f);
	}
	for (size_t row = 0; row < t->rows; row++) {
		struct json *record = json_new();

		for (int i = 0; i < FIELDS; i++) {
			snprintf(name, sizeof(name), "pairs/%s", field[i]);
			json_set_str(record, name,
				     tsv_get(t, row, tsv_column(t, field[i])));
		}
		json_add(data, record);
	}
	json_set(set, "field", fields);
	json_set(set, "data", data);
	return set;
}

static void warn_missing(const struct json *j, struct messages *messages)
{
	struct buf b = { 0 };

	for (int i = 0; i < WANTED; i++)
		if (!json_get(j, wanted[i]))
			buf_printf(&b, "%s%s", b.len ? ", " : "", wanted[i]);
	if (b.len)
		messages_warn(messages,
			      "the Croissant file lacks %s: give each with "
			      "--describe KEY=VALUE",
			      b.data);
	buf_release(&b);
}

int croissant_write(const char *path, const struct tsv *t,
		    const struct strs *describe, struct messages *messages,
		    struct err *err)
{
	struct json *j = typed("sc:Dataset"), *sets = json_new_list();
	struct buf b = { 0 };
	int rc = 0;

	for (size_t i = 0; !rc && i < describe->n; i++)
		rc = describe_one(j, describe->at[i], err);
	if (!rc) {
		warn_missing(j, messages);
		json_set(j, "@context", context());
		json_set_str(j, "conformsTo",
			     "http://mlcommons.org/croissant/1.0");
		json_set(j, "distribution", files_of(t));
		json_add(sets, records(t));
		json_set(j, "recordSet", sets);
		sets = NULL;
		json_write_pretty(j, &b);
		rc = out_write(path, b.data, b.len, err);
	}
	json_free(sets);
	json_free(j);
	buf_release(&b);
	return rc;
}
