/* pack_code.c - see pack_code.h. */
#include "archive/pack_code.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "archive/member_path.h"
#include "base/mem.h"
#include "file/path.h"
#include "code/code_list.h"
#include "code/secret.h"
#include "code/worktree.h"
#include "store/object.h"

struct taking { /* the code of one run, while it is packed */
	struct members *p;
	char *part; /* "code/NAME" */
	struct buf list;
	size_t size;
	int too_big;
	struct strs left_out; /* files left out, quoted for a message */
};

#define NAMED 5			     /* how many files a message names */
#define MAX_CODE ((size_t)256 << 20) /* larger files count as data, not code */

char *pack_code_program(const struct step *st)
{
	const struct json *argv = json_get(st->run.start, "argv");
	const char *first = argv ? json_text(json_at(argv, 0)) : NULL;
	const char *slash = first ? strrchr(first, '/') : NULL;

	return mem_str(slash ? slash + 1 : first ? first : "xp-log");
}

int pack_code_is_foreign(const struct step *st)
{
	char *program = pack_code_program(st);
	int yes = !strcmp(program, "xp-log");

	free(program);
	return yes;
}

static const char *word(const struct step *st, const char *key)
{
	const struct json *code = json_get(st->run.start, "code");
	const char *text = code ? json_str(code, key) : NULL;

	/* The commit becomes part of a name, and anybody may have written the
	 * record. */
	return text && strspn(text, "0123456789abcdef") == strlen(text) &&
			       strlen(text) >= 40 ?
		       text :
		       NULL;
}

static char *name_of(const struct step *st)
{
	const char *commit = word(st, "commit"), *diff = word(st, "diff");
	const char *files = word(st, "files");

	if (files)
		return commit ? mem_printf("%.12s+%.12s", commit, files) :
				mem_printf("%.12s", files);
	if (!commit)
		return NULL;
	return diff ? mem_printf("%.12s+%.12s", commit, diff) :
		      mem_printf("%.12s", commit);
}

/* Read the list of code files that a restored archive has.  Returns 0 if there
 * is none. */
static int read_list(const struct provenance *c, const char *name,
		     struct buf *to)
{
	char *file = mem_printf("code/%s", name);
	struct err ignored;
	int rc = store_read(c->store, file, to, &ignored);

	free(file);
	return rc == 1;
}

/* Returns the path of the directory that holds .xp/ within its work tree. */
static char *inside(const struct provenance *c)
{
	char *real = realpath(c->store->path, NULL), *home, *top, *found;
	size_t n;

	home = mem_str(real ? real : c->store->path);
	free(real);
	*strrchr(home, '/') = '\0';
	top = worktree_top(home);
	n = top ? strlen(top) : 0;
	found = mem_str(top && !strncmp(home, top, n) && home[n] == '/' ?
				home + n + 1 :
				"");
	free(top);
	free(home);
	return found;
}

char *pack_code_dir(const struct provenance *c, const struct step *st)
{
	char *name = name_of(st), *sub, *dir;
	struct buf list = { 0 };

	if (!name)
		return NULL;
	if (read_list(c, name, &list))
		sub = mem_strn(buf_text(&list), strcspn(buf_text(&list), "\n"));
	else
		sub = inside(c);
	dir = *sub && member_path_is_safe(sub) ?
		      mem_printf("code/%s/%s", name, sub) :
		      mem_printf("code/%s", name);
	buf_release(&list);
	free(sub);
	free(name);
	return dir;
}

/* Returns 1 if PATH may be packed: restore would refuse other names. */
static int may_take(const char *path)
{
	return member_path_is_safe(path) && strncmp(path, ".xp/", 4) &&
	       !member_path_is_git(path) && !member_path_is_active(path);
}

static int take(void *arg, const char *path, int executable, const void *data,
		size_t n, struct err *err)
{
	struct taking *t = arg;
	struct digest d;
	char *name;

	t->size += n;
	if (t->size > MAX_CODE) {
		t->too_big = 1;
		return err_data(err, "the work tree is too large to be packed");
	}
	if (!may_take(path))
		return 0;
	name = member_name(t->part, path);
	member_text(t->p, name, data, n);
	t->p->list[t->p->n - 1].blob.executable = executable;
	digest_of(&d, data, n);
	file_list_line(&t->list, path, &d);
	free(name);
	return 0;
}

static int from_git(struct taking *t, const struct provenance *c,
		    const struct step *st, struct err *err)
{
	const char *diff = word(st, "diff");
	struct buf patch = { 0 };
	struct digest d;
	size_t before = t->p->n, listed = t->list.len;
	int rc = 1;

	if (diff && (digest_parse(&d, diff) < 0 ||
		     object_get(c->store, &d, &patch, err) < 0))
		rc = 0;
	if (rc)
		rc = worktree_files(st->root, word(st, "commit"),
				    diff ? &patch : NULL, take, t, err);
	if (rc < 0 && t->too_big)
		rc = 0;
	if (!rc) {
		member_cut(t->p, before);
		t->list.len = listed;
		t->size = 0;
	}
	buf_release(&patch);
	return rc;
}

