/*
 * found_record.c - see found_record.h.
 */
#include "app/found_record.h"

#include "app/recorder.h"
#include "run/seen_names.h"

static struct json *json_of(const struct strs *list)
{
	struct json *j = list->n ? json_new_list() : NULL;

	for (size_t i = 0; i < list->n; i++)
		json_add_str(j, list->at[i]);
	return j;
}

/* Adds to J the digest of an object that holds TEXT, if there is any. */
static int add_object(struct json *j, const char *key, struct buf *text,
		      struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;
	int rc = 0;

	if (text->len)
		rc = recorder_object(text->data, text->len, &d, err);
	if (!rc && text->len)
		json_set_str(j, key, digest_hex(hex, &d));
	buf_release(text);
	return rc;
}

static int add_map(struct json *j, const char *key, const struct json *map,
		   struct err *err)
{
	struct buf b = { 0 };

	if (map)
		json_write(map, &b);
	return add_object(j, key, &b, err);
}

/* Adds the directories that were listed, with digests of the names in them. */
static int add_listed(struct json *j, const struct found_files *f,
		      struct err *err)
{
	struct json *map = f->names.n ? json_new() : NULL;
	char hex[DIGEST_HEX + 1];
	struct strs own = { 0 };
	struct digest d;
	int rc;

	recorder_own(&own, j);
	if (f->names.made)
		json_keys(f->names.made, &own);
	for (size_t i = 0; i < f->names.n; i++) {
		const struct found_listing *l = &f->names.list[i];

		seen_names_digest(&d, &l->names, l->dir, &own);
		json_set_str(map, l->dir, digest_hex(hex, &d));
	}
	rc = add_map(j, "listed", map, err);
	strs_release(&own);
	json_free(map);
	return rc;
}

static int add_names(struct json *j, const struct found_files *f,
		     struct err *err)
{
	return add_map(j, "links", f->names.links, err) < 0 ||
			       add_map(j, "made_links", f->names.made, err) <
				       0 ||
			       add_listed(j, f, err) < 0 ?
		       -1 :
		       0;
}

int found_record(const struct found_files *f, struct err *err)
{
	struct json *j = json_new();
	struct buf modules = { 0 }, missing = { 0 };
	int rc;

	json_set_int(j, "rule", FOUND_RULE);
	json_set(j, "incomplete", json_of(&f->incomplete));
	json_set(j, "changed", json_of(&f->changed));
	json_set(j, "shared", json_of(&f->shared));
	json_set(j, "refused", json_of(&f->protect.refused));
	json_set(j, "programs", json_of(&f->programs));
	json_set(j, "unprivileged", json_of(&f->unprivileged));
	file_list_text(&f->modules, &modules);
	for (size_t i = 0; i < f->missing.n; i++) {
		json_quote(&missing, f->missing.at[i]);
		buf_char(&missing, '\n');
	}
	rc = add_object(j, "modules", &modules, err);
	if (add_object(j, "missing", &missing, err) < 0 ||
	    add_names(j, f, err) < 0)
		rc = -1;
	recorder_watched(j);
	return rc;
}

/* "'a', 'b' and 3 more" */
static void name_some(struct buf *to, const struct strs *list)
{
	enum { SOME = 3 };

	for (size_t i = 0; i < list->n && i < SOME; i++)
		buf_printf(to, i ? ", '%s'" : "'%s'", list->at[i]);
	if (list->n > SOME)
		buf_printf(to, " and %zu more", list->n - SOME);
}

static void say_some(struct ctx *ctx, const char *before,
		     const struct strs *list, const char *after)
{
	struct buf b = { 0 };

	name_some(&b, list);
	if (b.len)
		ctx_warn(ctx, "%s%s %s", before, buf_text(&b), after);
	buf_release(&b);
}

void found_record_say(struct ctx *ctx, const struct found_files *f)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < f->incomplete.n; i++)
		buf_printf(&b, "%s%s", i ? "; " : "", f->incomplete.at[i]);
	if (b.len)
		ctx_warn(ctx,
			 "not all files of the program are recorded: %s; "
			 "declare what is missing with --input and --output",
			 buf_text(&b));
	buf_release(&b);
	say_some(ctx, "another program changed ", &f->changed,
		 "during the run; the record may not have what the program "
		 "read");
	say_some(ctx, "another program wrote to ", &f->shared,
		 "during the run, too; what lies there is not recorded as an "
		 "output of this run");
	say_some(ctx, "the program was kept from changing ",
		 &f->protect.refused,
		 "by an absolute path: that is in the experiment of which this "
		 "is a copy");
	say_some(ctx, "", &f->unprivileged,
		 "ran without privileges of its own, since it was watched; "
		 "--no-trace runs it with them");
}
