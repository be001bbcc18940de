/*
 * worktree.c - the only file that knows git.  See worktree.h.
 */
#include "run/worktree.h"

#include <errno.h>
#include <fcntl.h>
#include <git2.h>
#include <git2/sys/mempack.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define MAX_SOURCE (256 * 1000)

static const char *const names[] = { "CMakeLists.txt", "Dockerfile",
				     "GNUmakefile",    "Makefile",
				     "Makefile.am",    "Makefile.in",
				     "Snakefile",      "configure.ac",
				     "makefile",       NULL };

static const char *const endings[] = {
	"R",	 "Rmd",	  "ac",	  "am",	 "awk", "bash", "bat",	 "c",	 "cc",
	"cfg",	 "cmake", "conf", "cpp", "cu",	"cuh",	"cxx",	 "f",	 "f90",
	"go",	 "h",	  "hh",	  "hpp", "hs",	"ini",	"ipynb", "java", "jl",
	"js",	 "json",  "lua",  "m",	 "m4",	"md",	"mk",	 "ml",	 "nf",
	"pl",	 "pm",	  "py",	  "pyi", "pyx", "r",	"rb",	 "rs",	 "rst",
	"scala", "sed",	  "sh",	  "smk", "sql", "tex",	"toml",	 "ts",	 "txt",
	"yaml",	 "yml",	  "zsh",  NULL
};

static int is_in(const char *const *list, const char *text)
{
	while (*list && strcmp(*list, text))
		list++;
	return *list != NULL;
}

int worktree_is_source(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	return is_in(names, name) ||
	       (dot && dot > name && is_in(endings, dot + 1));
}

static int is_text(const char *path)
{
	char piece[4096];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	ssize_t got = 0;
	int good;

	if (fd < 0)
		return 0;
	good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	       st.st_size <= MAX_SOURCE;
	while (good && (got = read(fd, piece, sizeof piece)) > 0)
		good = !memchr(piece, 0, (size_t)got);
	close(fd);
	return good && got == 0;
}

/* Whether a new file belongs into the patch. */
static int wanted(const char *top, const char *path)
{
	char *full;
	int good;

	if (!strncmp(path, ".xp/", 4) || strstr(path, "/.xp/") ||
	    !worktree_is_source(path))
		return 0;
	full = mem_printf("%s%s", top, path);
	good = is_text(full);
	free(full);
	return good;
}

static int notify(const git_diff *diff, const git_diff_delta *delta,
		  const char *pathspec, void *top)
{
	(void)diff;
	(void)pathspec;
	if (delta->status != GIT_DELTA_UNTRACKED)
		return 0;
	return !wanted(top, delta->new_file.path); /* 1: leave it out */
}

/* 'sdir' is what git writes for a sparse index, which libgit2 cannot read. */
static const char *way_out(const char *why)
{
	if (strstr(why, "'sdir'"))
		return "git sparse-checkout reapply --no-sparse-index helps";
	if (strstr(why, "unsupported"))
		return "libgit2 cannot read such repositories";
	return "git fsck tells what is damaged";
}

static int git_error_to(struct err *err, const char *top)
{
	const git_error *e = git_error_last();
	const char *why = e && e->message ? e->message : "unknown reason";

	errno = 0;
	return err_sys(err, "cannot read the git work tree '%s': %s; %s", top,
		       why, way_out(why));
}

/* The tree of HEAD into TREE (NULL while there is no commit). */
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
	if (rc == 0) {
		w->commit = mem_str(git_oid_tostr_s(git_object_id(commit)));
		if (git_reference_is_branch(ref))
			w->branch = mem_str(git_reference_shorthand(ref));
		rc = git_commit_tree(tree, (git_commit *)commit);
	}
	git_object_free(commit);
	git_reference_free(ref);
	return rc;
}

