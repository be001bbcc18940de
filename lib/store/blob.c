/*
 * blob.c - see blob.h.
 *
 * These paths are not the ones that a user wrote, so files are not opened
 * through file/file.h, which would tell the watcher.
 */
#include "store/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define CHUNK (512 * 1024)

static int open_plain(const char *at, struct stat *st)
{
	int fd = open(at, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return -1;
	if (!fstat(fd, st) && S_ISREG(st->st_mode))
		return fd;
	close(fd);
	return -1;
}

static ssize_t read_some(int fd, void *to, const char *at, struct err *err)
{
	ssize_t n;

	do
		n = read(fd, to, CHUNK);
	while (n < 0 && errno == EINTR);
	return n < 0 ? err_sys(err, "cannot read '%s'", at) : n;
}

static int is_image(const char *data, size_t n)
{
	return (n >= 4 &&
		(!memcmp(data, "II*\0", 4) || !memcmp(data, "MM\0*", 4) ||
		 !memcmp(data, "II+\0", 4) || !memcmp(data, "MM\0+", 4))) ||
	       (n >= 8 && !memcmp(data, "\x89PNG\r\n\x1a\n", 8));
}

static int feed(int fd, const char *at, struct blob *c, blob_fn *fn, void *arg,
		struct err *err)
{
	struct hash *h = digest_new();
	char *chunk = mem_alloc(CHUNK);
	ssize_t n;
	int rc = 0;

	c->size = 0;
	while (!rc && (n = read_some(fd, chunk, at, err))) {
		if (n < 0) {
			rc = -1;
			break;
		}
		if (!c->size)
			c->image = is_image(chunk, (size_t)n);
		digest_add(h, chunk, (size_t)n);
		c->size += (uint64_t)n;
		rc = fn ? fn(arg, chunk, (size_t)n, err) : 0;
	}
	digest_end(h, &c->digest);
	free(chunk);
	return rc;
}

int blob_look(const char *at, struct blob *c, struct err *err)
{
	struct stat st;
	int fd = open_plain(at, &st), rc;

	memset(c, 0, sizeof(*c));
	if (fd < 0)
		return 0;
	c->executable = !!(st.st_mode & 0100);
	rc = feed(fd, at, c, NULL, NULL, err);
	close(fd);
	return rc < 0 ? -1 : 1;
}

int blob_feed(const char *at, const struct blob *want, blob_fn *fn, void *arg,
	      struct err *err)
{
	struct blob got = { 0 };
	struct stat st;
	int fd = open_plain(at, &st), rc;

	if (fd < 0)
		return err_data(err, "'%s' was removed while it was being read",
				at);
	if ((uint64_t)st.st_size == want->size)
		rc = feed(fd, at, &got, fn, arg, err);
	else
		rc = 0;
	close(fd);
	if (!rc && (got.size != want->size ||
		    !digest_same(&got.digest, &want->digest)))
		return err_data(err, "'%s' changed while it was being read",
				at);
	return rc;
}
