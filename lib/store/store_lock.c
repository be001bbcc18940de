/* store_lock.c - see store_lock.h. */
#include "store/store_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* All who may write in `objects` must be able to open the lock file. */
static int open_lock(const struct store *s)
{
	char *path = store_join(s, "lock"), *objects;
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	if (fd < 0 && errno == ENOENT) {
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
			  0666);
		objects = store_join(s, "objects");
		if (fd >= 0 && stat(objects, &st) == 0)
			fchmod(fd, st.st_mode & 0666);
		free(objects);
	}
	free(path);
	return fd;
}

static int take(int fd, int how)
{
	int rc;

	do
		rc = flock(fd, how);
	while (rc < 0 && errno == EINTR);
	return rc;
}

int store_lock_share(const struct store *s)
{
	int fd = open_lock(s);

	if (fd >= 0 && take(fd, LOCK_SH) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int store_lock_alone(const struct store *s, struct err *err)
{
	int fd = open_lock(s);

	if (fd >= 0 && take(fd, LOCK_EX) == 0)
		return fd;
	err_sys(err,
		"cannot lock '%s', so nothing can be removed from the store "
		"safely",
		s->path);
	if (fd >= 0)
		close(fd);
	return -1;
}

void store_lock_drop(int fd)
{
	if (fd >= 0)
		close(fd);
}
