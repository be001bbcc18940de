/* out.c - outputs that appear whole or not at all.  See out.h. */
#include "file/out.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "file/file.h"
#include "file/in.h"
#include "base/mem.h"
#include "file/path.h"

#define HOLD (1 << 20) /* bytes collected before they are written to a file */
#define YOUNG 60       /* seconds */

/* Temporary files that are open now, for out_abandon.  Those that do not fit
 * here are not removed after a signal. */
static char *volatile temps[64];

static void remember(char *old, char *temp)
{
	for (size_t i = 0; i < sizeof(temps) / sizeof(*temps); i++)
		if (__sync_bool_compare_and_swap(&temps[i], old, temp))
			return;
}

void out_abandon(void)
{
	for (size_t i = 0; i < sizeof(temps) / sizeof(*temps); i++)
		if (temps[i])
			unlink(temps[i]);
}

static void fail(struct out *o, const char *what)
{
	if (o->failed)
		return;
	o->failed = errno ? errno : EIO;
	errno = o->failed;
	if (o->to_stdout)
		err_sys(&o->err, "cannot write to standard output");
	else
		err_sys(&o->err, "cannot %s '%s'", what, o->path);
}

/* mkstemp lets only the user read a file; gives it the mode that the umask asks
 * for. */
static void set_mode(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	fchmod(fd, 0666 & ~mask);
}

void out_hold(int fd)
{
	flock(fd, LOCK_EX | LOCK_NB);
}

/* Returns 1 if nobody holds the file NAME in DIR, the descriptor of a directory
 * or AT_FDCWD, and it is older than AGE seconds. */
static int is_free(int dir, const char *name, time_t age)
{
	int fd = openat(dir, name,
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	int yes;

	if (fd < 0)
		return 0;
	yes = fstat(fd, &st) == 0 &&
	      (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) &&
	      (!age || st.st_mtime < time(NULL) - age) &&
	      flock(fd, LOCK_SH | LOCK_NB) == 0;
	close(fd);
	return yes;
}

int out_is_abandoned(const char *path)
{
	return is_free(AT_FDCWD, path, YOUNG);
}

int out_is_unheld(const char *path)
{
	return is_free(AT_FDCWD, path, 0);
}

void out_sweep(const char *dir, int (*is_temporary)(const char *name))
{
	DIR *d = opendir(dir);
	struct dirent *e;

	if (!d)
		return;
	while ((e = readdir(d)))
		if (is_temporary(e->d_name) &&
		    is_free(dirfd(d), e->d_name, YOUNG))
			unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
}

/* Returns 1 for names such as ".scores.tsv.xp-Ab3dE6". */
static int is_temp(const char *name)
{
	const char *last = strrchr(name, '.');

	return *name == '.' && last > name && strlen(last) == 10 &&
	       !strncmp(last, ".xp-", 4);
}

/* Removes, once a process, the temporary files that killed runs left in the
 * directory that the first N bytes of PATH name. */
static void sweep(const char *path, int n)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static char *last;
	char *dir = n ? mem_strn(path, (size_t)n) : mem_str(".");

	pthread_mutex_lock(&lock);
	if (last && !strcmp(last, dir)) {
		free(dir);
	} else {
		out_sweep(dir, is_temp);
		free(last);
		last = dir;
	}
	pthread_mutex_unlock(&lock);
}

static int open_temp(struct out *o)
{
	char *slash = strrchr(o->at, '/');
	int dir = slash ? (int)(slash - o->at) + 1 : 0;

	sweep(o->at, dir);
	o->temp = mem_printf("%.*s.%s.xp-XXXXXX", dir, o->at, o->at + dir);
	o->fd = mkostemp(o->temp, O_CLOEXEC);
	if (o->fd < 0) {
		free(o->temp);
		o->temp = NULL;
		return -1;
	}
	out_hold(o->fd);
	set_mode(o->fd);
	remember(NULL, o->temp);
	return 0;
}

/* Returns the path to write to.  If PATH is a link, this is the file that it
 * points to, so that the link stays. */
static char *final_path(const char *path)
{
	char *at = path_resolve(path), *real;
	struct stat st;

	if (!lstat(at, &st) && S_ISLNK(st.st_mode) &&
	    (real = realpath(at, NULL))) {
		free(at);
		return real;
	}
	return at;
}

int out_open(struct out *o, const char *path, enum file_kind kind,
	     struct err *err)
{
	struct stat st;

