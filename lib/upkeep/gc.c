/* gc.c - see gc.h. */
#include "upkeep/gc.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/out.h"
#include "run/run.h"
#include "run/run_id.h"
#include "store/object.h"
#include "store/staging.h"
#include "store/store_lock.h"
#include "store/sweep.h"
#include "upkeep/needs.h"

struct gc_walk {
	struct gc *to;
	const struct store *store;
	struct needs needs;
	int64_t grace;
	int remove;
};

static int is_any(const char *name)
{
	return strcmp(name, ".") && strcmp(name, "..");
}

static int is_old(const struct stat *st, int64_t grace)
{
	time_t last = st->st_mtime > st->st_ctime ? st->st_mtime : st->st_ctime;

	return !grace || time(NULL) - last > grace;
}

static uint64_t size_of(const struct stat *st)
{
	/* One of several names of a file frees nothing. */
	return S_ISREG(st->st_mode) && st->st_nlink == 1 ?
		       (uint64_t)st->st_size :
		       0;
}

static void look_at_object(struct gc_walk *w, const struct digest *d)
{
	char *path = object_path(w->store, d);
	struct stat st;

	if (needs_has(&w->needs, d)) {
		w->to->needed++;
	} else if (lstat(path, &st) == 0 && is_old(&st, w->grace) &&
		   (!w->remove || unlink(path) == 0)) {
		strs_take(&w->to->paths, object_name(d));
		w->to->objects++;
		w->to->bytes += size_of(&st);
	}
	free(path);
}

static int look_at_shard(struct gc_walk *w, const char *shard, struct err *err)
{
	char *dir = mem_printf("objects/%s", shard);
	struct strs names = { 0 };
	int rc = store_list(w->store, dir, is_any, &names, err);

	for (size_t i = 0; !rc && i < names.n; i++) {
		char *hex = mem_printf("%s%s", shard, names.at[i]);
		struct digest d;

		if (strlen(hex) == DIGEST_HEX && digest_parse(&d, hex) == 0)
			look_at_object(w, &d);
		free(hex);
	}
	strs_release(&names);
	free(dir);
	return rc;
}

static int walk_objects(struct gc_walk *w, struct err *err)
{
	struct strs shards = { 0 };
	int rc = store_list(w->store, "objects", is_any, &shards, err);

	for (size_t i = 0; !rc && i < shards.n; i++)
		if (strlen(shards.at[i]) == 2)
			rc = look_at_shard(w, shards.at[i], err);
	strs_release(&shards);
	return rc;
}

/* Returns the bytes of PATH, which may be a directory, and all below it. */
static uint64_t size_below(const struct store *s, const char *path)
{
	char *at = store_join(s, path);
	struct strs names = { 0 };
	struct err ignored = { 0 };
	struct stat st = { 0 };
	uint64_t n = lstat(at, &st) == 0 ? size_of(&st) : 0;

	if (S_ISDIR(st.st_mode))
		store_list(s, path, is_any, &names, &ignored);
	for (size_t i = 0; i < names.n; i++) {
		char *inner = mem_printf("%s/%s", path, names.at[i]);

		n += size_below(s, inner);
		free(inner);
	}
	strs_release(&names);
	free(at);
	return n;
}

/* PATH was left by a killed process; nobody holds it. */
static void leave_off(struct gc_walk *w, const char *path)
{
	char *at = store_join(w->store, path);
	struct stat st;

	if (lstat(at, &st) == 0) {
		w->to->bytes += size_below(w->store, path);
		if (w->remove)
			staging_remove(at);
		strs_add(&w->to->paths, path);
		w->to->leftovers++;
	}
	free(at);
}

static int is_temporary(const char *name)
{
	const char *last = strrchr(name, '.');

	return *name == '.' && last > name && strlen(last) >= 7;
}

static int is_stream(const char *name)
{
	return !strcmp(name, "stdin") || !strcmp(name, "stdout");
}

