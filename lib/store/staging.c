/* staging.c - see staging.h. */
#include "store/staging.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/out.h"

/* Opens the directory NAME in PARENT and makes it if it does not exist. */
static int enter(int parent, const char *name)
{
	if (mkdirat(parent, name, 0777) && errno != EEXIST)
		return -1;
	return openat(parent, name,
		      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int staging_create(int top, const char *place, int mode)
{
	char name[NAME_MAX + 1];
	int dir = dup(top), next, fd, kept;
	size_t n;

	while (dir >= 0 && place[n = strcspn(place, "/")]) {
		memcpy(name, place, n);
		name[n] = '\0';
		next = enter(dir, name);
		close(dir);
		dir = next;
		place += n + 1;
	}
	if (dir < 0)
		return -1;
	fd = openat(dir, place,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	kept = errno;
	close(dir);
	errno = kept;
	return fd;
}

static int remove_one(const char *path, const struct stat *st, int what,
		      struct FTW *at)
{
	(void)st;
	(void)what;
	(void)at;
	remove(path);
	return 0;
}

/* Makes directories writable, since a program may have made them read-only. */
static int open_up(const char *path, const struct stat *st, int what,
		   struct FTW *at)
{
	(void)at;
	if ((what == FTW_D || what == FTW_DNR) && (st->st_mode & 0700) != 0700)
		chmod(path, 0700);
	return 0;
}

void staging_remove(const char *path)
{
	nftw(path, open_up, 32, FTW_PHYS);
	nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS);
}

/* Returns 1 if the directory is empty, 0 if not, -1 if it is not a
 * directory. */
static int is_empty(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	int empty = 1;

	if (!d)
		return -1;
	while ((e = readdir(d)))
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			empty = 0;
	closedir(d);
	return empty;
}

#define RANDOM 6 /* characters at the end of a name: those of mkdtemp */

/* Removes the directories that nobody holds and whose names differ from that of
 * TEMP only at the end. */
static void sweep_left(const char *temp)
{
	const char *slash = strrchr(temp, '/');
	const char *base = slash ? slash + 1 : temp;
	size_t n = strlen(base);
	char *dir = slash ? mem_strn(temp, (size_t)(slash - temp) + 1) :
			    mem_str("./");
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		char *path;

		if (strlen(e->d_name) != n ||
		    strncmp(e->d_name, base, n - RANDOM) != 0)
			continue;
		path = mem_printf("%s%s", dir, e->d_name);
		if (out_is_abandoned(path))
			staging_remove(path);
		free(path);
	}
	if (d)
		closedir(d);
	free(dir);
}

int staging_hold(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		out_hold(fd);
	return fd;
}

int staging_make(char *temp, int *held)
{
	*held = -1;
	sweep_left(temp);
	if (!mkdtemp(temp))
		return -1;
	*held = staging_hold(temp);
	return 0;
}

static char *without_slashes(const char *dir)
{
	size_t n = strlen(dir);

	while (n > 1 && dir[n - 1] == '/')
		n--;
	return mem_strn(dir, n);
}

int staging_begin(const char *dir, char **temp, int *held, struct err *err)
{
	char *name = without_slashes(dir), *slash = strrchr(name, '/');
	int before = slash ? (int)(slash - name) + 1 : 0;
	char *inside = mem_printf("%s/.restore.XXXXXX", name);
	struct stat st;
	int rc = 0;

	*temp = NULL;
	sweep_left(inside);
	if (lstat(name, &st))
		*temp = mem_printf("%.*s.%s.XXXXXX", before, name,
				   name + before);
	else if (is_empty(name) == 1)
		*temp = mem_str(inside);
	else
		rc = err_usage(err,
			       "'%s' is not an empty directory: name a new or "
			       "an empty one",
			       dir);
	if (!rc && staging_make(*temp, held) < 0) {
		rc = err_sys(err, "cannot make a directory for '%s'", dir);
		free(*temp);
		*temp = NULL;
	}
	free(inside);
	free(name);
	return rc;
}

/* Moves SHA256SUMS last, so that a directory with this file is complete. */
static int move_all(const char *temp, const char *dir)
{
	DIR *d = opendir(temp);
	struct dirent *e;
	char *from, *to;
	int rc = d ? 0 : -1;

	for (int last = 0; !rc && last < 2; last++) {
		rewinddir(d);
		while (!rc && (e = readdir(d))) {
			if (!strcmp(e->d_name, ".") ||
			    !strcmp(e->d_name, "..") ||
			    (strcmp(e->d_name, "SHA256SUMS") == 0) != last)
				continue;
			from = mem_printf("%s/%s", temp, e->d_name);
			to = mem_printf("%s/%s", dir, e->d_name);
			rc = rename(from, to);
			free(from);
			free(to);
		}
	}
	if (d)
		closedir(d);
	return rc ? rc : rmdir(temp);
}

static void sync_all(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		syncfs(fd);
		close(fd);
	}
}

int staging_finish(const char *dir, const char *temp, struct err *err)
{
	mode_t mask = umask(0);
	char *name = without_slashes(dir);
	struct stat st;
	int rc;

	umask(mask);
	sync_all(temp);
	if (lstat(name, &st))
		rc = chmod(temp, 0777 & ~mask) || rename(temp, name) ? -1 : 0;
	else
		rc = move_all(temp, name);
	free(name);
	return rc ? err_sys(err, "cannot make '%s'", dir) : 0;
}
