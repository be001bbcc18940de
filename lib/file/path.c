/*
 * path.c - see path.h.
 */
#include "file/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/size.h"

/* Returns 1 if PATH is absolute or its ".." lead out of the working
 * directory. */
static int leaves(const char *path)
{
	if (*path == '/')
		return 1;
	for (; path; path = strchr(path, '/')) {
		path += *path == '/';
		if (!strncmp(path, "..", 2) && (!path[2] || path[2] == '/'))
			return 1;
	}
	return 0;
}

char *path_outside(const char *path)
{
	struct buf b = { 0 };
	size_t n;

	if (!leaves(path))
		return NULL;
	if (*path == '/')
		buf_str(&b, "root");
	while (*path) {
		n = strcspn(path, "/");
		if (n && !(n == 1 && *path == '.')) {
			if (b.len)
				buf_char(&b, '/');
			if (n == 2 && !strncmp(path, "..", 2))
				buf_str(&b, "up");
			else
				buf_add(&b, path, n);
		}
		path += n;
		path += *path == '/';
	}
	return buf_detach(&b);
}

/* Removes the last component of B, unless it is "..".  Returns 1 if it removed
 * one. */
static int drop_last(struct buf *b)
{
	const char *text = buf_text(b), *slash = strrchr(text, '/');
	const char *last = slash ? slash + 1 : text;

	if (!*last || !strcmp(last, ".."))
		return 0;
	b->len = slash ? (size_t)(slash - text) : 0;
	if (slash == text)
		b->len = 1;
	b->data[b->len] = '\0';
	return 1;
}

char *path_clean(const char *path)
{
	struct buf b = { 0 };
	int absolute = *path == '/';

	buf_str(&b, absolute ? "/" : "");
	while (*path) {
		size_t n = strcspn(path, "/");
		int up = n == 2 && !strncmp(path, "..", 2);

		if (n && !(n == 1 && *path == '.') &&
		    !(up && (drop_last(&b) || absolute))) {
			if (b.len && b.data[b.len - 1] != '/')
				buf_char(&b, '/');
			buf_add(&b, path, n);
		}
		path += n;
		path += *path == '/';
	}
	return buf_detach(&b);
}

void path_visible(struct buf *to, const char *path)
{
	struct buf b = { 0 };

	buf_visible(&b, path);
	for (const char *c = buf_text(&b); *c; c++) {
		if (*c == '\n')
			buf_str(to, "\\n");
		else if (*c == '\t')
			buf_str(to, "\\t");
		else
			buf_char(to, *c);
	}
	buf_release(&b);
}

char *path_real(const char *path)
{
	char *at = path_resolve(path), *real = realpath(at, NULL), *end, *dir,
	     *place;
	struct stat st;

	if (real && !(stat(real, &st) == 0 && S_ISREG(st.st_mode))) {
		free(at);
		free(real);
		return NULL;
	}
	end = strrchr(at, '/');
	if (!real) {
		dir = end ? mem_strn(at, (size_t)(end - at + 1)) : mem_str(".");
		place = realpath(dir, NULL);
		real = place ? mem_printf("%s/%s", place, end ? end + 1 : at) :
			       path_clean(at);
		free(place);
		free(dir);
	}
	free(at);
	return real;
}

static char *own_dir, *store_dir;

void path_own(const char *dir)
{
	free(own_dir);
	own_dir = mem_str(dir);
}

void path_store(const char *dir)
{
	free(store_dir);
	store_dir = mem_str(dir);
}

/* Returns the name of PATH below DIR, or NULL if it is not below DIR or DIR is
 * NULL. */
static const char *below(const char *dir, const char *path)
{
	size_t n = dir ? strlen(dir) : 0;

	return n && !strncmp(path, dir, n) && path[n] == '/' && path[n + 1] ?
		       path + n + 1 :
		       NULL;
}

const char *path_own_name(const char *path)
{
	return below(own_dir, path);
}

/* Returns 1 if PATH, although it contains "..", stays in the directory that
 * contains the store. */
static int stays(const char *path)
{
	const char *store = getenv("XP_DIR"), *slash;
	char *top, *cwd, *joined, *whole;
	int yes;

	if (*path == '/' || !store || !(slash = strrchr(store, '/')))
		return 0;
	top = mem_strn(store, (size_t)(slash - store));
	cwd = getcwd(NULL, 0);
	joined = mem_printf("%s/%s", cwd ? cwd : "", path);
	whole = path_clean(joined);
	yes = below(top, whole) != NULL;
	free(whole);
	free(joined);
	free(cwd);
	free(top);
	return yes;
}

