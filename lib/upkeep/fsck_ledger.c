/* fsck_ledger.c - see fsck_ledger.h. */
#include "upkeep/fsck_ledger.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "run/run.h"
#include "run/run_id.h"
#include "run/tag.h"
#include "store/ledger.h"

/* What the ledger says in the end of a path: indexes of lines. */
struct said_path {
	size_t last;
	long before; /* the line before, -1: none */
};

struct said {
	struct file_list lines; /* in their order */
	struct said_path *list; /* sorted by path */
	size_t n;
};

static int by_path(const void *a, const void *b, void *arg)
{
	const struct file_list *l = arg;
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	int c = strcmp(l->list[i].path, l->list[k].path);

	return c ? c : (i > k) - (i < k);
}

static void sort(struct said *a)
{
	const struct file_list *l = &a->lines;
	size_t *order = mem_alloc((l->n + 1) * sizeof *order);
	long before = -1;

	a->list = mem_alloc((l->n + 1) * sizeof *a->list);
	for (size_t i = 0; i < l->n; i++)
		order[i] = i;
	qsort_r(order, l->n, sizeof *order, by_path, &a->lines);
	for (size_t i = 0; i < l->n; i++)
		if (i + 1 == l->n || strcmp(l->list[order[i]].path,
					    l->list[order[i + 1]].path)) {
			a->list[a->n++] = (struct said_path){ order[i],
							      before };
			before = -1;
		} else {
			before = (long)order[i];
		}
	free(order);
}

