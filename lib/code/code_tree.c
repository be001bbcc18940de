/* code_tree.c - see code_tree.h. */
#include "code/code_tree.h"

#include <limits.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "code/code_list.h"
#include "code/new_source.h"
#include "code/secret.h"
#include "code/worktree.h"
#include "code/written_by_runs.h"
#include "store/blob.h"
#include "store/durable.h"
#include "store/digest_cache.h"
#include "store/object.h"

#define CACHE "digests"
#define MAX_KEPT ((uint64_t)64 << 20)
#define MAX_IMAGE ((uint64_t)1 << 20)

enum code_mark { MARK_KEPT = 1, MARK_SECRET = 2 };

struct keeping {
	const struct store *s;
	struct worktree tree;
	struct digest_cache_files known;
	struct file_list written;
	struct code_list list;
	struct strs secrets;
	struct strs left_out; /* files whose content is no object */
	int look;	      /* 1: nothing is written */
	int put;  /* objects that object_sync has yet to make durable */
	int said; /* 1: an earlier run has recorded the same files */
};

static int is_secret(const struct worktree_file *f, const char *full)
{
	return (f->untracked && secret_is_file(f->path)) ||
	       secret_is_in(full, !f->untracked && !f->changed);
}

/* Hashes the file and puts it into the store, and sets D and MARKS, which go
 * into the cache.  Returns 1, or 0 if the file no longer exists. */
static int hash_and_keep(struct keeping *k, const struct worktree_file *f,
			 const char *full, struct digest *d, uint64_t *marks,
			 struct err *err)
{
	struct blob b;
	int rc = 0;

	for (int tries = 0; tries < 3; tries++) {
		if ((rc = blob_look(full, &b, err)) <= 0)
			return rc;
		*d = b.digest;
		*marks = is_secret(f, full) ? MARK_SECRET : 0;
		if (k->look || *marks ||
		    b.size > (b.image ? MAX_IMAGE : MAX_KEPT))
			return 1;
		rc = object_put_later(k->s, full, d, err);
		if (!rc || err->kind != ERR_DATA)
			break; /* otherwise the file has changed meanwhile */
	}
	if (!rc) {
		*marks |= MARK_KEPT;
		k->put = 1;
	}
	return rc < 0 ? -1 : 1;
}

/* KNOWN is what the cache has of the file, or NULL.  FULL is its path, or NULL
 * if git tracks the file and the cache has it. */
static int keep_file(struct keeping *k, struct worktree_file *f,
		     const struct digest_cache_file *known, const char *full,
		     struct err *err)
{
	struct digest d;
	uint64_t marks;
	int rc;

	if (known) {
		d = known->digest;
		marks = known->marks;
	} else {
		if ((rc = hash_and_keep(k, f, full, &d, &marks, err)) <= 0)
			return rc;
		digest_cache_add(&k->known, &f->st, &d, marks);
		if (marks & MARK_SECRET)
			strs_add(&k->secrets, f->path);
	}
	if (f->untracked && written_by_runs_has(&k->written, k->s, full, &d)) {
		f->hidden = 1;
		f->untracked = 0;
		return 0;
	}
	f->hidden |= !!(marks & MARK_SECRET);
	code_list_add(&k->list, f->kind, f->path, &d);
	if (!(marks & MARK_KEPT))
		strs_add(&k->left_out, f->path);
	return 0;
}

static int keep_text(struct keeping *k, const struct worktree_file *f,
		     const char *text, size_t n, struct err *err)
{
	struct digest d;

	if (k->look)
		digest_of(&d, text, n);
	else if (object_put(k->s, text, n, &d, err) < 0)
		return -1;
	code_list_add(&k->list, f->kind, f->path, &d);
	return 0;
}

static int keep_one(struct keeping *k, struct worktree_file *f,
		    const struct digest_cache_file *known, struct err *err)
{
	char *full, to[PATH_MAX];
	ssize_t n;
	int rc = 0;

	if (known && !f->untracked && f->kind != CODE_LINK &&
	    f->kind != CODE_MODULE)
		return keep_file(k, f, known, NULL, err);
	full = mem_printf("%s%s", k->tree.top, f->path);
	if (f->kind == CODE_MODULE)
		rc = keep_text(k, f, f->commit, strlen(f->commit), err);
	else if (f->kind != CODE_LINK)
		rc = keep_file(k, f, known, full, err);
	else if ((n = readlink(full, to, sizeof to)) >= 0)
		rc = keep_text(k, f, to, (size_t)n, err);
	free(full);
	return rc;
}

/* What the cache has of each file, or NULL. */
struct known_files {
	const struct keeping *k;
	const struct digest_cache_file **list;
	const struct digest **kept; /* digests that should be objects */
};

static void find_known(void *arg, size_t from, size_t end)
{
	const struct known_files *a = arg;

	for (size_t i = from; i < end; i++) {
		a->list[i] = digest_cache_find(&a->k->known,
					       &a->k->tree.files.list[i].st);
		if (a->list[i] && a->list[i]->marks & MARK_KEPT)
			a->kept[i] = &a->list[i]->digest;
	}
}

