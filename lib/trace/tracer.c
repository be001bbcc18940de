/*
 * tracer.c - see tracer.h.
 */
#include "trace/tracer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/mem.h"
#include "file/path.h"
#include "trace/traced_calls.h"
#include "trace/traced_path.h"

int tracer_init(struct tracer *t, struct found_files *found, struct err *err)
{
	*t = (struct tracer){ .found = found,
			      .socket = { -1, -1 },
			      .stop = { -1, -1 },
			      .notify = { .listener = -1, .alive = -1 } };
	/* A security module may allow the program less than us. */
	t->apart = access("/sys/fs/selinux/enforce", F_OK) == 0 ||
		   access("/sys/module/apparmor/parameters/enabled", F_OK) == 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, t->socket) < 0 ||
	    pipe2(t->stop, O_CLOEXEC) < 0)
		return err_sys(err, "cannot watch the program");
	found_files_inherit(found);
	return 0;
}

void tracer_enter(struct tracer *t)
{
	struct notify_call list[TRACED_MOST];

	for (size_t i = 0; i < traced_calls_n; i++)
		list[i] = (struct notify_call){ traced_calls[i].number,
						traced_calls[i].kind ==
								TRACED_OPEN ?
							traced_calls[i].flags :
							-1 };
	close(t->socket[0]);
	notify_enter(t->socket[1], list, traced_calls_n);
}

/* Reads a path argument and looks at what is there.  Returns -1 if the path
 * cannot be read. */
static int look(struct tracer *t, struct traced_path *g, int dir, int path,
		__u64 flags)
{
	const __u64 *args = t->notify.call->data.args;
	long long at = dir < 0 ? AT_FDCWD : (int)args[dir];

	if (notify_text(&t->notify, args[path], g->text, sizeof g->text) < 0) {
		/* With EFAULT the call will fail, too. */
		if (errno == EPERM && notify_is_waiting(&t->notify))
			found_files_incomplete(
				t->found, "a process could not be looked into");
		return -1;
	}
	return traced_path_look(g, &t->notify, t->found, at, flags);
}

static int is_regular(const struct traced_path *g)
{
	return !g->problem && S_ISREG(g->st.st_mode);
}

static const struct stat *state(const struct traced_path *g)
{
	return is_regular(g) ? &g->st : NULL;
}

static int is_of_kernel(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) < 0 || fs.f_type == PROC_SUPER_MAGIC ||
	       fs.f_type == SYSFS_MAGIC;
}

/* Opens the very file that was looked at, and gives it to the program. */
static int hand_over(struct tracer *t, const struct traced_path *g, __u64 flags,
		     int answer)
{
	char *path;
	int fd, rc = -1;

	if (is_of_kernel(g->fd))
		return -1;
	path = mem_printf("/proc/self/fd/%d", g->fd);
	fd = open(path, (int)(flags & ~(__u64)O_NOFOLLOW) | O_CLOEXEC);
	free(path);
	if (fd < 0)
		return -1;
	found_files_read(t->found, g->name, &g->st);
	if (answer)
		rc = notify_give(&t->notify, fd, (flags & O_CLOEXEC) != 0);
	close(fd);
	return rc;
}

static int may_write(__u64 flags)
{
	return (flags & O_ACCMODE) != O_RDONLY || flags & (O_CREAT | O_TRUNC);
}

/* Whether the kernel will open the existing file for writing. */
static int will_write(const struct traced_path *g, __u64 flags)
{
	char *path = mem_printf("/proc/self/fd/%d", g->fd);
	int yes = (flags & (O_CREAT | O_EXCL)) != (O_CREAT | O_EXCL) &&
		  faccessat(AT_FDCWD, path,
			    (flags & O_ACCMODE) == O_RDONLY ? R_OK : W_OK,
			    AT_EACCESS) == 0;

	free(path);
	return yes;
}

/* Makes a call that would change a protected file fail.  Returns 1 if it
 * did. */
static int refuse(struct tracer *t, const struct traced_path *g)
{
	struct found_files *f = t->found;
	char text[PATH_MAX], *link, *place;
	ssize_t n;
	int yes;

	if (!f->protect.dirs.n || !g->name)
		return 0;
	link = mem_printf("/proc/self/fd/%d", g->fd);
	n = g->fd < 0 ? -1 : readlink(link, text, sizeof text - 1);
	place = n > 0 ? mem_strn(text, (size_t)n) : found_place_real(g->name);
	yes = protected_has(&f->protect, &f->home, place) &&
	      notify_refuse(&t->notify, EROFS) == 0;
	free(place);
	free(link);
	return yes;
}

