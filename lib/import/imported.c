/*
 * imported.c - see imported.h.
 */
#include "import/imported.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "code/secret.h"
#include "run/run.h"
#include "run/run_id.h"
#include "store/blob.h"
#include "store/durable.h"
#include "store/file_list.h"
#include "store/object.h"
#include "store/staging.h"
#include "store/store_lock.h"
#include "upkeep/transfer.h"

#define TABLE ".xp/run/metrics.tsv"
#define LAST_TIME 253402300799.0 /* 9999-12-31T23:59:59Z */
#define PREFIX 19		 /* characters of an id before its digits */

struct importing {
	const struct store *s;
	const struct foreign_run *r;
	struct messages *m;
	struct file_list outputs, kept;
	struct json *start;
	struct strs notes; /* without secrets */
	char hex[DIGEST_HEX + 1];
	struct store temp; /* a store of this one run, in tmp/ */
	int held;
};

/* --- files ---------------------------------------------------------------- */

static void add_kept(struct importing *i, const struct digest *d)
{
	char *name = object_name(d);

	file_list_push(&i->kept, name, d);
	free(name);
}

/* Of a file with a secret only the digest is recorded. */
static int keep_file(struct importing *i, const char *name, const char *path,
		     struct err *err)
{
	struct blob blob;
	struct digest d;
	int rc;

	if (secret_is_file(path) || secret_is_in(path, 0)) {
		rc = blob_look(path, &blob, err);
		if (rc == 1) {
			messages_warn(i->m,
				      "'%s' holds what looks like a secret: "
				      "only its digest was imported",
				      path);
			file_list_push(&i->outputs, name, &blob.digest);
		}
		return rc < 0 ? -1 : 0;
	}
	rc = object_put_file(i->s, path, NULL, &d, err);
	if (!rc) {
		file_list_push(&i->outputs, name, &d);
		add_kept(i, &d);
	}
	return rc;
}

static int keep_files(struct importing *i, struct err *err)
{
	const struct buf *table = &i->r->metrics.table;
	struct digest d;
	int rc = 0;

	for (size_t k = 0; !rc && k < i->r->file.n; k++)
		rc = keep_file(i, i->r->file.at[k], i->r->path.at[k], err);
	if (!rc && table->len) {
		rc = object_put(i->s, table->data, table->len, &d, err);
		file_list_push(&i->outputs, TABLE, &d);
		add_kept(i, &d);
	}
	file_list_sort(&i->outputs);
	file_list_sort(&i->kept);
	return rc;
}

/* --- the record ----------------------------------------------------------- */

static struct json *texts(const struct strs *list)
{
	struct json *j = json_new_list();

	for (size_t k = 0; k < list->n; k++)
		json_add_str(j, list->at[k]);
	return j;
}

static void set_time(struct json *j, const char *key, double when)
{
	struct buf b = { 0 };

	foreign_run_time(&b, when);
	json_set_str(j, key, buf_text(&b));
	buf_release(&b);
}

static struct json *origin(const struct foreign_run *r)
{
	struct json *j = json_new();

	json_set_str(j, "from", r->tracker);
	json_set_str(j, "name", r->name);
	json_set_str(j, "key", r->key);
	json_set_str(j, "experiment", r->experiment);
	json_set_str(j, "status", r->status);
	if (json_len(r->tags))
		json_set(j, "tags", json_clone(r->tags));
	return j;
}

/* WHERE has the keys of the secrets that were replaced. */
static void say_secrets(struct importing *i, const struct strs *where)
{
	struct buf names = { 0 };

	for (size_t k = 0; k < where->n; k++)
		buf_printf(&names, "%s%s", k ? ", " : "", where->at[k]);
	if (where->n)
		messages_warn(i->m,
			      "run '%s': the record has " SECRET_MARK " in "
			      "place of what looks like a secret (%s)",
			      i->r->name, buf_text(&names));
	buf_release(&names);
}