static void leave_out(struct taking *t, const char *path, const char *why)
{
	strs_take(&t->left_out, mem_printf("'%s' (%s)", path, why));
}

/* Take a file that the store does not have from the work tree.  The store does
 * not keep large files or secrets; secrets are not packed either. */
static int take_from_tree(struct taking *t, const struct step *st,
			  const struct code_file *f, struct err *err)
{
	char *top = worktree_top(st->root),
	     *name = member_name(t->part, f->path);
	char *at = mem_printf("%s/%s", top ? top : st->root, f->path);
	struct blob blob;
	int rc = secret_is_file(f->path) || secret_is_in(at, 0) ?
			 2 :
			 blob_look(at, &blob, err);

	if (rc == 2) {
		leave_out(t, f->path, "it looks like a secret");
	} else if (rc == 1 && digest_same(&blob.digest, &f->digest)) {
		member_file(t->p, name, at, &blob);
		file_list_line(&t->list, f->path, &f->digest);
	} else if (rc >= 0) {
		rc = err_data(err,
			      "run %s used the code file '%s', but the file "
			      "has changed or is missing; the store kept no "
			      "copy, because the file was large or looked "
			      "like a secret; --without-code makes an "
			      "archive without this code",
			      st->run.id, at);
	}
	free(name);
	free(at);
	free(top);
	return rc < 0 ? -1 : 0;
}

static int take_file(struct taking *t, const struct provenance *c,
		     const struct step *st, const struct code_file *f,
		     struct err *err)
{
	char *at, *name;
	struct blob blob;
	int rc;

	if (f->kind == CODE_MODULE)
		return 0;
	if (!may_take(f->path)) {
		leave_out(t, f->path, "restore would refuse it");
		return 0;
	}
	if (!object_has(c->store, &f->digest))
		return take_from_tree(t, st, f, err);
	at = object_path(c->store, &f->digest);
	name = member_name(t->part, f->path);
	rc = blob_look(at, &blob, err);
	if (rc == 1 && digest_same(&blob.digest, &f->digest)) {
		blob.executable = f->kind == CODE_PROGRAM;
		member_file(t->p, name, at, &blob);
		file_list_line(&t->list, f->path, &f->digest);
	} else if (rc >= 0) {
		rc = err_data(err,
			      "'%s' is damaged, but the code of run %s needs "
			      "this file",
			      at, st->run.id);
	}
	free(name);
	free(at);
	return rc < 0 ? -1 : 0;
}

static int take_as(struct taking *t, const struct provenance *c,
		   const struct step *st, const struct code_list *l,
		   const struct code_file *f, const char *path, int depth,
		   struct err *err);

/* Take file F, a link called PATH here, as a copy of what it leads to: a file
 * or all files of a directory.  An archive contains no links.  A link that
 * leads out of the work tree, or to a directory that contains the link, is left
 * out. */
static int take_link(struct taking *t, const struct provenance *c,
		     const struct step *st, const struct code_list *l,
		     const struct code_file *f, const char *path, int depth,
		     struct err *err)
{
	const char *slash = strrchr(f->path, '/');
	int dir = slash ? (int)(slash - f->path) + 1 : 0, rc;
	struct buf target = { 0 };
	char *joined, *clean;
	size_t n;

	rc = object_get(c->store, &f->digest, &target, err);
	joined = mem_printf("%.*s%s", dir, f->path, buf_text(&target));
	clean = path_clean(joined);
	n = strlen(clean);
	if (*buf_text(&target) == '/' || !member_path_is_safe(clean) ||
	    (!strncmp(f->path, clean, n) && f->path[n] == '/'))
		n = 0;
	if (!rc && !n)
		leave_out(t, f->path, "a link that leads out of the work tree");
	for (size_t i = 0; !rc && n && i < l->n; i++) {
		const char *rest = l->list[i].path + n;
		char *name;

		if (strncmp(l->list[i].path, clean, n) ||
		    (*rest && *rest != '/'))
			continue;
		name = mem_printf("%s%s", path, rest);
		rc = take_as(t, c, st, l, &l->list[i], name, depth + 1, err);
		free(name);
	}
	free(clean);
	free(joined);
	buf_release(&target);
	return rc;
}

static int take_as(struct taking *t, const struct provenance *c,
		   const struct step *st, const struct code_list *l,
		   const struct code_file *f, const char *path, int depth,
		   struct err *err)
{
	struct code_file as = *f;

	if (f->kind == CODE_LINK)
		return depth > 4 ? 0 :
				   take_link(t, c, st, l, f, path, depth, err);
	as.path = (char *)(uintptr_t)path;
	return take_file(t, c, st, &as, err);
}

