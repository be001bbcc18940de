/*
 * worktree.c - see worktree.h.  The only file that uses libgit2.
 */
#include "code/worktree.h"

#include <errno.h>
#include <git2.h>
#include <git2/sys/mempack.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "code/file_states.h"
#include "code/lfs_pointer.h"
#include "code/near_git.h"
#include "code/new_source.h"
#include "file/late.h"
#include "late_git2.h"
#include "store/blob.h"

#define MAX_TEXT (1000 * 1000) /* the limits on files in the patch */
#define MAX_BINARY (64 * 1000)

static void release(struct worktree *w)
{
	worktree_list_release(&w->files);
	strs_release(&w->gone);
	free(w->top);
	free(w->commit);
	free(w->branch);
	free(w->unread);
	buf_release(&w->patch);
	if (w->repository)
		git_repository_free(w->repository);
	*w = (struct worktree){ 0 };
}

static const char *reason(void)
{
	const git_error *e = git_error_last();

	return e && e->message ? e->message : "unknown reason";
}

static int say_failure(struct err *err, const char *top)
{
	errno = 0;
	return err_sys(err,
		       "cannot read the git work tree '%s': %s; git fsck "
		       "shows what is damaged",
		       top, reason());
}

/* Features of git that libgit2 does not know.  They are not damage. */
static int is_unsupported(struct worktree *w)
{
	const char *why = reason();

	/* libgit2 1.9 says the latter of a repository with SHA-256 */
	if (!strstr(why, "unsupported") &&
	    !strstr(why, "unknown object format"))
		return 0;
	free(w->unread);
	/* 'sdir' is a sparse index. */
	w->unread = mem_printf("%s%s", why,
			       strstr(why, "'sdir'") ?
				       "; git sparse-checkout reapply "
				       "--no-sparse-index helps" :
				       "");
	return 1;
}

/* Sets TREE to the tree of HEAD, or to NULL if there is no commit. */
static int head(struct worktree *w, git_repository *repo, git_tree **tree)
{
	git_reference *ref = NULL;
	git_object *commit = NULL;
	int rc = git_repository_head(&ref, repo);

	*tree = NULL;
	if (rc == GIT_EUNBORNBRANCH || rc == GIT_ENOTFOUND)
		return 0;
	if (rc == 0)
		rc = git_reference_peel(&commit, ref, GIT_OBJECT_COMMIT);
	if (rc == 0 && !w->commit) {
		w->commit = mem_str(git_oid_tostr_s(git_object_id(commit)));
		if (git_reference_is_branch(ref))
			w->branch = mem_str(git_reference_shorthand(ref));
	}
	if (rc == 0)
		rc = git_commit_tree(tree, (git_commit *)commit);
	git_object_free(commit);
	git_reference_free(ref);
	return rc;
}

/* Reads the digest and the size in a Git LFS pointer. */
static int read_pointer(git_repository *repo, const git_oid *id,
			struct digest *d)
{
	git_odb *odb = NULL;
	git_blob *blob = NULL;
	git_object_t type;
	size_t size = 0;
	int yes = git_repository_odb(&odb, repo) == 0 &&
		  git_odb_read_header(&size, &type, odb, id) == 0 &&
		  size <= LFS_POINTER_MAX &&
		  git_blob_lookup(&blob, repo, id) == 0 &&
		  lfs_pointer_parse(d, git_blob_rawcontent(blob), size) == 0;

	git_blob_free(blob);
	git_odb_free(odb);
	return yes;
}

/* If Git LFS has fetched a file, its bytes are those that its pointer names,
 * whether or not the file was copied or touched since. */
static int is_fetched(const struct worktree *w, const git_index_entry *e)
{
	char *full = mem_printf("%s%s", w->top, e->path);
	struct err ignored = { 0 };
	struct digest want;
	struct blob is;
	int yes = read_pointer(w->repository, &e->id, &want) &&
		  blob_look(full, &is, &ignored) == 1 &&
		  digest_same(&is.digest, &want);

	free(full);
	return yes;
}