/* Sets i->start, without digest, and i->notes. */
static void make_start(struct importing *i)
{
	const struct foreign_run *r = i->r;
	struct json *j = json_new(), *all = json_new();
	struct strs where = { 0 };
	const struct json *notes;
	char *what = mem_printf("%s%s%s", r->experiment ? r->experiment : "",
				r->experiment ? ": " : "", r->name);

	json_set_str(j, "xp", "start 1");
	json_set_str(j, "tool", r->tracker);
	json_set_str(j, "version", "");
	json_set_str(j, "what", what);
	json_set_str(j, "cwd", ".");
	json_set_str(j, "user", r->user);
	json_set(j, "argv", json_new_list());
	json_set(j, "operands", json_new_list());
	json_set(j, "names", json_new());
	json_set(j, "settings", json_clone(r->settings));
	json_set(j, "all_settings", json_clone(r->settings));
	set_time(j, "time", r->start);
	json_set(j, "imported", origin(r));
	json_set(all, "start", j);
	json_set(all, "notes", texts(&r->notes));
	secret_replace_json(&all, &where);
	say_secrets(i, &where);
	i->start = json_clone(json_get(all, "start"));
	notes = json_get(all, "notes");
	for (size_t k = 0; k < json_len(notes); k++)
		strs_add(&i->notes, json_text(json_at(notes, k)));
	strs_release(&where);
	json_free(all);
	free(what);
}

static void add_list(struct json *j, const char *key, const struct file_list *l)
{
	struct buf b = { 0 };
	char hex[DIGEST_HEX + 1];
	struct digest d;

	file_list_text(l, &b);
	digest_of(&d, buf_text(&b), b.len);
	json_set_str(j, key, digest_hex(hex, &d));
	buf_release(&b);
}

static struct json *make_end(const struct importing *i)
{
	const struct file_list none = { 0 };
	const struct foreign_run *r = i->r;
	struct json *j = json_new();
	double end = r->end >= r->start ? r->end : r->start;
	char seconds[64];

	snprintf(seconds, sizeof seconds, "%.3f", end - r->start);
	json_set_str(j, "xp", "end 1");
	json_set_int(j, "exit", r->failed);
	if (r->failed)
		json_set_int(j, "foreign", 1);
	if (r->unfinished)
		json_set_int(j, "unfinished", 1);
	json_set_str(j, "seconds", seconds);
	set_time(j, "time", end);
	add_list(j, "inputs", &none);
	add_list(j, "outputs", &i->outputs);
	add_list(j, "kept", &i->kept);
	return j;
}

/* Names what was imported by its digest. */
static void seal(struct importing *i, const struct json *end)
{
	struct json *all = json_new(), *from;
	struct buf b = { 0 };
	struct digest d;

	json_set(all, "start", json_clone(i->start));
	json_set(all, "end", json_clone(end));
	json_set(all, "notes", texts(&i->notes));
	json_write(all, &b);
	digest_of(&d, b.data, b.len);
	digest_hex(i->hex, &d);
	from = json_clone(json_get(i->start, "imported"));
	json_set_str(from, "digest", i->hex);
	json_set(i->start, "imported", from);
	buf_release(&b);
	json_free(all);
}

/* --- its place in the store ----------------------------------------------- */

/* Returns 1 if run ID is an import of what R is.  SAME becomes 1 if it has the
 * same content, too. */
static int is_of(const struct importing *i, const char *id, int *same)
{
	struct err ignored = { 0 };
	struct json *start = NULL;
	const struct json *from;
	const char *digest, *key, *tracker;
	int yes = 0;

	*same = 0;
	if (run_record(i->s, id, "start.json", &start, &ignored) == 1 &&
	    (from = json_get(start, "imported"))) {
		digest = json_str(from, "digest");
		key = json_str(from, "key");
		tracker = json_str(from, "from");
		yes = key && tracker && !strcmp(key, i->r->key) &&
		      !strcmp(tracker, i->r->tracker);
		*same = digest && !strcmp(digest, i->hex);
	}
	json_free(start);
	return yes;
}

/* Sets to->id to the id that the run has or, if the store lacks it, to a free
 * one; and to->earlier to a run that began at the same time. */
static int find_id(struct imported *to, const struct importing *i,
		   struct err *err)
{
	long long ms = llround(i->r->start * 1000);
	unsigned long tail;
	char digits[6] = "";
	struct strs ids = { 0 };
	int rc = run_list(i->s, &ids, err), same;

	memcpy(digits, i->hex, sizeof digits - 1);
	tail = strtoul(digits, NULL, 16);
	to->id = run_id_of(ms, (unsigned int)tail);
	for (size_t k = 0; !rc && k < ids.n; k++) {
		if (strncmp(ids.at[k], to->id, PREFIX) ||
		    !is_of(i, ids.at[k], &same))
			continue;
		free(same ? to->id : to->earlier);
		*(same ? &to->id : &to->earlier) = mem_str(ids.at[k]);
		if (same) {
			strs_release(&ids);
			return 0;
		}
	}
	while (!rc && strs_find(&ids, to->id) >= 0) {
		free(to->id);
		to->id = run_id_of(ms, (unsigned int)++tail);
	}
	strs_release(&ids);
	return rc;
}