/* Take the code from the record itself. */
static int from_record(struct taking *t, const struct provenance *c,
		       const struct step *st, struct err *err)
{
	struct code_list list;
	int rc = code_list_read(&list, c->store, word(st, "files"), err);

	if (rc < 0)
		return err_wrap(err, "run %s: ", st->run.id);
	for (size_t i = 0; !rc && i < list.n; i++)
		rc = take_as(t, c, st, &list, &list.list[i], list.list[i].path,
			     0, err);
	code_list_release(&list);
	return rc;
}

/* Take the code that was restored from an archive, if nobody has changed it. */
static int from_list(struct taking *t, const struct provenance *c,
		     const char *list, struct err *err)
{
	char *home = mem_strn(c->store->path,
			      (size_t)(strrchr(c->store->path, '/') -
				       c->store->path));
	struct file_list files = { 0 };
	int rc = file_list_parse(&files, list, strlen(list), err);

	for (size_t i = 0; !rc && i < files.n; i++) {
		const char *path = files.list[i].path;
		char *at = mem_printf("%s/%s/%s", home, t->part, path);
		char *name = member_name(t->part, path);
		struct blob blob;

		rc = blob_look(at, &blob, err);
		if (rc == 1 &&
		    !digest_same(&blob.digest, &files.list[i].digest))
			rc = 0;
		if (rc == 1)
			member_file(t->p, name, at, &blob);
		rc = rc == 1 ? 0 :
		     rc < 0  ? -1 :
			       err_data(err,
					"'%s' has changed or is missing, but "
					 "the code of run %s needs this file",
					at, c->step[c->n - 1].run.id);
		free(name);
		free(at);
	}
	file_list_release(&files);
	free(home);
	return rc;
}

static void add_fallback(struct taking *t, const struct provenance *c,
			 const struct step *st)
{
	const char *diff = word(st, "diff");
	char *id = mem_printf("%s\n", word(st, "commit"));
	struct buf patch = { 0 };
	struct digest d;
	struct err ignored;

	take(t, "COMMIT", 0, id, strlen(id), &ignored);
	if (diff && digest_parse(&d, diff) == 0 &&
	    object_get(c->store, &d, &patch, &ignored) == 0)
		take(t, "DIFF", 0, buf_text(&patch), patch.len, &ignored);
	buf_release(&patch);
	free(id);
}

static int is_lost(const struct step *st, struct err *err)
{
	return err_data(err,
			"the code of run %s was not kept, and the commit "
			"%.12s of this code is no longer in the repository "
			"(was it amended or rebased?); --without-code makes "
			"an archive without this code",
			st->run.id, word(st, "commit"));
}

static int pack_one(struct taking *t, const struct provenance *c,
		    const struct step *st, const char *name, struct err *err)
{
	char *record = mem_printf("record/code/%s", name), *sub;
	struct buf list = { 0 };
	int rc = 0;

	if (read_list(c, name, &list) && strchr(buf_text(&list), '\n')) {
		rc = from_list(t, c, strchr(buf_text(&list), '\n') + 1, err);
		member_text(t->p, record, buf_text(&list), list.len);
	} else {
		sub = inside(c);
		buf_clear(&list);
		buf_printf(&t->list, "%s\n", sub);
		free(sub);
		if (word(st, "files")) {
			rc = from_record(t, c, st, err) == 0 ? 1 :
			     c->without_code		     ? 0 :
							       -1;
		} else {
			rc = from_git(t, c, st, err);
		}
		if (!rc && c->without_code)
			add_fallback(t, c, st);
		else if (!rc)
			rc = is_lost(st, err);
		rc = rc < 0 ? -1 : 0;
		member_text(t->p, record, buf_text(&t->list), t->list.len);
	}
	buf_release(&list);
	free(record);
	return rc;
}

static void say_left_out(const struct strs *files, struct messages *talk)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < files->n && i < NAMED; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", files->at[i]);
	if (files->n > NAMED)
		buf_printf(&b, " and %zu more", files->n - NAMED);
	if (b.len)
		messages_warn(talk, "files left out of the code: %s",
			      buf_text(&b));
	buf_release(&b);
}

int pack_code(struct members *p, const struct provenance *c, int all,
	      struct messages *talk, struct err *err)
{
	struct strs done = { 0 };
	int rc = 0;

	for (size_t i = 0; !rc && i < c->n; i++) {
		const struct step *st = &c->step[i];
		struct taking t = { .p = p };
		char *name = name_of(st);

		if (name && !strs_has(&done, name) &&
		    (all || (st->rerun && pack_code_is_foreign(st)))) {
			t.part = mem_printf("code/%s", name);
			rc = pack_one(&t, c, st, name, err);
			strs_add(&done, name);
		}
		say_left_out(&t.left_out, talk);
		strs_release(&t.left_out);
		buf_release(&t.list);
		free(t.part);
		free(name);
	}
	strs_release(&done);
	return rc;
}
