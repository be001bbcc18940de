/* transfer.c - see transfer.h. */
#include "upkeep/transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/provenance.h"
#include "base/mem.h"
#include "file/out.h"
#include "run/recording.h"
#include "run/resolve.h"
#include "run/run.h"
#include "run/tag.h"
#include "store/blob.h"
#include "store/durable.h"
#include "store/object.h"
#include "store/staging.h"
#include "store/store_lock.h"
#include "upkeep/needs.h"

#define END "end.json"

static int is_any(const char *name)
{
	return strcmp(name, ".") && strcmp(name, "..");
}

static int is_store(const char *dir)
{
	char *version = mem_printf("%s/version", dir);
	char *runs = mem_printf("%s/runs", dir);
	int yes = access(version, F_OK) == 0 && access(runs, F_OK) == 0;

	free(runs);
	free(version);
	return yes;
}

int transfer_open(struct store *s, const char *dir, int make, struct err *err)
{
	char *inner = mem_printf("%s/.xp", dir);
	int rc = 0;

	s->path = NULL;
	if (strstr(dir, "://"))
		rc = err_usage(err,
			       "'%s' is neither a directory nor "
			       "ssh://[USER@]HOST[:PORT]/PATH",
			       dir);
	else if (is_store(dir))
		s->path = realpath(dir, NULL);
	else if (is_store(inner))
		s->path = realpath(inner, NULL);
	else if (make)
		rc = store_make(s, dir, err) < 0 ? -1 : 0;
	else
		rc = err_data(err, "there is no store in '%s'", dir);
	free(inner);
	return rc;
}

/* Objects that are there are not read again: fsck does that. */
static int copy_objects(struct transfer *t, const struct store *from,
			const struct store *to, const struct needs *k,
			struct err *err)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < k->n; i++) {
		const struct digest *d = &k->list[i].digest;
		char *path = object_path(from, d);
		struct digest is;
		struct stat st;

		if ((i && digest_same(d, &k->list[i - 1].digest)) ||
		    object_has(to, d) || stat(path, &st) < 0) {
			free(path);
			continue;
		}
		rc = object_put_file(to, path, d, &is, err);
		t->objects += !rc;
		t->bytes += rc ? 0 : (uint64_t)st.st_size;
		free(path);
	}
	return rc;
}

struct copied {
	int fd;
	const char *path;
};

static int add_bytes(void *arg, const void *data, size_t n, struct err *err)
{
	const struct copied *to = arg;

	return durable_add(to->fd, data, n, to->path, err);
}

static int copy_bytes(const char *source, const char *path,
		      const struct blob *blob, struct err *err)
{
	struct copied to = { durable_create(path, err), path };
	int rc = to.fd < 0 ? -1 : blob_feed(source, blob, add_bytes, &to, err);

	if (to.fd >= 0 && close(to.fd) && !rc)
		rc = err_sys(err, "cannot write '%s'", path);
	return rc;
}

/* A file that is an object, too, is stored once. */
static int copy_file(const struct run *r, const struct store *to,
		     const char *temp, const char *name, struct err *err)
{
	char *path = mem_printf("%s/%s", temp, name);
	char *source = mem_printf("%s/%s", r->dir, name);
	char *own = mem_printf(RECORDING_OWN "%s", name);
	const struct digest *d = file_list_find(&r->outputs, own);
	char *object = d ? object_path(to, d) : NULL;
	struct blob blob;
	int rc = object && link(object, path) == 0;

	if (!rc)
		rc = blob_look(source, &blob, err);
	else
		rc = 0;
	if (rc > 0)
		rc = copy_bytes(source, path, &blob, err);
	free(object);
	free(own);
	free(source);
	free(path);
	return rc < 0 ? -1 : 0;
}

/* end.json comes last: finish(). */
static int is_kept(const char *name)
{
	return *name != '.' && strcmp(name, "lock") && strcmp(name, "stdin") &&
	       strcmp(name, END) != 0;
}

static int copy_record(const struct run *r, const struct store *to,
		       const char *temp, struct err *err)
{
	char *runs = mem_printf("%s/..", r->dir);
	struct store parent = { .path = runs };
	struct strs names = { 0 };
	int rc = store_list(&parent, r->id, is_kept, &names, err);

	for (size_t i = 0; !rc && i < names.n; i++)
		rc = copy_file(r, to, temp, names.at[i], err);
	strs_release(&names);
	free(runs);
	return rc;
}

/* Nobody takes TEMP for a leftover while its lock is held. */
static int hold(const char *temp, struct err *err)
{
	char *name = mem_printf("%s/lock", temp);
	int fd = durable_create(name, err);

	if (fd >= 0)
		out_hold(fd);
	free(name);
	return fd;
}