/* Makes a store in tmp/ whose objects are those of the store. */
static int begin_temp(struct importing *i, const char *id, struct err *err)
{
	char *link, *runs, *dir;
	int rc;

	i->temp.path = store_join(i->s, "tmp/import-XXXXXX");
	if (staging_make(i->temp.path, &i->held) < 0)
		return err_sys(err, "cannot make '%s'", i->temp.path);
	link = store_join(&i->temp, "objects");
	runs = store_join(&i->temp, "runs");
	dir = run_path(&i->temp, id, "");
	rc = symlink("../../objects", link) < 0 ?
		     err_sys(err, "cannot make '%s'", link) :
		     0;
	if (!rc)
		rc = durable_make_dir(runs, err);
	if (!rc)
		rc = durable_make_dir(dir, err);
	free(dir);
	free(runs);
	free(link);
	return rc;
}

static int write_text(const struct importing *i, const char *id,
		      const char *name, const struct buf *b, struct err *err)
{
	char *path = run_path(&i->temp, id, name);
	int fd = durable_create(path, err);
	int rc = fd < 0 ? -1 : durable_add(fd, buf_text(b), b->len, path, err);

	if (fd >= 0)
		close(fd);
	free(path);
	return rc;
}

static int write_json(const struct importing *i, const char *id,
		      const char *name, const struct json *j, struct err *err)
{
	struct buf b = { 0 };
	int rc;

	json_write(j, &b);
	buf_char(&b, '\n');
	rc = write_text(i, id, name, &b, err);
	buf_release(&b);
	return rc;
}

static int write_list(const struct importing *i, const char *id,
		      const char *name, const struct file_list *l,
		      struct err *err)
{
	struct buf b = { 0 };
	int rc;

	file_list_text(l, &b);
	rc = write_text(i, id, name, &b, err);
	buf_release(&b);
	return rc;
}

static int write_all(const struct importing *i, const char *id,
		     const struct json *end, struct err *err)
{
	const struct file_list none = { 0 };
	struct buf notes = { 0 };
	int rc = write_json(i, id, "start.json", i->start, err);

	for (size_t k = 0; k < i->notes.n; k++)
		buf_printf(&notes, "%s\n", i->notes.at[k]);
	if (!rc && i->r->metrics.table.len)
		rc = write_text(i, id, "metrics.tsv", &i->r->metrics.table,
				err);
	if (!rc)
		rc = write_list(i, id, "inputs", &none, err);
	if (!rc)
		rc = write_list(i, id, "outputs", &i->outputs, err);
	if (!rc)
		rc = write_list(i, id, "kept", &i->kept, err);
	if (!rc && notes.len)
		rc = write_text(i, id, "note", &notes, err);
	if (!rc)
		rc = write_json(i, id, "end.json", end, err);
	buf_release(&notes);
	return rc;
}

/* A run that is there, but whose import was killed, is completed. */
static int land(struct importing *i, struct imported *to,
		const struct json *end, struct err *err)
{
	struct messages said = { 0 };
	struct transfer t = { .talk = &said };
	int rc = find_id(to, i, err);

	if (!rc)
		rc = begin_temp(i, to->id, err);
	if (!rc)
		rc = write_all(i, to->id, end, err);
	if (!rc)
		rc = transfer_run(&t, &i->temp, i->s, to->id, err);
	to->was_there = !t.runs;
	messages_release(&said);
	return rc;
}

static void release(struct importing *i)
{
	if (i->held >= 0) {
		staging_remove(i->temp.path);
		close(i->held);
	}
	store_release(&i->temp);
	file_list_release(&i->outputs);
	file_list_release(&i->kept);
	strs_release(&i->notes);
	json_free(i->start);
}

int imported_add(struct imported *to, const struct store *s,
		 const struct foreign_run *r, struct messages *m,
		 struct err *err)
{
	struct importing i = { .s = s, .r = r, .m = m, .held = -1 };
	struct json *end;
	int hold, rc;

	*to = (struct imported){ 0 };
	if (!(r->start >= 0 && r->start <= LAST_TIME))
		return err_data(err,
				"run '%s' began at no time between 1970 and "
				"9999",
				r->name);
	hold = store_lock_share(s);
	rc = keep_files(&i, err);
	if (!rc) {
		make_start(&i);
		end = make_end(&i);
		seal(&i, end);
		rc = land(&i, to, end, err);
		json_free(end);
	}
	release(&i);
	store_lock_drop(hold);
	return rc;
}

void imported_release(struct imported *to)
{
	free(to->id);
	free(to->earlier);
	*to = (struct imported){ 0 };
}