/* Returns what is said of PATH, or NULL. */
static const struct said_path *find(const struct said *a, const char *path)
{
	size_t low = 0, high = a->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = strcmp(a->lines.list[a->list[mid].last].path, path);

		if (!c)
			return &a->list[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* The id in "runs/ID/...", or NULL; the caller frees it. */
static char *id_of(const char *path)
{
	char *id = strncmp(path, "runs/", 5) ?
			   NULL :
			   mem_strn(path + 5, strcspn(path + 5, "/"));

	if (id && run_id_is(id))
		return id;
	free(id);
	return NULL;
}

/* Whether the run of line I was removed later. */
static int is_removed(const struct said *a, size_t i, const char *id)
{
	char *run = mem_printf("runs/%s", id);
	const struct said_path *p = find(a, run);

	free(run);
	return p && p->last > i &&
	       ledger_is_gone(&a->lines.list[p->last].digest);
}

/* A run that is resumed keeps its end.json under another name. */
static int is_renamed(const struct store *s, const char *id,
		      const struct digest *want)
{
	struct err ignored = { 0 };
	int found = 0, there = 1;

	for (int i = 1; there && !found; i++) {
		char *path = mem_printf("runs/%s/end-%d.json", id, i);
		struct buf b = { 0 };
		struct digest d;

		there = store_read(s, path, &b, &ignored) == 1;
		digest_of(&d, buf_text(&b), b.len);
		found = there && digest_same(&d, want);
		buf_release(&b);
		free(path);
	}
	return found;
}

static int ends_in(const char *path, const char *end)
{
	size_t n = strlen(path), k = strlen(end);

	return n >= k && !strcmp(path + n - k, end);
}

static void judge(struct fsck_report *f, const char *path, const char *id,
		  const struct digest *want)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	struct digest d;
	int rc = store_read(f->store, path, &b, &err);

	digest_of(&d, buf_text(&b), b.len);
	if (rc == 0 &&
	    !(ends_in(path, "/end.json") && is_renamed(f->store, id, want)))
		fsck_report_add(f, FSCK_FILE, path, want, mem_str("missing"),
				mem_str(id));
	else if (rc < 0)
		fsck_report_add(f, FSCK_FILE, path, want, mem_str(err.text),
				mem_str(id));
	else if (rc == 1 && !digest_same(&d, want))
		fsck_report_add(
			f, FSCK_FILE, path, want,
			mem_str("damaged: its digest is not the digest in "
				"'records'"),
			mem_str(id));
	buf_release(&b);
}

static void add(struct fsck_report *f, const char *path, const char *id,
		const struct digest *want, const char *what)
{
	fsck_report_add(f, FSCK_FILE, path, want, mem_str(what),
			id ? mem_str(id) : NULL);
}

/* A note or a tag; ID is NULL for a tag. */
static void judge_written(struct fsck_report *f, const struct said *a,
			  const struct said_path *p, const char *id)
{
	const char *path = a->lines.list[p->last].path;
	const struct digest *want = &a->lines.list[p->last].digest;
	const struct digest *old = p->before < 0 ?
					   NULL :
					   &a->lines.list[p->before].digest;
	struct buf b = { 0 };
	struct err err = { 0 };
	int rc = store_read(f->store, path, &b, &err);
	int gone = ledger_is_gone(want);

	if (rc < 0)
		add(f, path, id, want, err.text);
	else if (rc == 0 && !gone && !old)
		messages_info(&f->notes,
			      "'%s' is missing; it was being written when its "
			      "writer was killed, or was removed by hand",
			      path);
	else if (rc == 0 && !gone && digest_same(old, want))
		add(f, path, id, want, "missing");
	else if (rc == 1 && !ledger_may_be(want, old, &b, id != NULL))
		add(f, path, id, gone ? NULL : want,
		    "damaged: its digest is not the digest in 'records', so "
		    "it was not xp-log that changed it");
	buf_release(&b);
}

static void judge_line(struct fsck_report *f, const struct said *a,
		       const struct said_path *p, const struct strs *ids,
		       struct strs *gone)
{
	size_t i = p->last;
	const char *path = a->lines.list[i].path;
	const struct digest *want = &a->lines.list[i].digest;
	char *id = id_of(path);

	if (!strncmp(path, "refs/", 5) && tag_is_valid(path + 5)) {
		judge_written(f, a, p, NULL);
	} else if (!id || strstr(path, "/../")) {
		fsck_report_add(f, FSCK_OTHER, LEDGER, NULL,
				mem_printf("damaged: it lists '%s', which is "
					   "no file of a record",
					   path),
				NULL);
	} else if (ledger_is_gone(want) || is_removed(a, i, id) ||
		   !strchr(path + strlen("runs/"), '/')) {
		; /* removed on purpose */
	} else if (strs_find(ids, id) >= 0) {
		if (ends_in(path, "/note"))
			judge_written(f, a, p, id);
		else
			judge(f, path, id, want);
	} else if (!strs_has(gone, id)) {
		char *run = mem_printf("runs/%s", id);

		strs_add(gone, id);
		fsck_report_add(f, FSCK_FILE, run, NULL, mem_str("missing"),
				mem_str(id));
		free(run);
	}
	free(id);
}

/* A run that is recorded to its end has been put into the ledger when it
 * began; one that was killed as it began may not have been. */
static int is_unlisted(struct fsck_report *f, const struct said *a,
		       const char *id, size_t *young)
{
	char *path = mem_printf("runs/%s/start.json", id);
	struct err ignored = { 0 };
	struct json *end = NULL;
	int alone = !find(a, path), unlisted = 0;

	if (alone)
		run_record(f->store, id, "end.json", &end, &ignored);
	if (end)
		unlisted = json_str(end, "kept") != NULL;
	else
		*young += (size_t)alone;
	json_free(end);
	free(path);
	return unlisted;
}

/* The note or tag PATH of run ID is there and in no line, although the run is
 * in one, so that the ledger is older than the file. */
static void check_listed(struct fsck_report *f, const struct said *a,
			 const char *path, const char *id)
{
	char *start = mem_printf("runs/%s/start.json", id);
	char *at = store_join(f->store, path);
	struct stat st;

	if (find(a, start) && !find(a, path) && lstat(at, &st) == 0 &&
	    st.st_size)
		add(f, path, id, NULL,
		    "not in 'records', so it was not xp-log that wrote it");
	free(at);
	free(start);
}

static void check_all_listed(struct fsck_report *f, const struct said *a,
			     const struct strs *ids)
{
	struct strs tags = { 0 };
	struct err ignored = { 0 };

	for (size_t i = 0; i < ids->n; i++) {
		char *path = mem_printf("runs/%s/note", ids->at[i]);

		check_listed(f, a, path, ids->at[i]);
		free(path);
	}
	tag_list(f->store, &tags, &ignored);
	for (size_t i = 0; i < tags.n; i++) {
		char *path = mem_printf("refs/%s", tags.at[i]), *id = NULL;

		if (tag_get(f->store, tags.at[i], &id, &ignored) == 1)
			check_listed(f, a, path, id);
		free(id);
		free(path);
	}
	strs_release(&tags);
}

static void check_length(struct fsck_report *f, const struct said *a,
			 const struct strs *ids)
{
	size_t young = 0;

	for (size_t i = 0; i < ids->n; i++)
		if (is_unlisted(f, a, ids->at[i], &young))
			fsck_report_add(f, FSCK_OTHER, LEDGER, NULL,
					mem_printf("damaged: it does not list "
						   "run %s",
						   ids->at[i]),
					mem_str(ids->at[i]));
	if (young)
		messages_info(&f->notes,
			      "%zu run%s killed at the start, so 'records' "
			      "does not list %s; this is no damage",
			      young, young == 1 ? " was" : "s were",
			      young == 1 ? "it" : "them");
}

int fsck_ledger(struct fsck_report *f, const struct strs *ids, struct err *err)
{
	struct strs bad = { 0 }, gone = { 0 };
	struct said a = { 0 };
	int rc;

	if (f->needs.restored)
		ledger_read_restored(f->store, &a.lines);
	rc = ledger_read(f->store, &a.lines, &bad, err);
	sort(&a);
	for (size_t i = 0; !rc && i < bad.n; i++)
		fsck_report_add(f, FSCK_OTHER, LEDGER, NULL,
				mem_printf("damaged: line %s", bad.at[i]),
				NULL);
	for (size_t i = 0; !rc && i < a.n; i++)
		judge_line(f, &a, &a.list[i], ids, &gone);
	if (!rc)
		check_length(f, &a, ids);
	if (!rc)
		check_all_listed(f, &a, ids);
	if (gone.n)
		messages_info(&f->notes,
			      "%zu run%s gone as a whole; 'xp-log pull REMOTE "
			      "%s' restores %s from a store that has %s",
			      gone.n, gone.n == 1 ? " is" : "s are",
			      gone.n == 1 ? gone.at[0] : "RUN...",
			      gone.n == 1 ? "it" : "them",
			      gone.n == 1 ? "it" : "them");
	file_list_release(&a.lines);
	free(a.list);
	strs_release(&bad);
	strs_release(&gone);
	return rc;
}