static _Thread_local int as_is;

int path_as_is(int on)
{
	int before = as_is;

	as_is = on;
	return before;
}

char *path_resolve(const char *path)
{
	const char *base = as_is ? NULL : getenv("XP_OUTSIDE");
	char *name, *full;

	if (below(own_dir, path) || below(store_dir, path) ||
	    below("/proc", path) || below("/dev", path) || !base || !*base ||
	    !(name = path_outside(path)))
		return mem_str(path);
	full = mem_printf("%s/%s", base, name);
	free(name);
	if (!stays(path) || !access(full, F_OK))
		return full;
	free(full);
	return mem_str(path);
}

/* Reports that AT, which PATH stands for, cannot be opened, if it is a link to
 * nothing: such links are how git-annex names files that it has elsewhere. */
static int is_dangling(const char *path, const char *at, struct err *err)
{
	char target[PATH_MAX];
	ssize_t n = readlink(at, target, sizeof(target) - 1);

	if (n < 0)
		return 0;
	target[n] = 0;
	if (strstr(target, "annex/objects/"))
		err_data(err,
			 "cannot open '%s': git-annex has not got its content "
			 "here: fetch it with 'git annex get'",
			 path);
	else
		err_data(err,
			 "cannot open '%s': it is a link to '%s', which does "
			 "not exist",
			 path, target);
	return 1;
}

/* Fills ERR: the user can mend a missing or unreadable input (err_data); any
 * other error is the system's (err_sys). */
static int cannot_open(const char *path, const char *at, struct err *err)
{
	int why = errno;

	if (why == ENOENT && is_dangling(path, at, err))
		return -1;
	errno = why;
	switch (why) {
	case ENOENT:
	case EACCES:
	case ENOTDIR:
	case ELOOP:
	case EISDIR:
	case ENAMETOOLONG:
	case ENXIO:
		return err_data(err, "cannot open '%s': %s", path,
				strerror(errno));
	}
	return err_sys(err, "cannot open '%s'", path);
}

const char *path_pointer(const void *text, size_t n)
{
	static const char lfs[] = "version https://git-lfs";
	static const char annex[] = "/annex/objects/";

	if (!memcmp(text, lfs, min(n, strlen(lfs))))
		return "a git-lfs pointer, not the file itself: fetch the file "
		       "with 'git lfs pull'";
	/* A link becomes a text where the file system has no links. */
	if (!memcmp(text, annex, min(n, strlen(annex))) ||
	    (*(const char *)text == '.' &&
	     memmem(text, min(n, 64), annex, strlen(annex))))
		return "a git-annex pointer, not the file itself: fetch the "
		       "file with 'git annex get'";
	return NULL;
}

int path_open_input(const char *path, int flags, struct stat *st,
		    struct err *err)
{
	char *at = path_resolve(path);
	int fd = open(at, O_RDONLY | O_CLOEXEC | flags);

	if (fd < 0)
		cannot_open(path, at, err);
	free(at);
	if (fd < 0)
		return -1;
	if (fstat(fd, st) < 0) {
		close(fd);
		return err_sys(err, "cannot find out what '%s' is", path);
	}
	if (S_ISDIR(st->st_mode)) {
		close(fd);
		return err_data(err, "cannot read '%s': it is a directory",
				path);
	}
	return fd;
}

/* Returns 1 if AT is a file or a link that leads nowhere.  Such a link may
 * stand for data not fetched yet, which must not be left out in silence;
 * opening it will fail. */
static int may_be_file(const char *at)
{
	struct stat st;

	return stat(at, &st) < 0 || S_ISREG(st.st_mode);
}

/* Appends PATTERN/NAME for each name in the directory AT, except hidden
 * ones. */
static int list_directory(struct strs *to, const char *pattern, const char *at,
			  struct err *err)
{
	DIR *d = opendir(at);
	const char *slash = pattern[strlen(pattern) - 1] == '/' ? "" : "/";
	struct dirent *e;

	if (!d)
		return err_sys(err, "cannot list '%s'", pattern);
	while ((e = readdir(d))) {
		char *full = mem_printf("%s/%s", at, e->d_name);

		if (*e->d_name != '.' && may_be_file(full))
			strs_take(to, mem_printf("%s%s%s", pattern, slash,
						 e->d_name));
		free(full);
	}
	closedir(d);
	return 0;
}