/* As in git, a file is unchanged if its size and times are those in the index,
 * unless it is so young that it may have changed since the index was
 * written. */
static int may_differ(const git_index_entry *e, const struct stat *st,
		      time_t written)
{
	return e->mtime.seconds != (int32_t)st->st_mtim.tv_sec ||
	       (e->mtime.nanoseconds &&
		e->mtime.nanoseconds != (uint32_t)st->st_mtim.tv_nsec) ||
	       e->file_size != (uint32_t)st->st_size ||
	       (e->mode == GIT_FILEMODE_LINK) != !!S_ISLNK(st->st_mode) ||
	       (!S_ISLNK(st->st_mode) &&
		(e->mode == GIT_FILEMODE_BLOB_EXECUTABLE) !=
			!!(st->st_mode & S_IXUSR)) ||
	       e->mtime.seconds >= written;
}

/* If the times do not tell, compare the bytes with those in the index. */
static int is_same(const struct worktree *w, const git_index_entry *e,
		   const struct stat *st)
{
	char *full = mem_printf("%s%s", w->top, e->path);
	git_oid id;
	int yes;

	yes = S_ISREG(st->st_mode) &&
	      (!e->file_size || e->file_size == (uint32_t)st->st_size) &&
	      !git_repository_hashfile(&id, w->repository, full,
				       GIT_OBJECT_BLOB, e->path) &&
	      git_oid_equal(&id, &e->id) &&
	      (e->mode == GIT_FILEMODE_BLOB_EXECUTABLE) ==
		      !!(st->st_mode & S_IXUSR);
	free(full);
	return yes;
}

static int read_module(struct worktree *w, const git_index_entry *e,
		       struct messages *m);

/* ST is the state of the file; its mode is 0 if there is none. */
static void read_entry(struct worktree *w, const git_index_entry *e,
		       const struct stat *st, time_t written,
		       struct messages *m)
{
	struct worktree_file *f;

	if (e->mode == GIT_FILEMODE_COMMIT) {
		if (!read_module(w, e, m)) {
			f = worktree_list_add(&w->files, e->path, CODE_MODULE);
			git_oid_tostr(f->commit, sizeof f->commit, &e->id);
		}
	} else if (S_ISREG(st->st_mode) || S_ISLNK(st->st_mode)) {
		f = worktree_list_add(&w->files, e->path,
				      worktree_list_kind(st));
		f->st = *st;
		f->changed = may_differ(e, st, written) && !is_same(w, e, st) &&
			     !is_fetched(w, e);
	} else if (!(e->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE)) {
		strs_add(&w->gone, e->path);
	}
}

/* The file may be as it was staged, but differ from the commit. */
static int mark_staged(struct worktree *w, git_index *index, git_tree *tree)
{
	git_diff *diff = NULL;
	int rc = git_diff_tree_to_index(&diff, w->repository, tree, index,
					NULL);
	size_t i, k = 0;

	for (i = 0; !rc && i < git_diff_num_deltas(diff); i++) {
		const char *path = git_diff_get_delta(diff, i)->new_file.path;

		while (k < w->files.n &&
		       strcmp(w->files.list[k].path, path) < 0)
			k++;
		if (k < w->files.n && !strcmp(w->files.list[k].path, path))
			w->files.list[k].changed = 1;
		else
			strs_add(&w->gone, path);
	}
	git_diff_free(diff);
	return rc;
}

/* What is found in the work tree itself. */
struct tree_look {
	struct worktree *w;
	git_index *index;
	const char **paths;  /* of the N files in the index */
	struct stat *states; /* of the same files */
	size_t n;
	struct strs sources; /* new ones */
	struct messages *m;
};

/* Returns 1 if git tracks or ignores PATH; new_source_find calls this. */
static int is_passed_over(void *arg, const char *path)
{
	const struct tree_look *s = arg;
	int yes = 0;

	return git_index_get_bypath(s->index, path, 0) ||
	       (git_ignore_path_is_ignored(&yes, s->w->repository, path) == 0 &&
		yes);
}