	memset(o, 0, sizeof(*o));
	o->path = mem_str(path);
	o->kind = kind;
	o->open = 1;
	if (!strcmp(path, "-")) {
		o->to_stdout = 1;
		o->fd = STDOUT_FILENO;
		return 0;
	}
	o->at = final_path(path);
	if (!stat(o->at, &st) && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		o->fd = -1;
	} else if (!stat(o->at, &st) && !S_ISREG(st.st_mode)) {
		o->direct = 1;
		o->fd = open(o->at, O_WRONLY | O_CLOEXEC);
	} else if (open_temp(o) < 0) {
		o->fd = -1;
	}
	if (o->fd >= 0)
		return 0;
	err_sys(err, "cannot write '%s'", path);
	out_release(o);
	return -1;
}

static void write_all(struct out *o, const char *data, size_t n)
{
	while (n && !o->failed) {
		ssize_t k = write(o->fd, data, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0) {
			fail(o, "write");
			return;
		}
		data += k;
		n -= (size_t)k;
	}
}

void out_flush(struct out *o)
{
	write_all(o, o->data.data, o->data.len);
	if (o->to_stdout)
		buf_add(&o->sent, buf_text(&o->data), o->data.len);
	buf_clear(&o->data);
}

void out_add(struct out *o, const void *data, size_t n)
{
	if (o->failed)
		return;
	buf_add(&o->data, data, n);
	if (!o->to_stdout && o->data.len >= HOLD)
		out_flush(o);
}

void out_str(struct out *o, const char *text)
{
	out_add(o, text, strlen(text));
}

void out_printf(struct out *o, const char *format, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, format);
	n = vasprintf(&text, format, ap);
	va_end(ap);
	if (n < 0) {
		errno = ENOMEM;
		fail(o, "write");
		return;
	}
	out_add(o, text, (size_t)n);
	free(text);
}

ssize_t out_write_at(struct out *o, const void *data, size_t n, uint64_t offset)
{
	size_t done = 0;

	out_flush(o);
	while (done < n && !o->failed) {
		ssize_t k = pwrite(o->fd, (const char *)data + done, n - done,
				   (off_t)(offset + done));

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			fail(o, "write");
		else
			done += (size_t)k;
	}
	return o->failed ? -1 : (ssize_t)done;
}

ssize_t out_read_at(struct out *o, void *to, size_t n, uint64_t offset)
{
	ssize_t k;

	do
		k = pread(o->fd, to, n, (off_t)offset);
	while (k < 0 && errno == EINTR);
	return k;
}

/* Puts a rename on disk: syncs the directory that contains the name. */
static int sync_directory(const char *path)
{
	char *slash = strrchr(path, '/');
	char *dir = slash ? mem_strn(path, (size_t)(slash - path) + 1) :
			    mem_str(".");
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	free(dir);
	if (fd < 0)
		return -1;
	rc = fsync(fd);
	close(fd);
	/* Some file systems cannot sync directories (EINVAL). */
	return rc && errno != EINVAL ? -1 : 0;
}

static int keep_unchanged;

void out_keep_unchanged(int keep)
{
	keep_unchanged = keep;
}

/* Returns 1 if the file PATH has the same bytes as the file TEMP. */
static int is_same_file(const char *path, const char *temp)
{
	FILE *a = fopen(path, "re"), *b = fopen(temp, "re");
	char x[8192], y[8192];
	size_t n, m;
	int same = a && b;

	while (same) {
		n = fread(x, 1, sizeof(x), a);
		m = fread(y, 1, sizeof(y), b);
		same = n == m && !memcmp(x, y, n) && !ferror(a) && !ferror(b);
		if (!n)
			break;
	}
	if (a)
		fclose(a);
	if (b)
		fclose(b);
	return same;
}

/* Gives the file TEMP the name AT. */
static int take_name(const struct out *o)
{
	struct stat st;

	if (keep_unchanged && !stat(o->at, &st) && S_ISREG(st.st_mode) &&
	    is_same_file(o->at, o->temp))
		return unlink(o->temp);
	return rename(o->temp, o->at);
}

static void forget_temp(struct out *o)
{
	if (o->temp)
		remember(o->temp, NULL);
	free(o->temp);
	o->temp = NULL;
}

