/* transfer.c - see transfer.h. */
#include "upkeep/transfer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/provenance.h"
#include "base/mem.h"
#include "run/resolve.h"
#include "run/run.h"
#include "run/tag.h"
#include "store/object.h"
#include "store/store_lock.h"
#include "store/sweep.h"
#include "upkeep/copy_record.h"
#include "upkeep/further.h"
#include "upkeep/needs.h"

#define END "end.json"

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
			       "ssh://[USER@]HOST[:PORT]/PATH, "
			       "s3://BUCKET/PATH or rclone:REMOTE:PATH",
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

	if (!rc && strcmp(buf_text(&ours), buf_text(&theirs)) != 0) {
		buf_clear(&ours);
		rc = run_note_read(&ours, from, id, err);
	}

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
	int rc = tag_check_lost(from, ids, err);

	if (!rc)
		rc = tag_list(from, &tags, err);
	for (size_t i = 0; !rc && i < tags.n; i++) {
		char *id = NULL, *end = NULL;
		int has = 0;

		rc = tag_get(from, tags.at[i], &id, err) < 0 ? -1 : 0;
		if (id)
			end = run_path(to, id, END);
		has = end && strs_find(ids, id) >= 0 && access(end, F_OK) == 0;
		if (!rc && has)
			rc = tag_check(from, tags.at[i], id, err);
		if (!rc && has)
			rc = transfer_tag(t, to, tags.at[i], id, err);
		free(end);
		free(id);
	}
	strs_release(&tags);
	return rc;
}

/* Names files that the run has lost. */
static void say_lost(struct transfer *t, const struct store *from,
		     const struct store *to, const struct run *r,
		     const struct needs *k)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct digest *d = &k->list[i].digest;
		const char *name = "a part of the record";

		if ((i && digest_same(d, &k->list[i - 1].digest)) ||
		    !k->list[i].must || object_has(from, d) ||
		    object_has(to, d))
			continue;
		for (size_t j = 0; j < r->inputs.n; j++)
			if (digest_same(&r->inputs.list[j].digest, d))
				name = r->inputs.list[j].path;
		for (size_t j = 0; j < r->outputs.n; j++)
			if (digest_same(&r->outputs.list[j].digest, d))
				name = r->outputs.list[j].path;
		if (!strcmp(name, "-"))
			name = "what it read or printed";
		messages_warn(t->talk,
			      "run %s was copied without %s: the store that "
			      "it came from has lost it, see 'xp-log fsck' "
			      "there",
			      r->id, name);
	}
}

static int copy_needs(struct transfer *t, const struct store *from,
		      const struct store *to, const struct run *r,
		      struct err *err)
{
	struct needs k = { .store = from };
	int rc = 0;

	needs_add_run(&k, r->id);
	needs_sort(&k);
	if (k.broken.n)
		rc = err_data(err, "run %s cannot be copied: %s", r->id,
			      k.broken.at[0]);
	if (!rc)
		rc = copy_objects(t, from, to, &k, err);
	if (!rc)
		say_lost(t, from, to, r, &k);
	needs_release(&k);
	return rc;
}

static int copy_whole(struct transfer *t, const struct store *from,
		      const struct store *to, const struct run *r,
		      struct err *err)
{
	char *there = run_path(to, r->id, "start.json");
	int absent = access(there, F_OK) < 0, rc = 0, copied = 0;
	enum further which = FURTHER_FROM;
	struct buf note = { 0 };

	free(there);
	if (!absent)
		rc = further_find(&which, from, to, r->id, err);
	if (!rc && which != FURTHER_TO)
		rc = copy_needs(t, from, to, r, err);
	if (!rc && absent)
		rc = run_note_read(&note, from, r->id, err);
	buf_release(&note);
	if (!rc && which == FURTHER_FROM)
		copied = absent ? copy_record_new(r, from, to, err) :
				  copy_record_update(r, from, to, err);
	if (copied < 0)
		rc = -1;
	if (!absent && copied > 0)
		messages_info(t->talk, "run %s was brought up to date in '%s'",
			      r->id, to->path);
	if (!rc && !absent)
		rc = merge_notes(from, to, r->id, err);
	for (size_t i = 0; !rc && absent && copied && i < r->inputs.n; i++)
		t->elsewhere += !object_has(from, &r->inputs.list[i].digest);
	t->runs += copied > 0;
	t->same += !rc && !copied;
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
		sweep_store(to, NULL);
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
