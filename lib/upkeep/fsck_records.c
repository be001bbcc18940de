/* fsck_records.c - see fsck_records.h. */
#include "upkeep/fsck_records.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "run/index.h"
#include "run/made.h"
#include "run/recording.h"
#include "run/run.h"
#include "run/run_id.h"
#include "run/tag.h"
#include "store/blob.h"
#include "store/digest_cache.h"
#include "upkeep/fsck_ledger.h"

static int is_any(const char *name)
{
	return strcmp(name, ".") && strcmp(name, "..");
}

/* A file of a run's directory that has the digest WANT. */
static void compare(struct fsck_report *f, const char *id, const char *name,
		    const struct digest *want)
{
	char *path = mem_printf("runs/%s/%s", id, name);
	char *at = store_join(f->store, path);
	struct err err = { 0 };
	struct blob blob;
	int rc = blob_look(at, &blob, &err);

	if (rc <= 0)
		fsck_report_add(f, FSCK_FILE, path, want, mem_str("missing"),
				mem_str(id));
	else if (!digest_same(&blob.digest, want))
		fsck_report_add(
			f, FSCK_FILE, path, want,
			mem_str("damaged: it is not what the run wrote"),
			mem_str(id));
	free(at);
	free(path);
}

static void compare_named(struct fsck_report *f, const struct run *r,
			  const char *name)
{
	const char *hex = json_str(r->end, name);
	struct digest d;

	if (hex && strlen(hex) == DIGEST_HEX && digest_parse(&d, hex) == 0)
		compare(f, r->id, name, &d);
}

static int is_there(const struct fsck_report *f, const char *id,
		    const char *name)
{
	char *path = run_path(f->store, id, name);
	struct stat st;
	int yes = lstat(path, &st) == 0;

	free(path);
	return yes;
}

/* A run's own files: of a restored run only those that came along. */
static void check_own(struct fsck_report *f, const struct run *r)
{
	for (size_t i = 0; i < r->outputs.n; i++) {
		const char *path = r->outputs.list[i].path;

		if (recording_is_own(path) &&
		    (!f->needs.restored ||
		     is_there(f, r->id, path + strlen(RECORDING_OWN))))
			compare(f, r->id, path + strlen(RECORDING_OWN),
				&r->outputs.list[i].digest);
	}
}

/* The recipe's digest does not count the newline at its end. */
static void compare_recipe(struct fsck_report *f, const struct run *r)
{
	const char *hex = json_str(r->end, "recipe");
	char *path = mem_printf("runs/%s/recipe.json", r->id);
	struct err err = { 0 };
	struct buf b = { 0 };
	struct digest is, want;
	int rc = store_read(f->store, path, &b, &err);

	digest_of(&is, buf_text(&b), b.len ? b.len - 1 : 0);
	if (hex && digest_parse(&want, hex) == 0 &&
	    (rc < 1 || !digest_same(&is, &want) || b.data[b.len - 1] != '\n'))
		fsck_report_add(
			f, FSCK_FILE, path, NULL,
			mem_str(rc == 0 ? "missing" :
					  "damaged: it is not what the run "
					  "wrote"),
			mem_str(r->id));
	buf_release(&b);
	free(path);
}

static void compare_files(struct fsck_report *f, const struct run *r)
{
	compare_named(f, r, "kept");
	compare_named(f, r, "stderr");
	compare_named(f, r, "inputs");
	compare_named(f, r, "outputs");
	compare_recipe(f, r);
}

/* Which file of a run that cannot be read is to blame? */
static void check_unreadable(struct fsck_report *f, const char *id,
			     const char *why)
{
	struct run r = { .id = mem_str(id) };
	char *path = mem_printf("runs/%s", id);
	struct err ignored = { 0 };
	size_t before = f->n;

	if (run_record(f->store, id, "end.json", &r.end, &ignored) == 1)
		compare_files(f, &r);
	for (size_t i = 0; i < f->n; i++)
		if (!strncmp(f->list[i].path, path, strlen(path)))
			before = 0; /* the ledger has named it */
	if (before == f->n)
		fsck_report_add(f, FSCK_FILE, path, NULL, mem_str(why),
				mem_str(id));
	json_free(r.end);
	free(r.id);
	free(path);
}

static void check_run(struct fsck_report *f, const char *id)
{
	struct err err = { 0 };
	struct run r;

	f->runs++;
	if (run_read(&r, f->store, id, &err) < 0) {
		check_unreadable(f, id, err.text);
		return;
	}
	if (r.end) {
		compare_files(f, &r);
		check_own(f, &r);
	}
	run_release(&r);
}