/* Half of the work, so that two threads share it: neither needs more of
 * libgit2 than the index and the rules on what is ignored. */
static void look_half(void *arg, size_t half, int worker)
{
	struct tree_look *s = arg;

	(void)worker;
	if (half)
		new_source_find(&s->sources, s->w->top, is_passed_over, s,
				s->m);
	else
		file_states(s->states, s->w->top, s->paths, s->n);
}

static void look_at_tree(struct tree_look *s)
{
	struct thread_pool *pool = thread_pool_new(2);

	s->n = git_index_entrycount(s->index);
	s->paths = mem_zero(s->n + 1, sizeof *s->paths);
	s->states = mem_zero(s->n + 1, sizeof *s->states);
	for (size_t i = 0; i < s->n; i++)
		s->paths[i] = git_index_get_byindex(s->index, i)->path;
	thread_pool_run(pool, 2, look_half, s);
	thread_pool_free(pool);
}

static int read_files(struct worktree *w, git_tree *tree, struct messages *m)
{
	struct tree_look look = { .w = w, .m = m };
	struct stat st = { 0 };
	int rc = git_repository_index(&look.index, w->repository);

	if (rc < 0)
		return rc;
	/* The file may have changed after the index was written. */
	if (git_index_path(look.index))
		stat(git_index_path(look.index), &st);
	look_at_tree(&look);
	worktree_list_reserve(&w->files, look.n);
	for (size_t i = 0; i < look.n; i++)
		read_entry(w, git_index_get_byindex(look.index, i),
			   &look.states[i], st.st_mtime, m);
	worktree_list_sort(&w->files);
	rc = mark_staged(w, look.index, tree);
	worktree_list_add_new(&w->files, w->top, &look.sources);
	worktree_list_sort(&w->files);
	free(look.paths);
	free(look.states);
	strs_release(&look.sources);
	git_index_free(look.index);
	return rc;
}

static int read_repository(struct worktree *w, struct messages *m,
			   struct err *err)
{
	git_tree *tree = NULL;
	int rc;

	if (!git_repository_workdir(w->repository))
		return 0; /* a bare repository has no work tree */
	w->top = mem_str(git_repository_workdir(w->repository));
	rc = head(w, w->repository, &tree);
	if (rc == 0)
		rc = read_files(w, tree, m);
	git_tree_free(tree);
	if (rc < 0 && !is_unsupported(w))
		return say_failure(err, w->top);
	return 1;
}

/* Adds the files of a submodule to W.  Returns 0 if they are not there. */
static int read_module(struct worktree *w, const git_index_entry *e,
		       struct messages *m)
{
	char *full = mem_printf("%s%s", w->top, e->path);
	char commit[GIT_OID_HEXSZ + 1];
	struct worktree sub = { 0 };
	git_repository *repo = NULL;
	struct err ignored = { 0 };
	int there = git_repository_open_ext(&repo, full,
					    GIT_REPOSITORY_OPEN_NO_SEARCH,
					    NULL) == 0;

	sub.repository = repo;
	there = there && read_repository(&sub, m, &ignored) == 1 && !sub.unread;
	for (size_t i = 0; there && i < sub.files.n; i++) {
		char *path = mem_printf("%s/%s", e->path,
					sub.files.list[i].path);
		struct worktree_file *f =
			worktree_list_add(&w->files, path,
					  sub.files.list[i].kind);

		f->hidden = 1;
		f->untracked = sub.files.list[i].untracked;
		f->st = sub.files.list[i].st;
		memcpy(f->commit, sub.files.list[i].commit, sizeof f->commit);
		free(path);
	}
	if (there) {
		worktree_compare(&sub, m);
		git_oid_tostr(commit, sizeof commit, &e->id);
		w->dirty |= sub.dirty || !sub.commit ||
			    strcmp(sub.commit, commit);
	}
	release(&sub);
	free(full);
	return there;
}

