/*
 * store.c - see store.h.
 *
 * A store is a directory with a file `version`, which is written last.  So a
 * directory in which a kill has left an incomplete store is no store yet, and
 * making the store again completes it.
 */
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/path.h"
#include "store/durable.h"

#define ARCHIVE_VERSION "xp 1\n"
#define MAX_FILE ((size_t)1 << 30)

void store_release(struct store *s)
{
	free(s->path);
	s->path = NULL;
}

char *store_join(const struct store *s, const char *name)
{
	return mem_printf("%s/%s", s->path, name);
}

int store_write(const struct store *s, const char *name, const void *data,
		size_t n, struct err *err)
{
	char *path = store_join(s, name), *temp = store_join(s, "tmp");
	int rc = durable_write(path, temp, data, n, err);

	free(path);
	free(temp);
	return rc;
}

int store_read(const struct store *s, const char *name, struct buf *to,
	       struct err *err)
{
	char *path = store_join(s, name);
	int rc = durable_read(to, path, MAX_FILE, err);

	free(path);
	return rc;
}

/* Returns 1 if DIR is a store, 0 if it is not, -1 if it is a store that cannot
 * be used. */
static int look(struct store *s, const char *dir, struct err *err)
{
	struct buf b = { 0 };
	int rc;

	s->path = mem_str(dir);
	rc = store_read(s, "version", &b, err);
	if (rc == 1 && strcmp(buf_text(&b), ARCHIVE_VERSION)) {
		rc = err_data(err,
			      "'%s' was made by another version of xp: its "
			      "file 'version' does not contain \"xp 1\"",
			      dir);
	}
	buf_release(&b);
	if (rc == 1)
		path_store(dir);
	else
		store_release(s);
	return rc;
}

/* Returns the working directory as an absolute path; the caller frees it. */
static char *here(struct err *err)
{
	char *cwd = getcwd(NULL, 0);

	if (!cwd)
		err_sys(err, "cannot find the working directory");
	return cwd;
}

/* Returns DIR as an absolute path; DIR need not exist. */
static char *absolute(const char *dir, struct err *err)
{
	char *cwd, *path;

	if (*dir == '/')
		return mem_str(dir);
	if (!(cwd = here(err)))
		return NULL;
	path = mem_printf("%s/%s", cwd, dir);
	free(cwd);
	return path;
}

static const char *given(void)
{
	const char *dir = getenv("XP_DIR");

	return dir && *dir ? dir : NULL;
}

/* Removes the last component of DIR.  Returns 0 if there is none. */
static int up(char *dir)
{
	char *slash = strrchr(dir, '/');

	if (!slash || !strcmp(dir, "/"))
		return 0;
	slash[slash == dir] = 0;
	return 1;
}

static char *below(const char *dir, const char *name)
{
	return mem_printf("%s/%s", strcmp(dir, "/") ? dir : "", name);
}

int store_find(struct store *s, struct err *err)
{
	char *dir, *path;
	int rc;

	s->path = NULL;
	if (given()) {
		if (!(path = absolute(given(), err)))
			return -1;
		rc = look(s, path, err);
		free(path);
		return rc;
	}
	if (!(dir = here(err)))
		return -1;
	do {
		path = below(dir, ".xp");
		rc = look(s, path, err);
		free(path);
	} while (rc == 0 && up(dir));
	free(dir);
	return rc;
}

/* Returns 1 if DIR looks like a store, but has no file `version`. */
static int lacks_version(void)
{
	const char *dir = given() ? given() : ".xp";
	char *runs = below(dir, "runs"), *objects = below(dir, "objects");
	int yes = access(runs, F_OK) == 0 && access(objects, F_OK) == 0;

	free(objects);
	free(runs);
	return yes;
}

int store_need(struct store *s, struct err *err)
{
	int rc = store_find(s, err);

	if (rc == 0 && lacks_version())
		return err_data(err,
				"the store '%s' has no file 'version': "
				"'xp-log init' makes that file",
				given() ? given() : ".xp");

	if (rc == 0 && given()) {
		return err_data(err,
				"XP_DIR names '%s', but there is no store; "
				"make one with 'xp-log init'",
				given());
	}
	if (rc == 0) {
		return err_data(err,
				"there is no store '.xp' in this directory or "
				"above it; make one with 'xp-log init'");
	}
	return rc < 0 ? -1 : 0;
}

/* Returns the top of the git work tree that holds the working directory, or the
 * working directory if it is in none. */
static char *project(struct err *err)
{
	char *cwd = here(err), *dir, *path;
	struct stat st;
	int found;

	if (!cwd)
		return NULL;
	dir = mem_str(cwd);
	do {
		path = below(dir, ".git");
		found = stat(path, &st) == 0;
		free(path);
	} while (!found && up(dir));
	if (!found) {
		free(dir);
		return cwd;
	}
	free(cwd);
	return dir;
}

