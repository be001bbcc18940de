/*
 * durable.c - see durable.h.
 */
#include "store/durable.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file/out.h"
#include "base/mem.h"

static int read_all(struct buf *to, int fd, const char *path, size_t max,
		    struct err *err)
{
	for (;;) {
		ssize_t got;

		buf_reserve(to, 1 << 14);
		got = read(fd, to->data + to->len, to->cap - to->len - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_sys(err, "cannot read '%s'", path);
		if (got == 0)
			break;
		to->len += (size_t)got;
		if (to->len > max) {
			return err_data(err, "'%s' is longer than %zu bytes",
					path, max);
		}
	}
	to->data[to->len] = 0;
	return 1;
}

int durable_read(struct buf *to, const char *path, size_t max, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), rc;

	buf_clear(to);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (fd < 0)
		return err_sys(err, "cannot open '%s'", path);
	rc = read_all(to, fd, path, max, err);
	close(fd);
	return rc;
}

void durable_random(void *to, size_t n)
{
	unsigned char *p = to;
	static uint64_t last;
	size_t i;

	if (getrandom(to, n, 0) == (ssize_t)n)
		return;
	/* Weak random numbers will do, since names are used with O_EXCL
	 * only. */
	for (i = 0; i < n; i++) {
		last = last * 6364136223846793005u + (uint64_t)getpid() + 1;
		p[i] = (unsigned char)(last >> 33);
	}
}

int durable_temp(const char *dir, char **name, struct err *err)
{
	int tries;

	for (tries = 0; tries < 100; tries++) {
		uint64_t r;
		int fd;

		durable_random(&r, sizeof r);
		*name = mem_printf("%s/%016llx", dir, (unsigned long long)r);
		fd = open(*name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0) {
			out_hold(fd);
			return fd;
		}
		if (errno != EEXIST)
			break;
		free(*name);
	}
	err_sys(err, "cannot write in the directory '%s'", dir);
	free(*name);
	*name = NULL;
	return -1;
}

int durable_create(const char *path, struct err *err)
{
	int fd = open(path,
		      O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
		      0666);

	return fd < 0 ? err_sys(err, "cannot write '%s'", path) : fd;
}

int durable_add(int fd, const void *data, size_t n, const char *name,
		struct err *err)
{
	const char *p = data;

	while (n) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return err_sys(err, "cannot write '%s'", name);
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

static char *dir_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return mem_str(".");
	return mem_strn(path, slash == path ? 1 : (size_t)(slash - path));
}

int durable_write(const char *path, const char *temp, const void *data,
		  size_t n, struct err *err)
{
	char *name, *dir;
	int fd = durable_temp(temp, &name, err), rc;

	if (fd < 0)
		return -1;
	rc = durable_add(fd, data, n, path, err);
	if (!rc && fsync(fd) < 0)
		rc = err_sys(err, "cannot write '%s'", path);
	if (close(fd) < 0 && !rc)
		rc = err_sys(err, "cannot write '%s'", path);
	if (!rc && rename(name, path) < 0)
		rc = err_sys(err, "cannot write '%s'", path);
	if (rc)
		unlink(name);
	free(name);
	if (rc)
		return rc;
	dir = dir_of(path);
	rc = durable_sync_dir(dir, err);
	free(dir);
	return rc;
}

/* Returns 1 if the last line of the file was cut off, by a full disk or a
 * kill. */
static int is_cut(int fd)
{
	struct stat st;
	char last;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
	       pread(fd, &last, 1, st.st_size - 1) == 1 && last != '\n';
}

int durable_line(int fd, const struct buf *line, const char *name,
		 struct err *err)
{
	struct buf whole = { 0 };
	ssize_t put;
	int rc;

	if (is_cut(fd))
		buf_char(&whole, '\n');
	buf_add(&whole, line->data, line->len);
	do
		put = write(fd, whole.data, whole.len);
	while (put < 0 && errno == EINTR);
	rc = put == (ssize_t)whole.len ? 0 : -1;
	buf_release(&whole);
	if (!rc)
		return 0;
	if (put >= 0)
		errno = ENOSPC;
	return err_sys(err, "cannot write '%s'", name);
}

int durable_make_dir(const char *path, struct err *err)
{
	struct stat st;

	if (mkdir(path, 0777) == 0)
		return 0;
	if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	return err_sys(err, "cannot make directory '%s'", path);
}

int durable_sync_dir(const char *path, struct err *err)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 0;

	if (fd < 0)
		return err_sys(err, "cannot open directory '%s'", path);
	/* Some network file systems cannot sync directories, which is no
	 * error. */
	if (fsync(fd) < 0 && errno != EINVAL && errno != ENOTSUP)
		rc = err_sys(err, "cannot sync directory '%s'", path);
	close(fd);
	return rc;
}