static int is_link(const struct traced_path *g)
{
	return !g->problem && S_ISLNK(g->st.st_mode);
}

static void on_directory(struct tracer *t, const struct traced_path *g)
{
	struct found_files *f = t->found;
	char *at = mem_printf("/proc/self/fd/%d", g->fd);

	if (!is_of_kernel(g->fd))
		found_names_list(&f->names, &f->home, g->name, at, f->relative);
	free(at);
}

static void on_read_link(struct tracer *t, const struct traced_call *c)
{
	struct found_files *f = t->found;
	struct traced_path g;

	if (look(t, &g, c->dir, c->path, O_NOFOLLOW) < 0)
		return;
	if (is_link(&g) && !is_of_kernel(g.fd))
		found_names_follow(&f->names, &f->home, g.name, f->relative);
	traced_path_release(&g);
}

/* Returns the umask of process PID, which may be "self", or -1. */
static int umask_of(const char *pid)
{
	char *path = mem_printf("/proc/%s/status", pid), text[512];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	const char *at;

	free(path);
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	at = strstr(text, "\nUmask:\t");
	return at ? (int)strtol(at + 8, NULL, 8) : -1;
}

/* Makes the file for the program and gives it, so that no other program writes
 * to it before we get reports of it.  If that cannot be done just as the kernel
 * would do it, nothing is done. */
static void make_for(struct tracer *t, const struct traced_path *g,
		     long long at, __u64 flags, __u64 mode)
{
	char *pid = mem_printf("%d", (int)t->notify.call->pid);
	char *dir = traced_path_directory(&t->notify, at);
	char *path = *g->text == '/' ? mem_str(g->text) :
				       mem_printf("%s/%s", dir, g->text);
	int fd = -1, mask = umask_of(pid);

	/* Below /proc and /dev the path may mean another place for us. */
	if (mask >= 0 && mask == umask_of("self") &&
	    strncmp(path, "/proc/self/", 11) != 0 &&
	    strncmp(path, "/proc/thread-self/", 18) != 0 &&
	    strncmp(path, "/dev/", 5) != 0 && notify_is_waiting(&t->notify))
		fd = open(path, (int)flags | O_EXCL | O_CLOEXEC, (mode_t)mode);
	if (fd >= 0) {
		found_files_make(t->found, g->name);
		if (notify_give(&t->notify, fd, (flags & O_CLOEXEC) != 0) < 0)
			unlink(path);
		close(fd);
	}
	free(path);
	free(dir);
	free(pid);
}

static void on_open(struct tracer *t, const struct traced_call *c, __u64 flags,
		    __u64 resolve)
{
	const __u64 *args = t->notify.call->data.args;
	struct traced_path g;

	if (flags & O_PATH || look(t, &g, c->dir, c->path, flags) < 0)
		return;
	if (may_write(flags) && refuse(t, &g)) {
		traced_path_release(&g);
		return;
	}
	if (may_write(flags) &&
	    (is_regular(&g) ? will_write(&g, flags) : g.problem == ENOENT)) {
		enum found_write how = flags & O_TRUNC	? FOUND_ANEW :
				       flags & O_APPEND ? FOUND_APPEND :
							  FOUND_OVER;

		found_files_open(t->found, g.name, how);
		found_files_write(t->found, g.name, state(&g), how);
		if (g.problem && flags & O_CREAT && c->mode >= 0 && !t->apart)
			make_for(t, &g,
				 c->dir < 0 ? AT_FDCWD : (int)args[c->dir],
				 flags, args[c->mode]);
	} else if (is_regular(&g) && !may_write(flags)) {
		hand_over(t, &g, flags, !t->apart && !resolve);
	} else if (g.problem == ENOENT && !may_write(flags)) {
		found_files_missing(t->found, g.name);
	} else if (!g.problem && S_ISDIR(g.st.st_mode)) {
		on_directory(t, &g);
	}
	traced_path_release(&g);
}

static void on_open_how(struct tracer *t, const struct traced_call *c)
{
	struct open_how how = { 0 };

	if (notify_bytes(&t->notify, t->notify.call->data.args[2], &how,
			 sizeof how) < 0)
		return;
	if (how.resolve & RESOLVE_IN_ROOT)
		found_files_incomplete(t->found,
				       "a process opened files in a root of "
				       "its own");
	else
		on_open(t, c, how.flags, how.resolve);
}

