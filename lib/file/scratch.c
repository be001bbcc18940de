/*
 * scratch.c - see scratch.h.
 */
#include "file/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/mem.h"

static int open_file(struct scratch *s)
{
	const char *dir = getenv("TMPDIR");
	char *path;

	s->dir = mem_str(dir && *dir ? dir : "/var/tmp");
#ifdef O_TMPFILE
	s->fd = open(s->dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (s->fd >= 0)
		return 0;
#endif
	/* Some file systems have no unnamed files (O_TMPFILE). */
	path = mem_printf("%s/xp-XXXXXX", s->dir);
	s->fd = mkostemp(path, O_CLOEXEC);
	if (s->fd >= 0)
		unlink(path);
	free(path);
	return s->fd < 0 ? -1 : 0;
}

/* Reserves the space now, so that a full disk is found at once, not after
 * minutes.  Returns 0 also if the file system cannot reserve space. */
static int reserve(const struct scratch *s, uint64_t bytes)
{
	int why = posix_fallocate(s->fd, 0, (off_t)bytes);

	errno = why;
	return why && why != EOPNOTSUPP && why != EINVAL ? -1 : 0;
}

int scratch_open(struct scratch *s, uint64_t n, struct err *err)
{
	uint64_t bytes = n * sizeof(float);

	*s = (struct scratch){ .fd = -1 };
	if (bytes <= SCRATCH_MEMORY) {
		s->px = mem_floats((size_t)n);
		return 0;
	}
	if (open_file(s) == 0 && reserve(s, bytes) == 0)
		return 0;
	err_sys(err,
		"cannot keep %.1f GB of temporary files in '%s' (set TMPDIR "
		"to another directory)",
		(double)bytes / 1e9, s->dir);
	scratch_close(s);
	return -1;
}

void scratch_close(struct scratch *s)
{
	if (s->dir && s->fd >= 0)
		close(s->fd);
	free(s->px);
	free(s->dir);
	*s = (struct scratch){ 0 };
}

static int fail(const struct scratch *s, const char *what, struct err *err)
{
	return err_sys(err, "cannot %s a temporary file in '%s'", what, s->dir);
}

int scratch_write(struct scratch *s, uint64_t at, const float *px, size_t n,
		  struct err *err)
{
	const char *from = (const char *)px;
	off_t to = (off_t)(at * sizeof(*px));

	if (s->px) {
		memcpy(s->px + at, px, n * sizeof(*px));
		return 0;
	}
	for (n *= sizeof(*px); n;) {
		ssize_t k = pwrite(s->fd, from, n, to);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return fail(s, "write", err);
		from += k;
		to += k;
		n -= (size_t)k;
	}
	return 0;
}

int scratch_read(const struct scratch *s, uint64_t at, float *px, size_t n,
		 struct err *err)
{
	char *to = (char *)px;
	off_t from = (off_t)(at * sizeof(*px));

	if (s->px) {
		memcpy(px, s->px + at, n * sizeof(*px));
		return 0;
	}
	for (n *= sizeof(*px); n;) {
		ssize_t k = pread(s->fd, to, n, from);

		if (k < 0 && errno == EINTR)
			continue;
		if (!k)
			errno = EIO;
		if (k <= 0)
			return fail(s, "read", err);
		to += k;
		from += k;
		n -= (size_t)k;
	}
	return 0;
}
