/*
 * other_writers.c - see other_writers.h, and inotify(7).
 */
#include "trace/other_writers.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/mem.h"

#define XFS_MAGIC 0x58465342

void other_writers_init(struct other_writers *w)
{
	*w = (struct other_writers){ .fd = inotify_init1(IN_CLOEXEC |
							 IN_NONBLOCK) };
}

void other_writers_release(struct other_writers *w)
{
	if (w->fd >= 0)
		close(w->fd);
	strs_release(&w->dirs);
	*w = (struct other_writers){ .fd = -1 };
}

static void set_dir(struct other_writers *w, size_t number, const char *dir)
{
	while (w->dirs.n <= number)
		strs_add(&w->dirs, "");
	if (!strcmp(w->dirs.at[number], dir))
		return;
	free(w->dirs.at[number]);
	w->dirs.at[number] = mem_str(dir);
}

static int watch(struct other_writers *w, const char *path, unsigned events)
{
	return w->fd < 0 ? -1 : inotify_add_watch(w->fd, path, events);
}

/* A directory that was renamed has its old number. */
void other_writers_add(struct other_writers *w, const char *dir)
{
	int number = watch(w, dir,
			   IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO |
				   IN_ONLYDIR);

	if (number >= 0)
		set_dir(w, (size_t)number, dir);
}

/* The kernel merges a report into the one before if they are the same.  If the
 * file itself is watched as well, each other report is of another kind. */
void other_writers_add_file(struct other_writers *w, const char *path)
{
	int number = watch(w, path, IN_CLOSE_WRITE | IN_DONT_FOLLOW);

	if (number >= 0)
		set_dir(w, (size_t)number, "");
}

static void tell(struct other_writers *w, const struct inotify_event *e,
		 other_writers_fn *fn, void *arg)
{
	const char *dir = e->wd >= 0 && (size_t)e->wd < w->dirs.n ?
				  w->dirs.at[e->wd] :
				  "";
	char *path;

	if (e->mask & IN_Q_OVERFLOW)
		w->lost = 1;
	if (e->mask & IN_IGNORED && *dir)
		set_dir(w, (size_t)e->wd, "");
	if (!*dir || !e->len || e->mask & IN_ISDIR)
		return;
	path = mem_printf("%s/%s", strcmp(dir, "/") ? dir : "", e->name);
	if (e->mask & IN_CREATE)
		other_writers_add_file(w, path);
	else
		fn(arg, path,
		   e->mask & IN_CLOSE_WRITE ? OTHER_CLOSED : OTHER_MOVED);
	free(path);
}

void other_writers_take(struct other_writers *w, other_writers_fn *fn,
			void *arg)
{
	_Alignas(struct inotify_event) char piece[1 << 14];
	ssize_t n;

	while (w->fd >= 0 && (n = read(w->fd, piece, sizeof piece)) > 0)
		for (char *p = piece; p < piece + n;) {
			const struct inotify_event *e = (const void *)p;

			tell(w, e, fn, arg);
			p += sizeof *e + e->len;
		}
}

/* Leases mean something else on network file systems. */
static int has_leases(int fd)
{
	static const unsigned long known[] = { EXT4_SUPER_MAGIC,
					       BTRFS_SUPER_MAGIC,
					       OVERLAYFS_SUPER_MAGIC,
					       TMPFS_MAGIC, XFS_MAGIC };
	struct statfs fs;

	if (fstatfs(fd, &fs) < 0)
		return 0;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if ((unsigned long)fs.f_type == known[i])
			return 1;
	return 0;
}

/* What others wrote is gone when it is emptied. */
void other_writers_opened(struct other_counts *c, int anew)
{
	if (anew && c->closes > c->opens)
		c->opens = c->closes;
	if (anew) {
		c->renames = c->moves;
		c->is_renamed = 0;
	}
	c->opens++;
}

/* A file that is still open keeps the name that it gets. */
void other_writers_renamed(struct other_counts *c, struct other_counts *old,
			   const struct stat *st)
{
	c->renames = c->moves + 1;
	c->opens = c->closes;
	if (old && old->opens > old->closes) {
		c->opens += old->opens - old->closes;
		old->opens = old->closes;
	}
	c->is_renamed = 1;
	c->dev = st->st_dev;
	c->ino = st->st_ino;
}

static int is_another(const struct other_counts *c, const char *path)
{
	struct stat st;

	return c->is_renamed && lstat(path, &st) == 0 &&
	       (st.st_dev != c->dev || st.st_ino != c->ino);
}

int other_writers_wrote(const struct other_counts *c, const char *path)
{
	if (!c->opens && !c->renames)
		return 0;
	return c->closes > c->opens || c->moves > c->renames ||
	       is_another(c, path) || other_writers_is_open(path);
}

/* The kernel gives a lease on reading only if nobody may write.  We give it
 * back at once; a signal that somebody wants the file would be ignored. */
int other_writers_is_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int yes = 0;

	if (fd < 0)
		return 0;
	if (has_leases(fd) && fcntl(fd, F_SETSIG, SIGURG) == 0) {
		yes = fcntl(fd, F_SETLEASE, F_RDLCK) < 0 && errno == EAGAIN;
		fcntl(fd, F_SETLEASE, F_UNLCK);
	}
	close(fd);
	return yes;
}
