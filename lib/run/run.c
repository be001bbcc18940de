/*
 * run.c - see run.h.
 */
#include "run/run.h"
#include "run/recipe.h"
#include "run/run_id.h"
#include "run/tag.h"
#include "store/file_list.h"
#include "store/ledger.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/path.h"
#include "store/durable.h"

#define MAX_RECORD ((size_t)64 << 20)

const char *run_state_name(enum run_state s)
{
	static const char *const names[] = {
		[RUN_RUNNING] = "running", [RUN_INTERRUPTED] = "interrupted",
		[RUN_DONE] = "done",	   [RUN_NO] = "no",
		[RUN_STOPPED] = "stopped", [RUN_FAILED] = "failed",
	};

	return names[s];
}

char *run_time(char to[32])
{
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(to, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return to;
}

char *run_path(const struct store *s, const char *id, const char *name)
{
	return mem_printf("%s/runs/%s%s%s", s->path, id, *name ? "/" : "",
			  name);
}

int run_list(const struct store *s, struct strs *ids, struct err *err)
{
	return store_list(s, "runs", run_id_is, ids, err);
}

/* Returns 1 if a process holds the lock of run ID.  Readers take a shared lock
 * only, so they never take each other for that process. */
static int alive(const struct store *s, const char *id)
{
	char *path = run_path(s, id, "lock");
	int fd = open(path, O_RDONLY | O_CLOEXEC), held;

	free(path);
	if (fd < 0)
		return 0;
	held = flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
	close(fd);
	return held;
}

enum run_state run_state_of(const struct store *s, const char *id,
			    const struct json *end)
{
	if (!end)
		return alive(s, id) ? RUN_RUNNING : RUN_INTERRUPTED;
	if (json_int(end, "unfinished", 0)) /* of a run that was imported */
		return RUN_INTERRUPTED;
	if (json_int(end, "signal", 0))
		return RUN_STOPPED;
	switch (json_int(end, "exit", -1)) {
	case 0:
		return RUN_DONE;
	case 1:
		return json_int(end, "foreign", 0) ? RUN_FAILED : RUN_NO;
	default:
		return RUN_FAILED;
	}
}

static int parse(struct json **to, const struct buf *b, const char *path,
		 struct err *err)
{
	*to = json_parse(b->data, b->len, err);
	if (*to && json_is_map(*to))
		return 1;
	if (*to) {
		json_free(*to);
		*to = NULL;
		return err_data(err, "'%s' is damaged: it is not a JSON object",
				path);
	}
	return err_wrap(err, "'%s' is damaged: ", path);
}

static int record(const struct store *s, const char *id, const char *name,
		  struct json **to, struct digest *digest, struct err *err)
{
	char *path = run_path(s, id, name);
	struct buf b = { 0 };
	int rc = durable_read(&b, path, MAX_RECORD, err);

	*to = NULL;
	/* The digest does not include the newline at the end. */
	if (rc == 1 && b.len && b.data[b.len - 1] == '\n')
		b.data[--b.len] = 0;
	if (rc == 1)
		rc = parse(to, &b, path, err);
	if (rc == 1 && digest)
		digest_of(digest, b.data, b.len);
	buf_release(&b);
	free(path);
	return rc;
}

int run_record(const struct store *s, const char *id, const char *name,
	       struct json **to, struct err *err)
{
	return record(s, id, name, to, NULL, err);
}

static int read_lists(struct run *r, const struct store *s, struct err *err)
{
	char *in = run_path(s, r->id, "inputs");
	char *out = run_path(s, r->id, "outputs");
	int rc = file_list_read(&r->inputs, in, err);

	if (!rc)
		rc = file_list_read(&r->outputs, out, err);
	/* While a run is running, its lists are in the order in which it read
	 * and wrote. */
	file_list_sort(&r->inputs);
	file_list_sort(&r->outputs);
	free(in);
	free(out);
	return rc;
}

static int damaged(const struct run *r, const char *name, struct err *err)
{
	return err_data(err,
			"run %s is damaged: its file '%s' was changed or cut "
			"off after the run had ended",
			r->id, name);
}

/* Returns 1 if KEY of END is the digest D.  Old records have no such key and
 * pass. */
static int is_sealed(const struct json *end, const char *key,
		     const struct digest *d)
{
	const char *want = json_str(end, key);
	char hex[DIGEST_HEX + 1];

	return !want || !strcmp(want, digest_hex(hex, d));
}

static int list_is_sealed(const struct json *end, const char *key,
			  const struct file_list *l)
{
	struct buf b = { 0 };
	struct digest d;

	file_list_text(l, &b);
	digest_of(&d, buf_text(&b), b.len);
	buf_release(&b);
	return is_sealed(end, key, &d);
}

/* Returns 1 if the digest of the inputs in the recipe fits; old records have no
 * other one.  The record does not tell whether stdin counted as the id of a
 * run, so both are tried. */
static int recipe_fits(const struct run *r)
{
	struct digest with, without;

	recipe_inputs(r->start, &r->inputs, 0, &with);
	recipe_inputs(r->start, &r->inputs, 1, &without);
	return is_sealed(r->recipe, "inputs", &with) ||
	       is_sealed(r->recipe, "inputs", &without);
}

/* Compares the files of a finished run with the digests in its end.json. */
static int check_seals(const struct run *r, struct err *err)
{
	if (!r->end)
		return 0;
	if (!list_is_sealed(r->end, "inputs", &r->inputs))
		return damaged(r, "inputs", err);
	if (!list_is_sealed(r->end, "outputs", &r->outputs))
		return damaged(r, "outputs", err);
	if (json_str(r->end, "recipe") &&
	    (!r->recipe || !is_sealed(r->end, "recipe", &r->recipe_id)))
		return damaged(r, "recipe.json", err);
	if (r->recipe && !recipe_fits(r))
		return damaged(r, "inputs", err);
	return 0;
}

static int read_once(struct run *r, const struct store *s, const char *id,
		     struct err *err)
{
	int rc;

	memset(r, 0, sizeof *r);
	r->id = mem_str(id);
	r->dir = run_path(s, id, "");
	rc = run_record(s, id, "start.json", &r->start, err);
	if (rc == 0) {
		rc = err_data(err, "run %s has no readable start.json in '%s'",
			      id, r->dir);
	}
	if (rc == 1)
		rc = run_record(s, id, "end.json", &r->end, err);
	if (rc >= 0)
		rc = record(s, id, "recipe.json", &r->recipe, &r->recipe_id,
			    err);
	if (rc >= 0)
		rc = read_lists(r, s, err);
	if (rc >= 0)
		rc = check_seals(r, err);
	if (rc < 0) {
		run_release(r);
		return -1;
	}
	r->state = run_state_of(s, id, r->end);
	return 0;
}

int run_read(struct run *r, const struct store *s, const char *id,
	     struct err *err)
{
	/* If the run is being resumed while we read it, it looks damaged: read
	 * it once more. */
	if (read_once(r, s, id, err) == 0)
		return 0;
	return read_once(r, s, id, err);
}

const char *run_imported(const struct json *start)
{
	const struct json *j = start ? json_get(start, "imported") : NULL;
	const char *from = j ? json_str(j, "from") : NULL;

	return !j				    ? NULL :
	       from && !strcmp(from, "mlflow")	    ? "MLflow" :
	       from && !strcmp(from, "tensorboard") ? "TensorBoard" :
						      "another tracker";
}

int run_may_repeat(const struct run *r, struct err *err)
{
	const char *from = run_imported(r->start);

	return from ? err_data(err,
			       "run %s was imported from %s, which does not "
			       "know what was run: it cannot be repeated",
			       r->id, from) :
		      0;
}

void run_release(struct run *r)
{
	free(r->id);
	free(r->dir);
	json_free(r->start);
	json_free(r->end);
	json_free(r->recipe);
	file_list_release(&r->inputs);
	file_list_release(&r->outputs);
	memset(r, 0, sizeof *r);
}

/* B is the note of run ID, which is locked. */
static int check_note(const struct store *s, const char *id,
		      const struct buf *b, struct err *err)
{
	char *name = mem_printf("runs/%s/note", id);
	int rc = ledger_agrees(s, name, id, b, err);

	if (rc == 0)
		err_data(err,
			 "the note of run %s was changed by hand: '%s/%s' is "
			 "not what xp-log wrote; undo that, or restore it by "
			 "'xp-log fsck --repair-from'",
			 id, s->path, name);
	free(name);
	return rc == 1 ? 0 : -1;
}

int run_note_read(struct buf *to, const struct store *s, const char *id,
		  struct err *err)
{
	char *name = mem_printf("runs/%s/note", id),
	     *path = store_join(s, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int rc;

	if (fd >= 0)
		flock(fd, LOCK_SH);
	rc = store_read(s, name, to, err);
	if (rc == 1 || (rc == 0 && ledger_has(s, name)))
		rc = check_note(s, id, to, err);
	if (fd >= 0)
		close(fd);
	free(path);
	free(name);
	return rc;
}

/* Sets D to the digest that the notes of run ID will have with LINE. */
static int with_line(struct digest *d, const struct store *s, const char *id,
		     const char *line, struct err *err)
{
	char *name = mem_printf("runs/%s/note", id);
	struct buf b = { 0 };
	int rc = store_read(s, name, &b, err);

	if (rc >= 0)
		rc = check_note(s, id, &b, err);
	if (b.len && b.data[b.len - 1] != '\n')
		buf_char(&b, '\n'); /* as durable_line ends a line */
	buf_str(&b, line);
	digest_of(d, buf_text(&b), b.len);
	buf_release(&b);
	free(name);
	return rc < 0 ? -1 : 0;
}

/* The notes are in FD, which is locked: nobody else adds a line meanwhile. */
static int add_note(const struct store *s, const char *id, const char *line,
		    int fd, struct err *err)
{
	char *name = mem_printf("runs/%s/note", id);
	char *path = run_path(s, id, "note");
	struct buf b = { 0 };
	struct digest d;
	int rc = with_line(&d, s, id, line, err);

	buf_str(&b, line);
	if (!rc)
		rc = ledger_add(s, name, &d, err);
	if (!rc)
		rc = durable_line(fd, &b, path, err);
	if (!rc && fsync(fd) < 0)
		rc = err_sys(err, "cannot write '%s'", path);
	if (!rc)
		rc = ledger_add(s, name, &d, err);
	buf_release(&b);
	free(path);
	free(name);
	return rc;
}

int run_note_line(const struct store *s, const char *id, const char *line,
		  struct err *err)
{
	char *path = run_path(s, id, "note");
	int fd = open(path,
		      O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
		      0666);
	int rc;

	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		rc = err_sys(err, "cannot write '%s'", path);
	else
		rc = add_note(s, id, line, fd, err);
	if (fd >= 0)
		close(fd);
	free(path);
	return rc;
}

int run_note(const struct store *s, const char *id, const char *text,
	     struct err *err)
{
	char when[32];
	char *line = mem_printf("%s  %s\n", run_time(when), text), *p;
	int rc;

	for (p = line; *p && p[1]; p++) /* a note is one line */
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	rc = run_note_line(s, id, line, err);
	free(line);
	return rc;
}

char *run_place(const struct store *s, const struct run *r)
{
	const char *cwd = json_str(r->start, "cwd");
	const char *whole = json_str(r->start, "cwd_absolute");
	char *at = cwd && *cwd == '/' ?
			   mem_str(cwd) :
			   mem_printf("%s/../%s", s->path, cwd ? cwd : ".");
	char *clean;

	if (!path_is_directory(at) && whole && path_is_directory(whole)) {
		free(at);
		at = mem_str(whole);
	}
	clean = path_clean(at);
	free(at);
	return clean;
}

int run_seal(const struct store *s, const char *id, const char *name,
	     struct err *err)
{
	char *path = mem_printf("runs/%s/%s", id, name);
	int rc = ledger_add_file(s, path, err);

	free(path);
	return rc;
}

int run_tags(const struct store *s, const char *id, struct strs *tags,
	     struct err *err)
{
	struct strs names = { 0 };
	int rc = tag_list(s, &names, err);
	size_t i;

	for (i = 0; rc == 0 && i < names.n; i++) {
		struct err bad = { 0 };
		char *is = NULL;

		/* A damaged tag is left out; it does not hide the others. */
		if (tag_get(s, names.at[i], &is, &bad) == 1 && !strcmp(is, id))
			strs_add(tags, names.at[i]);
		free(is);
	}
	strs_release(&names);
	return rc;
}