/* Streams stay while the run may still be looked at: it has no end. */
static void walk_run(struct gc_walk *w, const char *id)
{
	char *dir = mem_printf("runs/%s", id);
	char *end = run_path(w->store, id, "end.json");
	int ended = access(end, F_OK) == 0;
	struct strs names = { 0 };
	struct err ignored = { 0 };

	store_list(w->store, dir, is_any, &names, &ignored);
	for (size_t i = 0; i < names.n; i++) {
		char *path = mem_printf("%s/%s", dir, names.at[i]);
		char *at = store_join(w->store, path);

		if ((is_temporary(names.at[i]) ||
		     (ended && is_stream(names.at[i]))) &&
		    out_is_abandoned(at))
			leave_off(w, path);
		free(at);
		free(path);
	}
	strs_release(&names);
	free(end);
	free(dir);
}

/* Whether nobody holds PATH: it was left, or is not held yet. */
static size_t is_unheld(const struct store *s, const char *path)
{
	char *at = store_join(s, path), *lock = mem_printf("%s/lock", at);
	int yes = out_is_unheld(at) &&
		  (access(lock, F_OK) < 0 || out_is_unheld(lock));

	free(lock);
	free(at);
	return (size_t)yes;
}

static int walk_leftovers(struct gc_walk *w, struct err *err)
{
	struct strs names = { 0 }, ids = { 0 };
	int rc = store_list(w->store, "tmp", is_any, &names, err);

	for (size_t i = 0; !rc && i < names.n; i++) {
		char *path = mem_printf("tmp/%s", names.at[i]);

		if (sweep_is_left(w->store, names.at[i]))
			leave_off(w, path);
		else
			w->to->young += is_unheld(w->store, path);
		free(path);
	}
	if (!rc)
		rc = run_list(w->store, &ids, err);
	for (size_t i = 0; !rc && i < ids.n; i++)
		walk_run(w, ids.at[i]);
	strs_release(&ids);
	strs_release(&names);
	return rc;
}

static int refuse(const struct needs *k, struct err *err)
{
	return err_data(err,
			"nothing is removed: the objects that a "
			"damaged record needs are not known (%s); see "
			"'xp-log fsck'",
			k->broken.at[0]);
}

/* What began or went on since the needs were read.  Nobody can add to a record
 * now. */
static int read_news(struct gc_walk *w, const struct strs *before,
		     struct err *err)
{
	struct strs ids = { 0 };
	int rc = run_list(w->store, &ids, err);

	for (size_t i = 0; !rc && i < ids.n; i++)
		if (strs_find(before, ids.at[i]) < 0)
			needs_add_run(&w->needs, ids.at[i]);
	needs_sort(&w->needs);
	strs_release(&ids);
	return rc;
}

/* The runs that had ended when they were read, and so need no second look. */
static int list_ended(const struct store *s, struct strs *ended,
		      struct err *err)
{
	struct strs ids = { 0 };
	int rc = run_list(s, &ids, err);

	for (size_t i = 0; !rc && i < ids.n; i++) {
		char *path = run_path(s, ids.at[i], "end.json");

		if (access(path, F_OK) == 0)
			strs_add(ended, ids.at[i]);
		free(path);
	}
	strs_release(&ids);
	return rc;
}

int gc_run(struct gc *g, const struct store *s, int64_t grace, int remove,
	   struct err *err)
{
	struct gc_walk w = {
		.to = g, .store = s, .grace = grace, .remove = remove
	};
	struct strs ended = { 0 };
	int hold = -1, rc;

	memset(g, 0, sizeof *g);
	rc = list_ended(s, &ended, err);
	if (!rc)
		rc = needs_read(&w.needs, s, err);
	if (!rc && remove)
		rc = (hold = store_lock_alone(s, err)) < 0 ? -1 : 0;
	if (!rc)
		rc = read_news(&w, &ended, err);
	/* A run that was removed, or resumed, while it was read. */
	if (!rc && w.needs.broken.n) {
		needs_release(&w.needs);
		rc = needs_read(&w.needs, s, err);
	}
	if (!rc && w.needs.broken.n)
		rc = refuse(&w.needs, err);
	if (!rc)
		rc = walk_objects(&w, err);
	store_lock_drop(hold);
	if (!rc)
		rc = walk_leftovers(&w, err);
	strs_release(&ended);
	needs_release(&w.needs);
	return rc;
}

void gc_release(struct gc *g)
{
	strs_release(&g->paths);
	memset(g, 0, sizeof *g);
}