/* Programs that would gain privileges, and do not because of us. */
static void look_at_privileges(struct tracer *t, const struct traced_path *g)
{
	char *path;

	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 || geteuid() == 0)
		return;
	path = mem_printf("/proc/self/fd/%d", g->fd);
	if (((g->st.st_mode & S_ISUID && g->st.st_uid != geteuid()) ||
	     (g->st.st_mode & S_ISGID && g->st.st_gid != getegid()) ||
	     getxattr(path, "security.capability", NULL, 0) > 0))
		found_files_unprivileged(t->found, g->name);
	free(path);
}

/* Returns 1 if what /proc has as WHAT is another file for the process than for
 * us. */
static int is_another(const struct tracer *t, const char *what)
{
	char *its = mem_printf("/proc/%d/%s", (int)t->notify.call->pid, what);
	char *own = mem_printf("/proc/self/%s", what);
	struct stat ours, theirs;
	int yes = stat(own, &ours) == 0 && stat(its, &theirs) == 0 &&
		  (ours.st_ino != theirs.st_ino ||
		   ours.st_dev != theirs.st_dev);

	free(own);
	free(its);
	return yes;
}

/* In a container names mean other files.  Returns 1 if the names of the process
 * mean nothing to us. */
static int look_at_place(struct tracer *t)
{
	int root = is_another(t, "root"), mounts = is_another(t, "ns/mnt");

	if (root)
		found_files_incomplete(t->found, "a process has a root "
						 "directory of its own");
	if (mounts)
		found_files_incomplete(t->found,
				       "a process has mounts of its own");
	t->apart |= root || mounts;
	return root;
}

/* Sets G->text to the interpreter that the script OF names in its first line.
 * Returns 0 if OF is no script. */
static int find_interpreter(struct traced_path *g, const struct traced_path *of)
{
	static const char blank[] = " \t";
	char *path = mem_printf("/proc/self/fd/%d", of->fd), *at;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char line[256]; /* the kernel reads as many */
	ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof line - 1);

	free(path);
	if (fd >= 0)
		close(fd);
	if (n < 3 || memcmp(line, "#!", 2) != 0)
		return 0;
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	at = line + 2 + strspn(line + 2, blank);
	at[strcspn(at, blank)] = '\0';
	strcpy(g->text, at);
	return *at != '\0';
}

/* A script's interpreter is opened by the kernel alone, and may be a script,
 * too, but not for ever. */
static void run_program(struct tracer *t, const struct traced_path *g,
			int depth)
{
	struct traced_path by;

	if (!is_regular(g) || !(g->st.st_mode & 0111))
		return;
	look_at_privileges(t, g);
	found_files_run(t->found, g->name, &g->st);
	if (depth > 4 || !find_interpreter(&by, g) ||
	    traced_path_look(&by, &t->notify, t->found, AT_FDCWD, 0) < 0)
		return;
	run_program(t, &by, depth + 1);
	traced_path_release(&by);
}

static void on_execute(struct tracer *t, const struct traced_call *c)
{
	struct traced_path g;

	if (look(t, &g, c->dir, c->path, 0) < 0)
		return;
	run_program(t, &g, 0);
	traced_path_release(&g);
}

/* No content changes. */
static void on_attributes(struct tracer *t, const struct traced_call *c)
{
	struct traced_path g;

	if (!t->found->protect.dirs.n || look(t, &g, c->dir, c->path, 0) < 0)
		return;
	/* What is there already need not be made. */
	if (c->kind != TRACED_MAKE_DIR || g.problem == ENOENT)
		refuse(t, &g);
	traced_path_release(&g);
}

static int is_exchange(const struct traced_call *c, const __u64 *args)
{
	return c->kind == TRACED_RENAME && c->flags >= 0 &&
	       args[c->flags] & RENAME_EXCHANGE;
}

/* An open file without a name gets one. */
static int is_of_descriptor(const struct traced_call *c, const __u64 *args)
{
	return c->kind == TRACED_LINK && c->flags >= 0 &&
	       args[c->flags] & AT_EMPTY_PATH;
}

/* OLD is NULL if the call has only a new name. */
static void note_change(struct tracer *t, const struct traced_call *c,
			const struct traced_path *old,
			const struct traced_path *g)
{
	int exchange = is_exchange(c, t->notify.call->data.args);

	/* What was in the file is in the new one. */
	if (old && is_regular(old))
		found_files_read(t->found, old->name, &old->st);
	if (exchange && is_regular(g))
		found_files_read(t->found, g->name, &g->st);
	if (c->kind == TRACED_SYMLINK || (old && is_link(old)))
		found_names_make(&t->found->names, g->name);
	if (c->kind == TRACED_RENAME)
		found_files_rename(t->found, old->name, g->name, &old->st,
				   state(g));
	else
		found_files_write(t->found, g->name, state(g), FOUND_ANEW);
	if (exchange)
		found_files_rename(t->found, g->name, old->name, &g->st,
				   state(old));
}