static void check_tags(struct fsck_report *f, const struct strs *ids)
{
	struct strs names = { 0 };
	struct err err = { 0 };

	if (store_list(f->store, "refs", is_any, &names, &err) < 0)
		fsck_report_add(f, FSCK_OTHER, "refs", NULL, mem_str(err.text),
				NULL);
	for (size_t i = 0; i < names.n; i++) {
		char *path = mem_printf("refs/%s", names.at[i]), *id = NULL;

		if (!tag_is_valid(names.at[i]))
			fsck_report_add(
				f, FSCK_OTHER, path, NULL,
				mem_str("is not a tag: its name cannot be "
					"the name of a tag"),
				NULL);
		else if (tag_get(f->store, names.at[i], &id, &err) < 0)
			fsck_report_add(f, FSCK_FILE, path, NULL,
					mem_str("damaged: it does not "
						"contain the id of a run"),
					NULL);
		else if (!id || strs_find(ids, id) < 0)
			fsck_report_add(
				f, FSCK_FILE, path, NULL,
				mem_printf("damaged: it names run %s, which "
					   "the store does not have",
					   id ? id : "none"),
				NULL);
		free(id);
		free(path);
	}
	strs_release(&names);
}

/* Files with one content only. */
static void check_constant(struct fsck_report *f, const char *name,
			   const char *text)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	struct digest want;
	int rc = store_read(f->store, name, &b, &err);

	digest_of(&want, text, strlen(text));
	if (rc < 1 || strcmp(buf_text(&b), text))
		fsck_report_add(f, FSCK_FILE, name, &want,
				mem_str(rc == 1 ? "damaged" : "missing"), NULL);
	buf_release(&b);
}

static void check_caches(struct fsck_report *f)
{
	static const char *const caches[] = { "digests", "images" };

	for (size_t i = 0; i < sizeof caches / sizeof *caches; i++)
		if (digest_cache_is_damaged(f->store, caches[i]))
			fsck_report_add(f, FSCK_CACHE, caches[i], NULL,
					mem_str("damaged; it may be deleted"),
					NULL);
	if (made_is_damaged(f->store))
		fsck_report_add(f, FSCK_CACHE, "made", NULL,
				mem_str("damaged; it may be deleted"), NULL);
	if (index_is_damaged(f->store))
		fsck_report_add(f, FSCK_CACHE, "index", NULL,
				mem_str("damaged; it may be deleted"), NULL);
}

static void check_strange(struct fsck_report *f)
{
	struct strs names = { 0 };
	struct err err = { 0 };

	if (store_list(f->store, "runs", is_any, &names, &err) < 0)
		fsck_report_add(f, FSCK_OTHER, "runs", NULL, mem_str(err.text),
				NULL);
	for (size_t i = 0; i < names.n; i++) {
		char *path = mem_printf("runs/%s", names.at[i]);

		if (!run_id_is(names.at[i]))
			fsck_report_add(f, FSCK_OTHER, path, NULL,
					mem_str("is not a run: its name is "
						"not the id of a run"),
					NULL);
		free(path);
	}
	strs_release(&names);
}

/* What the records need and cannot be read. */
static void add_broken(struct fsck_report *f)
{
	const struct strs *broken = &f->needs.broken;

	for (size_t i = 0; i < broken->n; i++) {
		const char *text = broken->at[i];
		size_t n = strcspn(text, ":");
		char *path = mem_strn(text, n);
		int known = 0;

		for (size_t k = 0; k < f->n; k++)
			known |= !strncmp(f->list[k].path, path, n);
		if (!known)
			fsck_report_add(f, FSCK_OTHER, path, NULL,
					mem_str(text + n + 2),
					mem_str(path + 5));
		free(path);
	}
}

int fsck_records(struct fsck_report *f, struct err *err)
{
	struct strs ids = { 0 };
	int rc = run_list(f->store, &ids, err);

	if (!rc)
		rc = fsck_ledger(f, &ids, err);
	for (size_t i = 0; !rc && i < ids.n; i++)
		check_run(f, ids.at[i]);
	if (!rc) {
		check_strange(f);
		check_tags(f, &ids);
		check_constant(f, "version", "xp 1\n");
		check_constant(f, ".gitignore", "*\n");
		check_caches(f);
		add_broken(f);
	}
	strs_release(&ids);
	return rc;
}