static void find_all_known(struct known_files *a)
{
	size_t n = a->k->tree.files.n;

	a->list = mem_zero(n + 1, sizeof *a->list);
	a->kept = mem_zero(n + 1, sizeof *a->kept);
	thread_pool_ranges(n, 1024, find_known, a);
	object_drop_absent(a->k->s, a->kept, n);
	/* What the store has lost is put again. */
	for (size_t i = 0; i < n; i++)
		if (a->list[i] && a->list[i]->marks & MARK_KEPT && !a->kept[i])
			a->list[i] = NULL;
	free(a->kept);
}

static int list_files(struct keeping *k, struct err *err)
{
	struct worktree_list *l = &k->tree.files;
	struct known_files known = { .k = k };
	int rc = 0;

	digest_cache_load(&k->known, k->s, CACHE);
	written_by_runs_read(&k->written, k->s);
	find_all_known(&known);
	for (size_t i = 0; !rc && i < l->n; i++)
		rc = keep_one(k, &l->list[i], known.list[i], err);
	code_list_sort(&k->list);
	free(known.list);
	return rc;
}

static int keep_files(struct keeping *k, char hex[DIGEST_HEX + 1],
		      struct err *err)
{
	struct buf text = { 0 };
	struct digest d;
	int rc = list_files(k, err);

	if (!rc && k->put)
		rc = object_sync(k->s, err);
	if (!rc) {
		code_list_text(&k->list, &text);
		digest_of(&d, buf_text(&text), text.len);
		k->said = object_has(k->s, &d);
		rc = object_put(k->s, buf_text(&text), text.len, &d, err);
		digest_hex(hex, &d);
		digest_cache_save(&k->known, k->s, CACHE);
	}
	buf_release(&text);
	return rc;
}

static int add_patch(struct json *code, const struct store *s,
		     struct worktree *w, struct err *err)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;

	if (!w->patch.len)
		return 0;
	/* Lines that were deleted from the files may contain a secret, too. */
	secret_replace_tokens(&w->patch);
	if (object_put(s, w->patch.data, w->patch.len, &d, err) < 0)
		return -1;
	json_set_str(code, "diff", digest_hex(hex, &d));
	return 0;
}

static void say_secrets(const struct keeping *k, struct messages *m)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < k->secrets.n && i < 5; i++)
		buf_printf(&b, "%s'%s'", i ? ", " : "", k->secrets.at[i]);
	if (k->secrets.n > 5)
		buf_printf(&b, " and %zu more", k->secrets.n - 5);
	if (b.len)
		messages_warn(m,
			      "these files look like secrets, so only their "
			      "digests are recorded with the code: %s",
			      buf_text(&b));
	buf_release(&b);
}

static struct json *names(const struct strs *list)
{
	struct json *j = json_new_list();

	for (size_t i = 0; i < list->n; i++)
		json_add_str(j, list->at[i]);
	return j;
}

static int fill(struct json *code, struct keeping *k, struct messages *m,
		struct err *err)
{
	struct worktree *w = &k->tree;
	char hex[DIGEST_HEX + 1];

	json_set_str(code, "commit", w->commit);
	json_set_str(code, "branch", w->branch);
	if (w->unread) {
		messages_warn(m,
			      "the code is not recorded, since the git work "
			      "tree cannot be read: %s",
			      w->unread);
		json_set_str(code, "unread", w->unread);
		return 0;
	}
	if (keep_files(k, hex, err) < 0)
		return -1;
	if (!k->said)
		say_secrets(k, m);
	worktree_compare(w, m);
	json_set_int(code, "dirty", w->dirty);
	json_set_str(code, "files", hex);
	json_set(code, "left_out", names(&k->left_out));
	return add_patch(code, k->s, w, err);
}

static void release(struct keeping *k)
{
	worktree_release(&k->tree);
	digest_cache_release(&k->known);
	file_list_release(&k->written);
	code_list_release(&k->list);
	strs_release(&k->secrets);
	strs_release(&k->left_out);
	/* What stays in memory makes each fork slower. */
	malloc_trim(0);
}

int code_tree_look(struct code_list *l, const struct store *s, const char *dir,
		   struct err *err)
{
	struct keeping k = { .s = s, .look = 1 };
	struct messages ignored = { 0 };
	int rc = worktree_read(&k.tree, dir, &ignored, err);

	memset(l, 0, sizeof *l);
	messages_release(&ignored);
	if (rc <= 0)
		return rc;
	rc = k.tree.unread ? 0 : list_files(&k, err) < 0 ? -1 : 1;
	if (rc == 1) {
		*l = k.list;
		memset(&k.list, 0, sizeof k.list);
	}
	release(&k);
	return rc;
}

int code_tree_keep(struct json **code, const struct store *s, const char *dir,
		   struct messages *m, struct err *err)
{
	struct keeping k = { .s = s };
	int rc = worktree_read(&k.tree, dir, m, err);

	*code = NULL;
	if (rc <= 0)
		return rc;
	*code = json_new();
	rc = fill(*code, &k, m, err);
	release(&k);
	if (rc < 0) {
		json_free(*code);
		*code = NULL;
	}
	return rc;
}