static char *place(const char *where, struct err *err)
{
	char *dir, *path;

	if (!where && given())
		return absolute(given(), err);
	if (!where)
		dir = project(err);
	else if (path_make_dirs(where, err) < 0)
		return NULL;
	else if (!(dir = realpath(where, NULL)))
		err_sys(err, "cannot find '%s'", where);
	if (!dir)
		return NULL;
	path = below(dir, ".xp");
	free(dir);
	return path;
}

/* Makes the files of a new store.  Its .gitignore keeps the store out of the
 * user's git status and commits. */
static int fill(const struct store *s, struct err *err)
{
	static const char *const dirs[] = { "objects", "runs", "refs" };
	size_t i;

	for (i = 0; i < sizeof dirs / sizeof *dirs; i++) {
		char *path = store_join(s, dirs[i]);
		int rc = durable_make_dir(path, err);

		free(path);
		if (rc < 0)
			return -1;
	}
	if (store_write(s, ".gitignore", "*\n", 2, err) < 0)
		return -1;
	return store_write(s, "version", ARCHIVE_VERSION,
			   strlen(ARCHIVE_VERSION), err);
}

int store_make(struct store *s, const char *where, struct err *err)
{
	char *path = place(where, err), *temp;
	int rc, made;

	s->path = NULL;
	if (!path)
		return -1;
	rc = look(s, path, err);
	if (rc) {
		free(path);
		return rc < 0 ? -1 : 0;
	}
	s->path = path;
	temp = store_join(s, "tmp");
	/* All stages of a pipeline may try this at once; one of them makes the
	 * store. */
	made = mkdir(path, 0777) == 0;
	rc = made ? 0 : durable_make_dir(path, err);
	if (!rc)
		rc = durable_make_dir(temp, err);
	if (!rc)
		rc = fill(s, err);
	free(temp);
	if (rc == 0)
		path_store(s->path);
	else
		store_release(s);
	return rc < 0 ? -1 : made;
}

static int try_dir(const struct store *s, const char *name, struct err *err)
{
	char *dir = store_join(s, name), *file = NULL;
	/* A file without a name disappears when we are killed. */
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
		fd = durable_temp(dir, &file, err);
	else if (fd < 0)
		err_sys(err, "cannot write in '%s'", dir);
	if (fd >= 0)
		close(fd);
	if (file)
		unlink(file);
	free(file);
	free(dir);
	return fd < 0 ? -1 : 0;
}

/* Another user may have made some directories of objects with a umask that
 * keeps us out.  This has to be an error before the work starts, not after
 * it. */
static int check_shards(const struct store *s, struct err *err)
{
	char *objects = store_join(s, "objects");
	DIR *d = opendir(objects);
	struct dirent *e;
	int rc = d ? 0 : err_sys(err, "cannot read '%s'", objects);

	while (!rc && (e = readdir(d)))
		if (strlen(e->d_name) == 2 && *e->d_name != '.' &&
		    faccessat(dirfd(d), e->d_name, W_OK | X_OK, AT_EACCESS) < 0)
			rc = err_sys(err,
				     "cannot write in '%s/%s'; to share the "
				     "store with a group, its owner runs: "
				     "chmod -R g+w '%s'",
				     objects, e->d_name, s->path);
	if (d)
		closedir(d);
	free(objects);
	return rc;
}

/* The same is true of files that all writers add to. */
static int check_file(const struct store *s, const char *name, struct err *err)
{
	char *path = store_join(s, name);
	int rc = 0;

	if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) < 0 && errno != ENOENT)
		rc = err_sys(err,
			     "cannot write '%s'; to share the store with a "
			     "group, its owner runs: chmod -R g+w '%s'",
			     path, s->path);
	free(path);
	return rc;
}

int store_writable(const struct store *s, struct err *err)
{
	if (check_file(s, "records", err) < 0 ||
	    check_file(s, "lock", err) < 0 || try_dir(s, "tmp", err) < 0 ||
	    try_dir(s, "runs", err) < 0 || try_dir(s, "objects", err) < 0 ||
	    check_shards(s, err) < 0)
		return err_wrap(err, "the store cannot be written: ");
	return 0;
}

int store_list(const struct store *s, const char *dir,
	       int (*keep)(const char *name), struct strs *names,
	       struct err *err)
{
	char *path = store_join(s, dir);
	DIR *d = opendir(path);
	struct dirent *e;
	int rc = 0;

	if (!d)
		rc = err_sys(err, "cannot read '%s'", path);
	while (d && (e = readdir(d)))
		if (keep(e->d_name))
			strs_add(names, e->d_name);
	if (d)
		closedir(d);
	free(path);
	strs_sort(names);
	return rc;
}