void path_names(struct strs *to, const char *dir, size_t most)
{
	char *at = path_resolve(dir);
	DIR *d = opendir(at);
	struct strs found = { 0 };
	struct dirent *e;

	free(at);
	while (d && found.n <= most && (e = readdir(d)))
		if (*e->d_name != '.')
			strs_add(&found, e->d_name);
	for (size_t i = 0; found.n <= most && i < found.n; i++)
		strs_add(to, found.at[i]);
	strs_release(&found);
	if (d)
		closedir(d);
}

int path_all_names(struct strs *to, const char *at)
{
	DIR *d = opendir(at);
	struct dirent *e;

	if (!d)
		return -1;
	while ((e = readdir(d)))
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			strs_add(to, e->d_name);
	closedir(d);
	strs_sort(to);
	return 0;
}

/*
 * Returns MATCH, a path that was looked up at AT, as the user wrote it.  With
 * XP_OUTSIDE, the pattern ../x/n* matches DIR/up/x/name: this puts back, one by
 * one, the components that the pattern spells out.
 */
static char *unresolve(const char *match, const char *pattern, const char *at)
{
	const char *base = getenv("XP_OUTSIDE"), *m;
	struct buf b = { 0 };

	if (!strcmp(at, pattern))
		return mem_str(match);
	m = match + strlen(base) + 1;
	if (*pattern == '/') {
		buf_str(&b, m + strlen("root"));
		return buf_detach(&b);
	}
	while (*pattern && *m) {
		size_t n = strcspn(pattern, "/"), k = strcspn(m, "/");

		if (n == 1 && *pattern == '.') {
			buf_str(&b, "./");
		} else {
			if (n == 2 && !strncmp(pattern, "..", 2))
				buf_str(&b, "..");
			else
				buf_add(&b, m, k);
			m += k + (m[k] == '/');
			if (*m)
				buf_char(&b, '/');
		}
		pattern += n;
		while (*pattern == '/')
			pattern++;
	}
	buf_str(&b, m);
	return buf_detach(&b);
}

static struct {
	path_glob_fn *fn;
	void *arg;
} globs;

void path_watch_globs(path_glob_fn *fn, void *arg)
{
	globs.fn = fn;
	globs.arg = arg;
}

int path_glob(struct strs *to, const char *pattern, struct err *err)
{
	char *at = path_resolve(pattern);
	struct strs found = { 0 };
	struct stat st;
	glob_t g = { 0 };
	int rc = 0, is_file = 0;

	if (!*pattern) {
		rc = err_usage(err, "the name of a file or directory is empty");
	} else if (!stat(at, &st) && S_ISDIR(st.st_mode)) {
		rc = list_directory(&found, pattern, at, err);
	} else if (!stat(at, &st)) {
		/* the whole text is a name, not a pattern */
		strs_add(&found, pattern);
		is_file = 1;
	} else if (!(rc = glob(at, GLOB_NOSORT, NULL, &g)) ||
		   rc == GLOB_NOMATCH) {
		rc = 0;
		for (size_t i = 0; i < g.gl_pathc; i++)
			if (may_be_file(g.gl_pathv[i]))
				strs_take(&found, unresolve(g.gl_pathv[i],
							    pattern, at));
	} else {
		rc = err_sys(err, "cannot search for '%s'", pattern);
	}
	globfree(&g);
	free(at);
	strs_sort(&found);
	for (size_t i = 0; i < found.n; i++)
		strs_add(to, found.at[i]);
	if (!rc && !is_file && globs.fn)
		globs.fn(globs.arg, pattern, &found);
	strs_release(&found);
	return rc;
}

int path_is_directory(const char *path)
{
	char *at = path_resolve(path);
	struct stat st;
	int yes = !stat(at, &st) && S_ISDIR(st.st_mode);

	free(at);
	return yes;
}

int path_exists(const char *path)
{
	char *at = path_resolve(path);
	int yes = !access(at, F_OK);

	free(at);
	return yes;
}

int path_make_dirs(const char *path, struct err *err)
{
	char *at = path_resolve(path), *p = at;
	struct stat st;
	int rc = 0;

	while (!rc && *p) {
		p += strspn(p, "/");
		p += strcspn(p, "/");
		if (*p) {
			*p = '\0';
			if (mkdir(at, 0777) && errno != EEXIST)
				rc = -1;
			*p++ = '/';
		} else if (mkdir(at, 0777) && errno != EEXIST) {
			rc = -1;
		}
	}
	if (!rc && !stat(at, &st) && !S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		rc = -1;
	}
	if (rc)
		err_sys(err, "cannot make directory '%s'", path);
	free(at);
	return rc;
}