/* The ledger of TO learns what the record is. */
static int seal(const struct store *to, const char *id, struct err *err)
{
	char *dir = mem_printf("runs/%s", id);
	struct strs names = { 0 };
	int rc = store_list(to, dir, is_any, &names, err);

	for (size_t i = 0; !rc && i < names.n; i++) {
		const char *dot = strrchr(names.at[i], '.');

		if ((dot && !strcmp(dot, ".json") &&
		     strcmp(names.at[i], "recipe.json")) ||
		    !strcmp(names.at[i], "note"))
			rc = run_seal(to, id, names.at[i], err);
	}
	strs_release(&names);
	free(dir);
	return rc;
}

/* Give run ID of TO, of which all else is there, its end.json.  Until then the
 * run counts as interrupted, so a copy that was killed is no damage. */
static int finish(const struct store *from, const struct store *to,
		  const char *id, struct err *err)
{
	char *name = mem_printf("runs/%s/" END, id);
	struct buf end = { 0 };
	int rc = seal(to, id, err);

	if (!rc)
		rc = store_read(from, name, &end, err);
	if (rc > 0) {
		rc = store_write(to, name, end.data, end.len, err);
		if (!rc)
			rc = run_seal(to, id, END, err);
	}
	buf_release(&end);
	free(name);
	return rc;
}

/* The directory has all but end.json before it gets its name. */
static int copy_run(const struct run *r, const struct store *from,
		    const struct store *to, struct err *err)
{
	char *temp = mem_printf("%s/tmp/copy-%s-%ld", to->path, r->id,
				(long)getpid());
	char *dir = run_path(to, r->id, ""), *runs = store_join(to, "runs");
	int rc = durable_make_dir(temp, err), held = -1;

	if (!rc)
		rc = (held = hold(temp, err)) < 0 ? -1 : 0;
	if (!rc)
		rc = copy_record(r, to, temp, err);
	if (!rc)
		rc = object_sync(to, err); /* the whole file system */
	if (!rc && rename(temp, dir) < 0 && errno != EEXIST &&
	    errno != ENOTEMPTY)
		rc = err_sys(err, "cannot make '%s'", dir);
	staging_remove(temp);
	if (held >= 0)
		close(held);
	if (!rc)
		rc = durable_sync_dir(runs, err);
	free(runs);
	free(dir);
	free(temp);
	return rc ? rc : finish(from, to, r->id, err);
}

/* Lines of the note that the other has not. */
static int merge_notes(const struct store *from, const struct store *to,
		       const char *id, struct err *err)
{
	char *name = mem_printf("runs/%s/note", id), *line, *end;
	struct buf ours = { 0 }, theirs = { 0 };
	int rc = store_read(from, name, &ours, err) < 0 ||
				 store_read(to, name, &theirs, err) < 0 ?
			 -1 :
			 0;

	for (line = ours.data; !rc && line && (end = strchr(line, '\n'));
	     line = end + 1) {
		char *text = mem_strn(line, (size_t)(end - line) + 1);

		if (!strstr(buf_text(&theirs), text))
			rc = run_note_line(to, id, text, err);
		free(text);
	}
	buf_release(&ours);
	buf_release(&theirs);
	free(name);
	return rc;
}

int transfer_tag(struct transfer *t, const struct store *to, const char *name,
		 const char *id, struct err *err)
{
	char *other = NULL;
	int rc = tag_get(to, name, &other, err);

	if (rc == 1 && strcmp(other, id))
		messages_warn(t->talk,
			      "run %s was copied without its tag '%s': in the "
			      "store copied to, this tag already names run %s",
			      id, name, other);
	else if (rc == 0)
		rc = tag_set(to, name, id, 0, err);
	free(other);
	return rc < 0 ? -1 : 0;
}

/* The tags of the runs IDS that have been copied. */
static int copy_tags(struct transfer *t, const struct store *from,
		     const struct store *to, const struct strs *ids,
		     struct err *err)
{
	struct strs tags = { 0 };
	int rc = tag_list(from, &tags, err);

	for (size_t i = 0; !rc && i < tags.n; i++) {
		char *id = NULL, *end = NULL;

		rc = tag_get(from, tags.at[i], &id, err) < 0 ? -1 : 0;
		if (id)
			end = run_path(to, id, END);
		if (!rc && end && strs_find(ids, id) >= 0 &&
		    access(end, F_OK) == 0)
			rc = transfer_tag(t, to, tags.at[i], id, err);
		free(end);
		free(id);
	}
	strs_release(&tags);
	return rc;
}

/* Two runs of one id are one run, if they have the same file NAME. */
static int check_same(const struct store *from, const struct store *to,
		      const char *id, const char *file, struct err *err)
{
	char *name = mem_printf("runs/%s/%s", id, file);
	struct buf a = { 0 }, b = { 0 };
	int rc = store_read(from, name, &a, err) < 0 ||
				 store_read(to, name, &b, err) < 0 ?
			 -1 :
			 0;

	if (!rc && strcmp(buf_text(&a), buf_text(&b)))
		rc = err_data(err,
			      "run %s cannot be copied: another run has "
			      "the same id in '%s'",
			      id, to->path);
	buf_release(&a);
	buf_release(&b);
	free(name);
	return rc;
}