static int start_libgit2(struct err *err)
{
	if (late_load(&late_git2, err) < 0)
		return -1;
	git_libgit2_init();
	/* Nothing in the tree is executed, so it does not matter who owns
	 * it. */
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	return 0;
}

int worktree_read(struct worktree *w, const char *dir, struct messages *m,
		  struct err *err)
{
	git_repository *repo = NULL;
	int rc = 0;

	memset(w, 0, sizeof *w);
	if (!near_git(dir) || (rc = start_libgit2(err)) < 0)
		return rc;
	rc = git_repository_open_ext(&repo, dir, 0, NULL);
	w->repository = repo;
	if (rc == GIT_ENOTFOUND)
		rc = 0;
	else if (rc < 0)
		rc = is_unsupported(w) ? 1 : say_failure(err, dir);
	else
		rc = read_repository(w, m, err);
	if (rc == 1)
		return 1;
	release(w);
	git_libgit2_shutdown();
	return rc;
}

void worktree_release(struct worktree *w)
{
	int open = w->top || w->unread;

	release(w);
	if (open)
		git_libgit2_shutdown();
}

/* Files that the patch leaves out, since nobody would read them. */
static int notify(const git_diff *diff, const git_diff_delta *delta,
		  const char *pathspec, void *tree)
{
	struct worktree *w = tree;
	char *full = mem_printf("%s%s", w->top, delta->new_file.path);
	struct stat st;
	int out = 0;

	(void)diff;
	(void)pathspec;
	out = delta->new_file.mode == GIT_FILEMODE_COMMIT ||
	      (lstat(full, &st) == 0 && S_ISREG(st.st_mode) &&
	       st.st_size > MAX_BINARY && !new_source_is_text(full, MAX_TEXT));
	w->dirty |= out;
	free(full);
	return out;
}

/* All options are set, so that the user's configuration has no effect. */
static int diff_to_patch(struct worktree *w, git_tree *tree,
			 const struct strs *paths)
{
	git_diff_options o;
	git_buf text = { 0 };
	git_diff *diff = NULL;
	int rc;

	git_diff_options_init(&o, GIT_DIFF_OPTIONS_VERSION);
	o.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
		  GIT_DIFF_SHOW_UNTRACKED_CONTENT | GIT_DIFF_SHOW_BINARY |
		  GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_DISABLE_PATHSPEC_MATCH;
	o.context_lines = 3;
	o.id_abbrev = GIT_OID_HEXSZ;
	o.old_prefix = "a";
	o.new_prefix = "b";
	o.notify_cb = notify;
	o.payload = w;
	o.pathspec.strings = paths->at;
	o.pathspec.count = paths->n;
	rc = git_diff_tree_to_workdir_with_index(&diff, w->repository, tree,
						 &o);
	if (rc == 0)
		rc = git_diff_to_buf(&text, diff, GIT_DIFF_FORMAT_PATCH);
	if (rc == 0)
		buf_add(&w->patch, text.ptr, text.size);
	git_buf_dispose(&text);
	git_diff_free(diff);
	return rc;
}

/* The paths to compare: all other files are as in the commit, or too large. */
static void choose(struct worktree *w, struct strs *paths)
{
	struct stat st;

	for (size_t i = 0; i < w->gone.n; i++)
		strs_add(paths, w->gone.at[i]);
	for (size_t i = 0; i < w->files.n; i++) {
		const struct worktree_file *f = &w->files.list[i];
		char *full = mem_printf("%s%s", w->top, f->path);

		if (!f->changed && !f->untracked)
			;
		else if (lstat(full, &st) == 0 && S_ISREG(st.st_mode) &&
			 (st.st_size > MAX_TEXT || f->hidden))
			w->dirty = 1;
		else
			strs_add(paths, f->path);
		free(full);
	}
}

