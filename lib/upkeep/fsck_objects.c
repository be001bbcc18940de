/* fsck_objects.c - see fsck_objects.h. */
#include "upkeep/fsck_objects.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "run/run.h"
#include "store/blob.h"
#include "store/object.h"

/* What one directory of objects has. */
struct shard {
	const char *name;
	struct strs strange; /* names that are no digests */
	struct strs bad;     /* digests, in base 16, of damaged objects */
	size_t objects;
	uint64_t bytes;
};

struct object_walk {
	const struct store *store;
	int (*stop)(void);
	struct strs shards;
	struct shard *shard;
};

static int is_any(const char *name)
{
	return strcmp(name, ".") && strcmp(name, "..");
}

static void look_at(struct object_walk *w, struct shard *sh, const char *name)
{
	char hex[DIGEST_HEX + 1], *path;
	struct err err = { 0 };
	struct digest want;
	struct blob blob;

	if (strlen(name) != DIGEST_HEX - 2 || strlen(sh->name) != 2 ||
	    (snprintf(hex, sizeof hex, "%s%s", sh->name, name),
	     digest_parse(&want, hex) < 0)) {
		strs_add(&sh->strange, name);
		return;
	}
	path = object_path(w->store, &want);
	sh->objects++;
	if (blob_look(path, &blob, &err) != 1 ||
	    !digest_same(&blob.digest, &want))
		strs_add(&sh->bad, hex);
	else
		sh->bytes += blob.size;
	free(path);
}

static void look_at_shard(void *arg, size_t i, int worker)
{
	struct object_walk *w = arg;
	struct shard *sh = &w->shard[i];
	char *dir = mem_printf("objects/%s", sh->name);
	struct err ignored = { 0 };
	struct strs names = { 0 };

	(void)worker;
	if (store_list(w->store, dir, is_any, &names, &ignored) < 0)
		strs_add(&sh->strange, "");
	for (size_t k = 0; k < names.n && !(w->stop && w->stop()); k++)
		look_at(w, sh, names.at[k]);
	strs_release(&names);
	free(dir);
}

static void report(struct fsck_report *f, const struct shard *sh)
{
	for (size_t i = 0; i < sh->strange.n; i++) {
		const char *name = sh->strange.at[i];
		char *path = mem_printf("objects/%s%s%s", sh->name,
					*name ? "/" : "", name);

		fsck_report_add(f, FSCK_OTHER, path, NULL,
				mem_str("is not an object: its name is not a "
					"digest"),
				NULL);
		free(path);
	}
	for (size_t i = 0; i < sh->bad.n; i++) {
		struct buf runs = { 0 };
		struct digest d;
		char *path;

		digest_parse(&d, sh->bad.at[i]);
		path = object_name(&d);
		needs_runs(&f->needs, &d, &runs);
		fsck_report_add(f, FSCK_OBJECT, path, &d,
				mem_str("damaged: its SHA-256 does not match "
					"its name"),
				mem_str(buf_text(&runs)));
		buf_release(&runs);
		free(path);
	}
	f->objects += sh->objects;
	f->bytes += sh->bytes;
}

static void report_missing(struct fsck_report *f)
{
	const struct needs *k = &f->needs;

	for (size_t i = 0; i < k->n; i++) {
		const struct digest *d = &k->list[i].digest;
		struct buf runs = { 0 };
		char *path;

		if (!k->list[i].must || object_has(f->store, d) ||
		    (i && digest_same(&k->list[i - 1].digest, d)))
			continue;
		path = object_name(d);
		needs_runs(k, d, &runs);
		fsck_report_add(f, FSCK_OBJECT, path, d, mem_str("missing"),
				mem_str(buf_text(&runs)));
		buf_release(&runs);
		free(path);
	}
}

int fsck_objects(struct fsck_report *f, int (*stop)(void), struct err *err)
{
	struct object_walk w = { .store = f->store, .stop = stop };
	struct thread_pool *pool;
	int rc = store_list(f->store, "objects", is_any, &w.shards, err);

	w.shard = mem_zero(w.shards.n + 1, sizeof *w.shard);
	for (size_t i = 0; i < w.shards.n; i++)
		w.shard[i].name = w.shards.at[i];
	pool = thread_pool_new(thread_pool_processors());
	if (!rc)
		thread_pool_run(pool, w.shards.n, look_at_shard, &w);
	thread_pool_free(pool);
	if (!rc && stop && stop())
		rc = err_no(err, "stopped");
	for (size_t i = 0; i < w.shards.n; i++) {
		if (!rc)
			report(f, &w.shard[i]);
		strs_release(&w.shard[i].strange);
		strs_release(&w.shard[i].bad);
	}
	if (!rc)
		report_missing(f);
	free(w.shard);
	strs_release(&w.shards);
	return rc;
}
