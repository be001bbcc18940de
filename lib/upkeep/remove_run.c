/* remove_run.c - see remove_run.h. */
#include "upkeep/remove_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "run/maker.h"
#include "run/tag.h"
#include "store/durable.h"
#include "store/ledger.h"
#include "store/object.h"
#include "store/staging.h"
#include "store/store_lock.h"
#include "upkeep/needs.h"

/* Looks for an input of run OTHER that run ID made. */
static int has_read(struct maker_index *m, const struct run *other,
		    const char *id, struct err *err)
{
	for (size_t i = 0; i < other->inputs.n; i++) {
		const char *path = other->inputs.list[i].path, *by;

		if (maker_of(m, other, path, &other->inputs.list[i].digest,
			     &by) == MAKER_SURE &&
		    !strcmp(by, id))
			return err_data(err,
					"run %s made '%s', which run %s has "
					"read; --force removes the first run "
					"all the same",
					id, path, other->id);
	}
	return 0;
}

static int check_readers(const struct store *s, const char *id, struct err *err)
{
	struct maker_index *m = NULL;
	struct strs ids = { 0 };
	int rc = maker_open(&m, s, err);

	if (!rc)
		rc = run_list(s, &ids, err);
	for (size_t i = 0; !rc && i < ids.n; i++) {
		struct err ignored = { 0 };
		struct run other;

		if (!strcmp(ids.at[i], id) ||
		    run_read(&other, s, ids.at[i], &ignored) < 0)
			continue;
		rc = has_read(m, &other, id, err);
		run_release(&other);
	}
	strs_release(&ids);
	maker_close(m);
	return rc;
}

int remove_run_check(const struct store *s, const struct run *r,
		     struct err *err)
{
	struct strs tags = { 0 };
	int rc;

	if (r->state == RUN_RUNNING)
		return err_data(err, "run %s is still running", r->id);
	rc = run_tags(s, r->id, &tags, err);
	if (!rc && tags.n)
		rc = err_data(err,
			      "run %s has the tag '%s'; --force removes the "
			      "run and the tag",
			      r->id, tags.at[0]);
	strs_release(&tags);
	return rc ? rc : check_readers(s, r->id, err);
}

static int drop_tags(const struct store *s, const char *id, struct err *err)
{
	struct strs tags = { 0 };
	int rc = run_tags(s, id, &tags, err);

	for (size_t i = 0; !rc && i < tags.n; i++)
		rc = tag_drop(s, tags.at[i], err);
	strs_release(&tags);
	return rc;
}

/* The ledger knows first: what is gone on purpose is no damage. */
static int drop_record(const struct store *s, const char *id, struct err *err)
{
	char *name = mem_printf("runs/%s", id), *dir = store_join(s, name);
	char *runs = store_join(s, "runs");
	char *temp = mem_printf("%s/tmp/removed-%s", s->path, id);
	int rc = ledger_add(s, name, NULL, err);

	if (!rc && rename(dir, temp) < 0)
		rc = err_sys(err, "cannot remove '%s'", dir);
	if (!rc)
		rc = durable_sync_dir(runs, err);
	if (!rc)
		staging_remove(temp);
	free(temp);
	free(runs);
	free(dir);
	free(name);
	return rc;
}

static void drop_objects(const struct store *s, const struct needs *own,
			 const struct needs *others, size_t *objects,
			 uint64_t *bytes)
{
	for (size_t i = 0; i < own->n; i++) {
		const struct digest *d = &own->list[i].digest;
		struct stat st;
		char *path;

		if (needs_has(others, d) ||
		    (i && digest_same(d, &own->list[i - 1].digest)))
			continue;
		path = object_path(s, d);
		if (lstat(path, &st) == 0 && unlink(path) == 0) {
			*bytes += (uint64_t)st.st_size;
			++*objects;
		}
		free(path);
	}
}

int remove_run(const struct store *s, const char *id, size_t *objects,
	       uint64_t *bytes, struct err *err)
{
	struct needs own = { .store = s }, others = { 0 };
	int hold = store_lock_alone(s, err), rc;

	*objects = 0;
	*bytes = 0;
	if (hold < 0)
		return -1;
	needs_add_run(&own, id);
	needs_sort(&own);
	rc = drop_tags(s, id, err);
	if (!rc)
		rc = drop_record(s, id, err);
	if (!rc)
		rc = needs_read(&others, s, err);
	/* What a damaged record needs is not known; gc may tell later. */
	if (!rc && !others.broken.n)
		drop_objects(s, &own, &others, objects, bytes);
	store_lock_drop(hold);
	needs_release(&own);
	needs_release(&others);
	return rc;
}