void worktree_compare(struct worktree *w, struct messages *m)
{
	struct strs paths = { 0 };
	git_tree *tree = NULL;
	int rc;

	if (w->unread)
		return;
	rc = head(w, w->repository, &tree);
	if (rc == 0) {
		choose(w, &paths);
		rc = paths.n ? diff_to_patch(w, tree, &paths) : 0;
	}
	w->dirty |= w->patch.len > 0;
	w->dirty |= rc < 0;
	if (rc < 0)
		messages_warn(m,
			      "the changes in '%s' cannot be recorded as a "
			      "patch (%s); the files themselves are recorded",
			      w->top, reason());
	git_tree_free(tree);
	strs_release(&paths);
}

static git_repository *open_repository(const char *dir)
{
	git_repository *repo = NULL;

	if (!near_git(dir) || start_libgit2(NULL) < 0 ||
	    git_repository_open_ext(&repo, dir, 0, NULL) < 0)
		return NULL;
	return repo;
}

static void close_repository(git_repository *repo)
{
	if (repo)
		git_repository_free(repo);
}

char *worktree_top(const char *dir)
{
	git_repository *repo = open_repository(dir);
	const char *top = repo ? git_repository_workdir(repo) : NULL;
	char *copy = top ? mem_strn(top, strlen(top) - 1) : NULL;

	close_repository(repo);
	return copy;
}

/* Keeps in memory the objects that applying a patch makes. */
static int write_to_memory(git_repository *repo)
{
	git_odb_backend *memory = NULL;
	git_odb *odb = NULL;
	int rc = git_repository_odb(&odb, repo);

	if (rc == 0)
		rc = git_mempack_new(&memory);
	if (rc == 0)
		rc = git_odb_add_backend(odb, memory, 1000);
	git_odb_free(odb);
	return rc;
}

/* Returns an index, in memory, of COMMIT with PATCH applied. */
static int index_of(git_index **index, git_repository *repo, const char *commit,
		    const struct buf *patch)
{
	git_commit *c = NULL;
	git_tree *tree = NULL;
	git_diff *diff = NULL;
	git_oid id;
	int rc = git_oid_fromstr(&id, commit);

	if (rc == 0)
		rc = git_commit_lookup(&c, repo, &id);
	if (rc == 0)
		rc = git_commit_tree(&tree, c);
	if (rc == 0 && patch) {
		rc = write_to_memory(repo);
		if (rc == 0)
			rc = git_diff_from_buffer(&diff, buf_text(patch),
						  patch->len);
		if (rc == 0)
			rc = git_apply_to_tree(index, repo, tree, diff, NULL);
	} else if (rc == 0) {
		rc = git_index_new(index);
		if (rc == 0)
			rc = git_index_read_tree(*index, tree);
	}
	git_diff_free(diff);
	git_tree_free(tree);
	git_commit_free(c);
	return rc;
}

/* Returns 1 if FN was called or the file is left out, 0 if the file cannot be
 * read, -1 if FN failed. */
static int hand_on(git_repository *repo, const git_index_entry *e,
		   worktree_fn *fn, void *arg, struct err *err)
{
	git_blob *blob = NULL;
	int rc;

	if (e->mode != GIT_FILEMODE_BLOB &&
	    e->mode != GIT_FILEMODE_BLOB_EXECUTABLE)
		return 1;
	if (git_blob_lookup(&blob, repo, &e->id) < 0)
		return 0;
	rc = fn(arg, e->path, e->mode == GIT_FILEMODE_BLOB_EXECUTABLE,
		git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob), err);
	git_blob_free(blob);
	return rc < 0 ? -1 : 1;
}

int worktree_files(const char *dir, const char *commit, const struct buf *patch,
		   worktree_fn *fn, void *arg, struct err *err)
{
	git_repository *repo = open_repository(dir);
	git_index *index = NULL;
	int rc = repo && index_of(&index, repo, commit, patch) == 0;

	for (size_t i = 0; rc == 1 && i < git_index_entrycount(index); i++)
		rc = hand_on(repo, git_index_get_byindex(index, i), fn, arg,
			     err);
	if (index)
		git_index_free(index);
	close_repository(repo);
	return rc;
}
