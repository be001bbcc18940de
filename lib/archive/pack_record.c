/* pack_record.c - see pack_record.h. */
#include "archive/pack_record.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "archive/run_dir.h"
#include "base/mem.h"
#include "run/tag.h"
#include "store/object.h"

#define SMALL ((uint64_t)1 << 20) /* bytes, see add_record_file */

void pack_record_object(struct members *p, const char *at,
			const struct blob *blob)
{
	char *object = object_name(&blob->digest);
	char *name = mem_printf("record/%s", object);
	struct blob plain = *blob;

	plain.executable = 0;
	member_file(p, name, at, &plain);
	free(object);
	free(name);
}

static int is_record(const char *file)
{
	static const char *const names[] = {
		"inputs", "kept", "note", "outputs", "stderr", "stdout",
	};
	const char *dot = strrchr(file, '.');
	int yes = dot && !strcmp(dot, ".json");

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		yes |= !strcmp(file, names[i]);
	return yes;
}

/* Add FILE of the directory of ST, a run before the last.  Records are always
 * added; outputs that the run keeps there (weights) only if they are small.  A
 * larger one is packed only if a later run reads it: then it is an input.  A
 * checkpoint is not packed. */
static int add_record_file(struct members *p, const struct step *st,
			   const char *file, struct err *err)
{
	char *at = mem_printf("%s/%s", st->run.dir, file);
	char *place = mem_printf(".xp/runs/%s/%s", st->run.id, file);
	char *path = mem_printf(".xp/run/%s", file);
	const struct digest *d = file_list_find(&st->run.outputs, path);
	char *name = member_name("outputs", place);
	struct blob blob;
	int rc = 0;

	if (d || is_record(file))
		rc = blob_look(at, &blob, err);
	blob.executable = 0;
	if (rc > 0 &&
	    (!d || (blob.size <= SMALL && digest_same(d, &blob.digest))))
		member_file(p, name, at, &blob);
	free(name);
	free(path);
	free(place);
	free(at);
	return rc < 0 ? -1 : 0;
}

static int add_record(struct members *p, const struct step *st, struct err *err)
{
	DIR *d = opendir(st->run.dir);
	struct dirent *e;
	int rc = 0;

	if (!d)
		return err_sys(err, "cannot list '%s'", st->run.dir);
	while (!rc && (e = readdir(d)))
		if (*e->d_name != '.' && strcmp(e->d_name, "lock"))
			rc = add_record_file(p, st, e->d_name, err);
	closedir(d);
	return rc;
}

/* Objects that a record names: the environment and the state of the code. */
static int add_named(struct members *p, const struct store *s,
		     const struct json *j, struct err *err)
{
	const char *text = json_text(j);
	struct blob blob;
	struct digest d;
	char *at;
	int rc = 0;

	for (size_t i = 0; !rc && json_is_list(j) && i < json_len(j); i++)
		rc = add_named(p, s, json_at(j, i), err);
	for (size_t i = 0; !rc && json_is_map(j) && i < json_len(j); i++)
		rc = add_named(p, s, json_get(j, json_key(j, i)), err);
	if (rc || !text || strlen(text) != DIGEST_HEX ||
	    digest_parse(&d, text) < 0 || !object_has(s, &d))
		return rc;
	at = object_path(s, &d);
	rc = blob_look(at, &blob, err);
	if (rc > 0 && digest_same(&blob.digest, &d) && !blob.image && blob.size)
		pack_record_object(p, at, &blob);
	free(at);
	return rc < 0 ? -1 : 0;
}

/* The object of the environment names another object, the packages. */
static int add_environment(struct members *p, const struct store *s,
			   const struct run *r, struct err *err)
{
	const char *hex = json_str(r->start, "environment");
	struct json *j = NULL;
	struct buf b = { 0 };
	struct digest d;
	struct err ignored;
	int rc = 0;

	if (hex && digest_parse(&d, hex) == 0 &&
	    object_get(s, &d, &b, &ignored) == 0)
		j = json_parse(buf_text(&b), b.len, &ignored);
	if (j)
		rc = add_named(p, s, j, err);
	json_free(j);
	buf_release(&b);
	return rc;
}

/* A run's notes are files of its directory; its tags are not. */
static int add_tags(struct members *p, const struct store *s,
		    const struct run *r, struct err *err)
{
	struct strs tags = { 0 };
	char *text = mem_printf("%s\n", r->id);
	int rc = run_tags(s, r->id, &tags, err);

	for (size_t i = 0; !rc && i < tags.n; i++) {
		char *name = mem_printf("record/refs/%s", tags.at[i]);

		rc = tag_check(s, tags.at[i], r->id, err);
		member_text(p, name, text, strlen(text));
		free(name);
	}
	strs_release(&tags);
	free(text);
	return rc;
}

/* What was changed by hand is not archived as if xp-log had written it. */
static int check_by_hand(const struct provenance *c, size_t n, struct err *err)
{
	struct strs ids = { 0 };
	struct buf note = { 0 };
	int rc = 0;

	for (size_t i = 0; !rc && i < n; i++) {
		strs_add(&ids, c->step[i].run.id);
		rc = run_note_read(&note, c->store, c->step[i].run.id, err) <
				     0 ?
			     -1 :
			     0;
	}
	if (!rc)
		rc = tag_check_lost(c->store, &ids, err);
	buf_release(&note);
	strs_release(&ids);
	return rc;
}

int pack_record_all(struct members *p, const struct provenance *c,
		    enum pack_what what, struct err *err)
{
	size_t n = c->n - (what == PACK_TO_RUN);
	const struct store *s = c->store;
	struct buf places = { 0 };
	int rc = what == PACK_ALL ? check_by_hand(c, n, err) : 0;

	for (size_t i = 0; !rc && i < n; i++) {
		const struct run *r = &c->step[i].run;

		rc = add_record(p, &c->step[i], err);
		if (!rc && what == PACK_ALL)
			rc = add_tags(p, s, r, err);
		if (!rc)
			rc = add_named(p, s, r->start, err);
		if (!rc)
			rc = add_environment(p, s, r, err);
		if (!rc && r->recipe)
			rc = add_named(p, s, r->recipe, err);
		if (!rc && r->end)
			rc = add_named(p, s, r->end, err);
	}
	run_dir_text(c->step, c->n, &places);
	member_text(p, "record/places", buf_text(&places), places.len);
	member_text(p, "record/version", "xp 1\n", 5);
	buf_release(&places);
	return rc;
}