/* The run is there already, perhaps as a copy that was killed left it. */
static int copy_again(const struct store *from, const struct store *to,
		      const char *id, struct err *err)
{
	char *end = run_path(to, id, END);
	int rc = check_same(from, to, id, "start.json", err);

	if (!rc && access(end, F_OK) < 0) {
		rc = check_same(from, to, id, "outputs", err);
		if (!rc)
			rc = finish(from, to, id, err);
	}
	free(end);
	return rc ? rc : merge_notes(from, to, id, err);
}

static int copy_whole(struct transfer *t, const struct store *from,
		      const struct store *to, const struct run *r,
		      struct err *err)
{
	struct needs k = { .store = from };
	char *there = run_path(to, r->id, "start.json");
	int new = access(there, F_OK) < 0, rc = 0;

	needs_add_run(&k, r->id);
	needs_sort(&k);
	if (k.broken.n)
		rc = err_data(err, "run %s cannot be copied: %s", r->id,
			      k.broken.at[0]);
	if (!rc)
		rc = copy_objects(t, from, to, &k, err);
	if (!rc)
		rc = new ? copy_run(r, from, to, err) :
			   copy_again(from, to, r->id, err);
	for (size_t i = 0; !rc && new &&i < r->inputs.n; i++)
		t->elsewhere += !object_has(from, &r->inputs.list[i].digest);
	t->runs += !rc && new;
	t->same += !rc && !new;
	needs_release(&k);
	free(there);
	return rc;
}

/* The run and those before it. */
static int add_chain(struct strs *ids, const struct store *from,
		     const char *name, struct err *err)
{
	struct provenance c = { 0 };
	char *id = NULL;
	int rc = resolve_run(from, name, &id, err);

	if (!rc)
		rc = provenance_read(&c, from, id, 0, err);
	for (size_t i = 0; !rc && i < c.n; i++)
		if (!strs_has(ids, c.step[i].run.id))
			strs_add(ids, c.step[i].run.id);
	provenance_release(&c);
	free(id);
	return rc;
}

void transfer_say(const struct transfer *t)
{
	messages_info(t->talk,
		      "%zu run%s and %zu object%s of %llu bytes copied; %zu "
		      "run%s there already",
		      t->runs, t->runs == 1 ? "" : "s", t->objects,
		      t->objects == 1 ? "" : "s", (unsigned long long)t->bytes,
		      t->same, t->same == 1 ? " was" : "s were");
	if (t->elsewhere)
		messages_info(t->talk,
			      "%zu input%s of these runs (images) %s kept by "
			      "reference and not copied; 'xp-log archive' "
			      "packs them",
			      t->elsewhere, t->elsewhere == 1 ? "" : "s",
			      t->elsewhere == 1 ? "is" : "are");
	if (t->unfinished)
		messages_info(t->talk, "%zu run%s not ended and %s not copied",
			      t->unfinished,
			      t->unfinished == 1 ? " has" : "s have",
			      t->unfinished == 1 ? "is" : "are");
}

int transfer_run(struct transfer *t, const struct store *from,
		 const struct store *to, const char *id, struct err *err)
{
	struct run r;
	int rc = run_read(&r, from, id, err);

	if (rc < 0)
		return -1;
	if (r.end)
		rc = copy_whole(t, from, to, &r, err);
	else
		t->unfinished++;
	run_release(&r);
	return rc;
}

/* Neither store loses anything meanwhile. */
static int copy_one(struct transfer *t, const struct store *from,
		    const struct store *to, const char *id, struct err *err)
{
	int here = store_lock_share(from), there = store_lock_share(to);
	int rc = transfer_run(t, from, to, id, err);

	store_lock_drop(there);
	store_lock_drop(here);
	return rc;
}

int transfer_list(struct strs *ids, const struct store *from, int n,
		  char **name, struct err *err)
{
	int rc = n ? 0 : run_list(from, ids, err);

	for (int i = 0; !rc && i < n; i++)
		rc = add_chain(ids, from, name[i], err);
	strs_sort(ids);
	return rc;
}

int transfer(struct transfer *t, const struct store *from,
	     const struct store *to, int n, char **name, struct err *err)
{
	struct strs ids = { 0 };
	int rc = store_writable(to, err);

	if (!rc)
		rc = transfer_list(&ids, from, n, name, err);
	for (size_t i = 0; !rc && i < ids.n; i++)
		rc = t->stop && t->stop() ?
			     err_no(err, "stopped") :
			     copy_one(t, from, to, ids.at[i], err);
	if (!rc)
		rc = copy_tags(t, from, to, &ids, err);
	if (!rc)
		transfer_say(t);
	strs_release(&ids);
	return rc;
}