/* All options are set here, so that the user's configuration has no say. */
static int diff_to_patch(struct worktree *w, git_repository *repo,
			 git_tree *tree)
{
	git_diff_options o;
	git_buf text = { 0 };
	git_diff *diff = NULL;
	int rc;

	git_diff_options_init(&o, GIT_DIFF_OPTIONS_VERSION);
	o.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS |
		  GIT_DIFF_SHOW_UNTRACKED_CONTENT | GIT_DIFF_SHOW_BINARY |
		  GIT_DIFF_INCLUDE_TYPECHANGE;
	o.context_lines = 3;
	o.id_abbrev = GIT_OID_HEXSZ;
	o.old_prefix = "a";
	o.new_prefix = "b";
	o.notify_cb = notify;
	o.payload = w->top;
	rc = git_diff_tree_to_workdir_with_index(&diff, repo, tree, &o);
	if (rc == 0)
		rc = git_diff_to_buf(&text, diff, GIT_DIFF_FORMAT_PATCH);
	if (rc == 0)
		buf_add(&w->patch, text.ptr, text.size);
	git_buf_dispose(&text);
	git_diff_free(diff);
	return rc;
}

static int read_repository(struct worktree *w, git_repository *repo,
			   struct err *err)
{
	git_tree *tree = NULL;
	int rc;

	if (!git_repository_workdir(repo))
		return 0; /* bare: no work tree */
	w->top = mem_str(git_repository_workdir(repo));
	rc = head(w, repo, &tree);
	if (rc == 0)
		rc = diff_to_patch(w, repo, tree);
	git_tree_free(tree);
	if (rc < 0)
		return git_error_to(err, w->top);
	w->dirty = w->patch.len > 0;
	return 1;
}

static int holds(const char *dir, const char *name)
{
	char *path = mem_printf("%s/%s", dir, name);
	struct stat st;
	int yes = lstat(path, &st) == 0;

	free(path);
	return yes;
}

/* Whether DIR may lie in a repository.  Starting libgit2 takes longer than
 * many a command (it reads every certificate of the system), so it is not
 * started to hear no. */
static int may_be_git(const char *dir)
{
	char *at = realpath(dir, NULL), *slash;
	int yes = !at || holds("/", ".git") || holds("/", "HEAD");

	while (!yes && (slash = strrchr(at, '/'))) {
		yes = holds(at, ".git") || holds(at, "HEAD");
		*slash = '\0';
	}
	free(at);
	return yes;
}

int worktree_read(struct worktree *w, const char *dir, struct err *err)
{
	git_repository *repo = NULL;
	int rc;

	memset(w, 0, sizeof *w);
	if (!may_be_git(dir))
		return 0;
	git_libgit2_init();
	/* Nothing in the tree is executed, so any owner's will do. */
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	rc = git_repository_open_ext(&repo, dir, 0, NULL);
	if (rc == GIT_ENOTFOUND)
		rc = 0;
	else if (rc < 0)
		rc = git_error_to(err, dir);
	else
		rc = read_repository(w, repo, err);
	git_repository_free(repo);
	git_libgit2_shutdown();
	if (rc != 1)
		worktree_release(w);
	return rc;
}

void worktree_release(struct worktree *w)
{
	free(w->top);
	free(w->commit);
	free(w->branch);
	buf_release(&w->patch);
	memset(w, 0, sizeof *w);
}

static git_repository *open_repository(const char *dir)
{
	git_repository *repo = NULL;

	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	if (git_repository_open_ext(&repo, dir, 0, NULL) < 0)
		repo = NULL;
	return repo;
}

static void close_repository(git_repository *repo)
{
	git_repository_free(repo);
	git_libgit2_shutdown();
}

char *worktree_top(const char *dir)
{
	git_repository *repo = open_repository(dir);
	const char *top = repo ? git_repository_workdir(repo) : NULL;
	char *copy = top ? mem_strn(top, strlen(top) - 1) : NULL;

	close_repository(repo);
	return copy;
}

/* Keeps the objects that applying a patch makes in memory. */
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

/* An index, in memory, of COMMIT with PATCH applied. */
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

/* 1: FN got it, or it is left out, 0: unreadable, -1: FN failed. */
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
	git_index_free(index);
	close_repository(repo);
	return rc;
}