/* Gives the written file its name. */
static int settle(struct out *o, int sync, struct err *err)
{
	int fd = o->fd;

	out_flush(o);
	if (!o->to_stdout) {
		if (sync && !o->failed && fsync(fd) && errno != EINVAL)
			fail(o, "write");
		o->fd = -1;
		if (close(fd) && !o->failed)
			fail(o, "write");
		if (!o->failed && !o->direct && take_name(o))
			fail(o, "name");
		if (!o->failed && !o->direct && sync && sync_directory(o->at))
			fail(o, "sync");
	}
	if (o->failed) {
		*err = o->err;
		return -1;
	}
	forget_temp(o);
	return 0;
}

/* Tells the watcher of O: of stdout by its bytes, of a file by its name. */
static int tell_output(struct out *o, struct err *err)
{
	if (o->to_stdout)
		return file_tell_stdout(&o->sent, err);
	if (o->direct || path_own_name(o->path))
		return 0;
	return file_tell(o->path, 1, o->kind, err);
}

static int commit(struct out *o, int sync, struct err *err)
{
	if (!o->open)
		return 0;
	if (in_settle(0, err) < 0 || settle(o, sync, err) < 0)
		return -1;
	o->open = 0;
	return tell_output(o, err);
}

int out_commit(struct out *o, struct err *err)
{
	return commit(o, 0, err);
}

int out_commit_sync(struct out *o, struct err *err)
{
	return commit(o, 1, err);
}

void out_release(struct out *o)
{
	if (o->open && !o->to_stdout && o->fd >= 0)
		close(o->fd);
	if (o->temp)
		unlink(o->temp);
	forget_temp(o);
	free(o->path);
	free(o->at);
	buf_release(&o->data);
	buf_release(&o->sent);
	memset(o, 0, sizeof(*o));
}

int out_try(const char *path, struct err *err)
{
	struct out o;

	if (out_open(&o, path, FILE_PLAIN, err) < 0)
		return -1;
	out_release(&o);
	return 0;
}

int out_write(const char *path, const void *data, size_t n, struct err *err)
{
	struct out o;
	int rc;

	if (out_open(&o, path, FILE_PLAIN, err) < 0)
		return -1;
	out_add(&o, data, n);
	rc = out_commit(&o, err);
	out_release(&o);
	return rc;
}

static int append(int fd, const void *data, size_t n, int sync)
{
	ssize_t k;

	do
		k = n ? write(fd, data, n) : 0;
	while (k < 0 && errno == EINTR);
	if (k >= 0 && (size_t)k < n) {
		/* A row must not be written in part. */
		errno = ENOSPC;
		return -1;
	}
	return k < 0 || (sync && fsync(fd) && errno != EINVAL) ? -1 : 0;
}

int out_append(const char *path, const void *data, size_t n, int sync,
	       struct err *err)
{
	char *at = path_resolve(path);
	int fd = open(at, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	int rc = fd < 0 ? -1 : append(fd, data, n, sync);

	if (rc < 0)
		err_sys(err, "cannot write '%s'", path);
	if (fd >= 0 && close(fd) && !rc)
		rc = err_sys(err, "cannot write '%s'", path);
	free(at);
	return rc;
}

/* 1 when byte N of FD ends a line. */
static int ends_line(int fd, uint64_t n)
{
	char c;

	return n && pread(fd, &c, 1, (off_t)n - 1) == 1 && c == '\n';
}

int out_shorten(const char *path, uint64_t n, struct err *err)
{
	char *at = path_resolve(path);
	int fd = open(at, O_RDWR | O_CLOEXEC), rc = 0;

	if (fd < 0)
		rc = errno == ENOENT ? err_data(err, "'%s' is missing", path) :
				       err_sys(err, "cannot open '%s'", path);
	else if (!ends_line(fd, n))
		rc = err_data(err,
			      "'%s' does not match the run's checkpoint: the "
			      "file was changed; start a new run",
			      path);
	else if (ftruncate(fd, (off_t)n))
		rc = err_sys(err, "cannot shorten '%s'", path);
	if (fd >= 0)
		close(fd);
	free(at);
	return rc;
}

int out_cut_tail(const char *path, out_whole_fn *whole, struct err *err)
{
	char *at = path_resolve(path);
	int fd = open(at, O_RDWR | O_CLOEXEC), rc = -1;
	struct stat st;
	uint64_t end;

	if (fd >= 0 && fstat(fd, &st) == 0) {
		end = whole(fd, (uint64_t)st.st_size);
		if (end == (uint64_t)st.st_size || !ftruncate(fd, (off_t)end))
			rc = end > 0;
	}
	if (rc < 0)
		err_sys(err, "cannot continue '%s'", path);
	if (fd >= 0)
		close(fd);
	free(at);
	return rc;
}
