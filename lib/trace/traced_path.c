/*
 * traced_path.c - see traced_path.h.
 */
#include "trace/traced_path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/path.h"

void traced_path_release(struct traced_path *g)
{
	free(g->name);
	if (g->fd >= 0)
		close(g->fd);
}

/* Returns the path behind a link of /proc, or NULL; the caller frees it. */
static char *behind(const char *link)
{
	char path[PATH_MAX];
	ssize_t n = readlink(link, path, sizeof path - 1);

	return n > 0 && path[0] == '/' ? mem_strn(path, (size_t)n) : NULL;
}

char *traced_path_directory(const struct notify *n, long long dir)
{
	int pid = (int)n->call->pid;

	if ((int)dir == AT_FDCWD)
		return mem_printf("/proc/%d/cwd", pid);
	return mem_printf("/proc/%d/fd/%d", pid, (int)dir);
}

static int has_dots(const char *path)
{
	const char *dots = strstr(path, "..");

	for (; dots; dots = strstr(dots + 1, ".."))
		if ((dots == path || dots[-1] == '/') &&
		    (!dots[2] || dots[2] == '/'))
			return 1;
	return 0;
}

/* Whether NAME, from which ".." was cut with the name before it, leads where
 * the path leads: what was cut may have been a link. */
static int leads_there(const struct traced_path *g, const char *name)
{
	struct stat st;

	return (S_ISLNK(g->st.st_mode) ? lstat : stat)(name, &st) == 0 &&
	       st.st_dev == g->st.st_dev && st.st_ino == g->st.st_ino;
}

/* What lies there depends on who looks. */
static int is_of_process(const char *path)
{
	return !strncmp(path, "/proc/", 6) || !strncmp(path, "/dev/fd/", 8) ||
	       !strncmp(path, "/dev/std", 8);
}

/* The name is as the program wrote it, with its links. */
static void name_target(struct traced_path *g, const char *directory)
{
	char *start = *g->text == '/' ? mem_str("") : behind(directory);
	char *whole = mem_printf("%s/%s", start ? start : "", g->text);
	char *link = mem_printf("/proc/self/fd/%d", g->fd), *real = NULL;

	g->name = path_clean(whole);
	/* "/dev/fd/3" is the file that is open there, if it has a name. */
	if (!g->problem && S_ISREG(g->st.st_mode) && g->st.st_nlink &&
	    is_of_process(g->name))
		real = behind(link);
	else if (has_dots(whole) && !g->problem && !leads_there(g, g->name))
		real = behind(link);
	if (real && strncmp(real, "/proc/", 6) != 0) {
		free(g->name);
		g->name = mem_str(real);
	}
	free(real);
	free(link);
	free(whole);
	free(start);
}

/* Returns the path TEXT as anybody may write it for what process PID means by
 * it, or NULL if TEXT means the same for all. */
static char *for_process(const char *text, int pid)
{
	static const struct {
		const char *begin, *of;
	} own[] = { { "/proc/self/", "" },     { "/proc/thread-self/", "" },
		    { "/dev/fd/", "fd/" },     { "/dev/stdin", "fd/0" },
		    { "/dev/stdout", "fd/1" }, { "/dev/stderr", "fd/2" } };

	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		size_t n = strlen(own[i].begin);

		if (!strncmp(text, own[i].begin, n) &&
		    (text[n - 1] == '/' || !text[n]))
			return mem_printf("/proc/%d/%s%s", pid, own[i].of,
					  text + n);
	}
	return strncmp(text, "/proc/", 6) ? NULL : mem_str(text);
}

/* A file that is not there yet has the name of its directory. */
static void name_new(struct traced_path *g, int pid)
{
	char *path = for_process(g->text, pid), *slash, *real = NULL;

	slash = path ? strrchr(path, '/') : NULL;
	if (slash > path) {
		*slash = '\0';
		real = realpath(path, NULL);
	}
	if (real && strncmp(real, "/proc/", 6) != 0) {
		free(g->name);
		g->name = mem_printf("%s/%s", real, slash + 1);
	}
	free(real);
	free(path);
}

/* Opens the path as the thread would: what /proc says of a process, it says of
 * the one that asks. */
static int open_as(struct traced_path *g, const struct notify *n, int at,
		   __u64 flags)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC |
					 (flags & O_NOFOLLOW),
				.resolve = RESOLVE_NO_MAGICLINKS };
	char *path = for_process(g->text, (int)n->call->pid);
	long fd;

	if (!path)
		return (int)syscall(SYS_openat2, at, g->text, &how, sizeof how);
	fd = open(path, (int)how.flags);
	free(path);
	return (int)fd;
}

static void note_problem(struct found_files *f, int problem)
{
	if (problem == EMFILE || problem == ENFILE || problem == ENOMEM)
		found_files_incomplete(f, "too many files were open to look at "
					  "all");
}

/* Returns 1 if the name of the directory that a path begins at is too long. */
static int is_too_deep(const struct traced_path *g, const char *directory)
{
	char text[PATH_MAX];

	return *g->text != '/' && readlink(directory, text, sizeof text) < 0 &&
	       errno == ENAMETOOLONG;
}

int traced_path_look(struct traced_path *g, const struct notify *n,
		     struct found_files *f, long long at, __u64 flags)
{
	char *directory = traced_path_directory(n, at);
	int base = *g->text == '/' ? AT_FDCWD :
				     open(directory, O_PATH | O_CLOEXEC);
	int lost = is_too_deep(g, directory);

	g->name = NULL;
	g->fd = -1;
	if (lost)
		found_files_incomplete(f, "a process worked in a directory "
					  "whose name is too long");
	if (!*g->text || (base < 0 && *g->text != '/' && errno == ENOENT))
		errno = EBADF; /* or nothing to look at */
	else if (base >= 0 || *g->text == '/')
		g->fd = open_as(g, n, base, flags);
	g->problem = g->fd < 0 ? errno : 0;
	note_problem(f, g->problem);
	if (base >= 0)
		close(base);
	if (g->fd >= 0 && fstat(g->fd, &g->st) < 0)
		g->problem = errno;
	if (*g->text)
		name_target(g, directory);
	if (g->problem == ENOENT && *g->text == '/' && is_of_process(g->name))
		name_new(g, (int)n->call->pid);
	free(directory);
	/* The thread may have gone, and its number be another's. */
	f->relative = *g->text != '/';
	if (*g->text && !lost && notify_is_waiting(n))
		return 0;
	traced_path_release(g);
	return -1;
}