static void on_change(struct tracer *t, const struct traced_call *c)
{
	const __u64 *args = t->notify.call->data.args;
	struct traced_path old = { .name = NULL, .fd = -1 }, g;
	int has_old = c->path >= 0 && !is_of_descriptor(c, args), refused;

	if (c->kind == TRACED_MAKE_DIR || c->kind == TRACED_CHANGE ||
	    (c->kind == TRACED_REMOVE && c->flags >= 0 && args[c->flags])) {
		on_attributes(t, c); /* a directory, or no content */
		return;
	}
	if (has_old && look(t, &old, c->dir, c->path, O_NOFOLLOW) < 0)
		return;
	refused = c->kind != TRACED_LINK && refuse(t, &old);
	if (!refused && c->kind == TRACED_REMOVE) {
		found_files_remove(t->found, old.name);
	} else if (!refused &&
		   look(t, &g, c->new_dir, c->new_path, O_NOFOLLOW) == 0) {
		if (!refuse(t, &g))
			note_change(t, c, has_old ? &old : NULL, &g);
		traced_path_release(&g);
	}
	if (has_old)
		traced_path_release(&old);
}

static void on_truncate(struct tracer *t, const struct traced_call *c)
{
	struct traced_path g;

	if (look(t, &g, c->dir, c->path, 0) < 0)
		return;
	if (!refuse(t, &g) && is_regular(&g))
		found_files_write(t->found, g.name, &g.st,
				  t->notify.call->data.args[1] ? FOUND_OVER :
								 FOUND_ANEW);
	traced_path_release(&g);
}

static void on_call(struct tracer *t, const struct traced_call *c)
{
	const __u64 *args = t->notify.call->data.args;

	if ((t->apart || c->kind == TRACED_EXECUTE) && look_at_place(t))
		return;
	switch (c->kind) {
	case TRACED_OPEN:
		on_open(t, c, args[c->flags], 0);
		break;
	case TRACED_OPEN_HOW:
		on_open_how(t, c);
		break;
	case TRACED_CREATE:
		on_open(t, c, O_CREAT | O_WRONLY | O_TRUNC, 0);
		break;
	case TRACED_EXECUTE:
		on_execute(t, c);
		break;
	case TRACED_READ_LINK:
		on_read_link(t, c);
		break;
	case TRACED_TRUNCATE:
		on_truncate(t, c);
		break;
	case TRACED_HANDLE:
		found_files_incomplete(t->found,
				       "a process opened files by handles "
				       "that have no names");
		break;
	case TRACED_RING:
		found_files_incomplete(t->found, "a process used io_uring");
		break;
	case TRACED_APART:
		t->apart = 1;
		break;
	default:
		on_change(t, c);
	}
}

static void *work(void *arg)
{
	struct tracer *t = arg;
	int what;

	while ((what = notify_wait(&t->notify, t->stop[0],
				   t->found->others.fd))) {
		const struct traced_call *c =
			traced_calls_find(t->notify.call->data.nr);

		if (what == 2) {
			found_files_look(t->found);
			continue;
		}
		if (notify_is_foreign(&t->notify))
			found_files_incomplete(t->found,
					       "a program of 32 bits was run");
		else if (c)
			on_call(t, c);
		if (t->notify.call->id)
			notify_continue(&t->notify);
	}
	return NULL;
}

/* Signals are for the thread that runs the program. */
static int start_thread(struct tracer *t)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&t->thread, NULL, work, t);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	t->running = rc == 0;
	return rc;
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

int tracer_follow(struct tracer *t, struct err *err)
{
	int rc;

	close_end(&t->socket[1]);
	rc = notify_begin(&t->notify, t->socket[0], err);
	close_end(&t->socket[0]);
	if (!rc && start_thread(t))
		rc = err_sys(err, "cannot start a thread");
	return rc;
}

void tracer_end(struct tracer *t)
{
	close_end(&t->socket[0]);
	close_end(&t->socket[1]);
	close_end(&t->stop[1]);
	if (t->running)
		pthread_join(t->thread, NULL);
	t->running = 0;
	close_end(&t->stop[0]);
	if (notify_end(&t->notify))
		found_files_incomplete(t->found, "processes were left running");
}
