/*
 * notify.c - see notify.h, and seccomp_unotify(2).
 */
#include "trace/notify.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

/* Linux 5.19.  With it a signal does not interrupt a call that we look at. */
#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif
#ifndef SECCOMP_ADDFD_FLAG_SEND
#define SECCOMP_ADDFD_FLAG_SEND (1UL << 1)
#endif

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#define OTHER AUDIT_ARCH_I386
#define X32 0x40000000 /* numbers from here on */
/* open creat execve openat execveat openat2 */
static const int others[] = { 5, 8, 11, 295, 358, 437 };
#elif defined(__aarch64__)
#define NATIVE AUDIT_ARCH_AARCH64
#define OTHER AUDIT_ARCH_ARM
static const int others[] = { 5, 8, 11, 322, 387, 437 };
#endif

enum { MOST_STEPS = 200, CALL_SIZE = 4096 };
enum { LEFT_WAIT = 50 }; /* milliseconds until dead processes are gone */

struct filter {
	struct sock_filter step[MOST_STEPS];
	unsigned short n;
};

#ifdef NATIVE
static void add(struct filter *f, int code, unsigned value, int yes, int no)
{
	if (f->n < MOST_STEPS)
		f->step[f->n++] = (struct sock_filter){ (__u16)code, (__u8)yes,
							(__u8)no, value };
}

static void load(struct filter *f, size_t offset)
{
	add(f, BPF_LD | BPF_W | BPF_ABS, (unsigned)offset, 0, 0);
}

static void answer(struct filter *f, unsigned action)
{
	add(f, BPF_RET | BPF_K, action, 0, 0);
}

/* What was loaded is VALUE: the next step, else the one after it. */
static void if_equal(struct filter *f, unsigned value, int else_skip)
{
	add(f, BPF_JMP | BPF_JEQ | BPF_K, value, 0, else_skip);
}

static void add_others(struct filter *f)
{
	size_t i, n = sizeof others / sizeof *others;

	if_equal(f, NATIVE, 1);
	add(f, BPF_JMP | BPF_JA, (unsigned)(5 + 2 * n), 0, 0); /* beyond */
	if_equal(f, OTHER, 1);
	add(f, BPF_JMP | BPF_JA, 1, 0, 0);
	answer(f, SECCOMP_RET_ALLOW);
	load(f, offsetof(struct seccomp_data, nr));
	for (i = 0; i < n; i++) {
		if_equal(f, (unsigned)others[i], 1);
		answer(f, SECCOMP_RET_USER_NOTIF);
	}
	answer(f, SECCOMP_RET_ALLOW);
}

static void make_filter(struct filter *f, const struct notify_call *list,
			size_t n)
{
	f->n = 0;
	load(f, offsetof(struct seccomp_data, arch));
	add_others(f);
	load(f, offsetof(struct seccomp_data, nr));
#ifdef X32
	add(f, BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1);
	answer(f, SECCOMP_RET_USER_NOTIF);
#endif
	for (size_t i = 0; i < n; i++) {
		if_equal(f, (unsigned)list[i].number,
			 list[i].open_flags < 0 ? 1 : 4);
		if (list[i].open_flags >= 0) {
			load(f, offsetof(struct seccomp_data,
					 args[list[i].open_flags]));
			add(f, BPF_JMP | BPF_JSET | BPF_K, O_PATH, 0, 1);
			answer(f, SECCOMP_RET_ALLOW);
		}
		answer(f, SECCOMP_RET_USER_NOTIF);
	}
	answer(f, SECCOMP_RET_ALLOW);
}

static int install(const struct filter *f)
{
	const struct sock_fprog program = { f->n, (void *)f->step };

	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			    SECCOMP_FILTER_FLAG_NEW_LISTENER |
				    SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
			    &program);
}

/* Returns the listener, or -1.  Who may not administer the system must first
 * give up that programs gain privileges. */
static int listen_to_calls(const struct notify_call *list, size_t n)
{
	struct filter f;
	int fd;

	make_filter(&f, list, n);
	fd = install(&f);
	if (fd < 0 && errno == EACCES &&
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
		fd = install(&f);
	return fd;
}

int notify_is_foreign(const struct notify *n)
{
#ifdef X32
	if (n->call->data.nr >= X32)
		return 1;
#endif
	return n->call->data.arch != NATIVE;
}
#else
static int listen_to_calls(const struct notify_call *list, size_t n)
{
	(void)list;
	(void)n;
	errno = ENOSYS;
	return -1;
}

int notify_is_foreign(const struct notify *n)
{
	(void)n;
	return 1;
}
#endif

/* Tries it in a process of its own.  Its exit status is an errno, or 255 if
 * programs could no longer gain privileges. */
static int try_out(void)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		static const struct notify_call none = { -1, -1 };

		if (listen_to_calls(&none, 1) < 0)
			_exit(errno > 0 && errno < 255 ? errno : EINVAL);
		_exit(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 255 : 0);
	}
	if (pid < 0)
		return errno;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}

static int gains_privileges(const char *program)
{
	struct stat st;

	return stat(program, &st) == 0 &&
	       (st.st_mode & (S_ISUID | S_ISGID) ||
		getxattr(program, "security.capability", NULL, 0) > 0);
}

const char *notify_obstacle(const char *program)
{
	switch (try_out()) {
	case 0:
		return NULL;
	case 255:
		return gains_privileges(program) ?
			       "the program has privileges of its own" :
			       NULL;
	case EBUSY:
		return "another xp-log run watches it already";
	case EINVAL:
		return "Linux is older than 5.19";
	case ENOSYS:
		return "this system cannot watch programs";
	default:
		return "this system does not permit it";
	}
}

static void send_listener(int socket, int fd)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char byte = fd < 0;
	struct iovec data = { &byte, 1 };
	struct msghdr m = { .msg_iov = &data, .msg_iovlen = 1 };
	struct cmsghdr *c;

	if (fd >= 0) {
		m.msg_control = control.space;
		m.msg_controllen = sizeof control.space;
		c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(c), &fd, sizeof fd);
	}
	while (sendmsg(socket, &m, MSG_NOSIGNAL) < 0 && errno == EINTR)
		;
}

static int receive_listener(int socket)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char byte;
	struct iovec data = { &byte, 1 };
	struct msghdr m = { .msg_iov = &data,
			    .msg_iovlen = 1,
			    .msg_control = control.space,
			    .msg_controllen = sizeof control.space };
	struct cmsghdr *c;
	ssize_t n;
	int fd;

	do
		n = recvmsg(socket, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	c = n == 1 ? CMSG_FIRSTHDR(&m) : NULL;
	if (!c || c->cmsg_type != SCM_RIGHTS)
		return -1;
	memcpy(&fd, CMSG_DATA(c), sizeof fd);
	return fd;
}

void notify_enter(int socket, const struct notify_call *list, size_t n)
{
	int fd = listen_to_calls(list, n);
	char go;

	send_listener(socket, fd);
	if (fd >= 0)
		close(fd);
	while (read(socket, &go, 1) < 0 && errno == EINTR)
		;
}

static void send_continue(int listener, __u64 id)
{
	struct seccomp_notif_resp r = {
		.id = id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE
	};

	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &r);
}

static int receive_call(struct notify *n)
{
	memset(n->call, 0, n->call_size);
	return ioctl(n->listener, SECCOMP_IOCTL_NOTIF_RECV, n->call);
}

/* The keeper holds nothing of ours but the listener and ALIVE, the pipe. */
static void let_go(int listener, int alive)
{
	unsigned low = (unsigned)(listener < alive ? listener : alive);
	unsigned high = (unsigned)(listener < alive ? alive : listener);

	setsid();
	for (int s = 1; s < NSIG; s++)
		if (s != SIGCHLD)
			signal(s, SIG_IGN);
	if (chdir("/") < 0)
		_exit(1);
	if (low)
		syscall(SYS_close_range, 0U, low - 1, 0);
	if (high > low + 1)
		syscall(SYS_close_range, low + 1, high - 1, 0);
	syscall(SYS_close_range, high + 1, ~0U, 0);
}

/* Waits until its parent has ended, then answers until no process is left. */
__attribute__((noreturn)) static void keep(struct notify *n, int alive)
{
	struct pollfd p = { .fd = alive, .events = POLLIN };

	let_go(n->listener, alive);
	while (poll(&p, 1, -1) < 0)
		;
	close(alive);
	if (n->call->id)
		send_continue(n->listener, n->call->id);
	p.fd = n->listener;
	for (;;) {
		if (poll(&p, 1, -1) < 0)
			continue;
		if (!(p.revents & POLLIN))
			_exit(0);
		if (receive_call(n) == 0)
			send_continue(n->listener, n->call->id);
	}
}

/* The keeper is no child of ours: it may outlive us. */
static int start_keeper(struct notify *n, struct err *err)
{
	int alive[2];
	pid_t pid;

	if (pipe2(alive, O_CLOEXEC) < 0)
		return err_sys(err, "cannot make a pipe");
	pid = fork();
	if (pid == 0) {
		if (fork() == 0)
			keep(n, alive[0]);
		_exit(0);
	}
	close(alive[0]);
	n->alive = alive[1];
	if (pid < 0)
		return err_sys(err, "cannot start a process");
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return 0;
}

static int make_room(struct notify *n, struct err *err)
{
	struct seccomp_notif_sizes sizes = { 0 };

	syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes);
	n->call_size = sizes.seccomp_notif;
	if (n->call_size < sizeof(struct seccomp_notif))
		n->call_size = sizeof(struct seccomp_notif);
	n->call = mmap(NULL, CALL_SIZE, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (n->call_size <= CALL_SIZE && n->call != MAP_FAILED)
		return 0;
	n->call = NULL;
	return err_sys(err, "cannot watch the program");
}

int notify_begin(struct notify *n, int socket, struct err *err)
{
	int rc;

	*n = (struct notify){ .listener = -1, .alive = -1 };
	rc = make_room(n, err);
	n->listener = receive_listener(socket);
	if (!rc && n->listener < 0)
		rc = err_sys(err, "cannot watch the program");
	if (!rc)
		rc = start_keeper(n, err);
	while (write(socket, "", 1) < 0 && errno == EINTR)
		;
	return rc;
}

int notify_wait(struct notify *n, int stop, int other)
{
	struct pollfd p[] = { { .fd = n->listener, .events = POLLIN },
			      { .fd = stop, .events = POLLIN },
			      { .fd = other, .events = POLLIN } };

	for (;;) {
		if (poll(p, 3, -1) < 0)
			continue;
		if (p[1].revents || (p[0].revents && !(p[0].revents & POLLIN)))
			return 0;
		if (p[2].revents)
			return 2;
		if (p[0].revents && receive_call(n) == 0)
			return 1;
	}
}

static void answered(struct notify *n)
{
	n->call->id = 0;
}

void notify_continue(struct notify *n)
{
	send_continue(n->listener, n->call->id);
	answered(n);
}

int notify_refuse(struct notify *n, int error)
{
	struct seccomp_notif_resp r = { .id = n->call->id, .error = -error };

	if (ioctl(n->listener, SECCOMP_IOCTL_NOTIF_SEND, &r) < 0)
		return -1;
	answered(n);
	return 0;
}

int notify_give(struct notify *n, int fd, int close_on_exec)
{
	struct seccomp_notif_addfd a = {
		.id = n->call->id,
		.flags = SECCOMP_ADDFD_FLAG_SEND,
		.srcfd = (__u32)fd,
		.newfd_flags = close_on_exec ? O_CLOEXEC : 0,
	};

	if (ioctl(n->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &a) < 0)
		return -1;
	answered(n);
	return 0;
}

int notify_is_waiting(const struct notify *n)
{
	__u64 id = n->call->id;

	return ioctl(n->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id) == 0;
}

int notify_bytes(const struct notify *n, __u64 address, void *to, size_t size)
{
	struct iovec here = { to, size };
	struct iovec there = { (void *)(uintptr_t)address, size };

	return process_vm_readv((pid_t)n->call->pid, &here, 1, &there, 1, 0) ==
			       (ssize_t)size ?
		       0 :
		       -1;
}

/* Never reads across the end of a page, behind which there may be nothing. */
ssize_t notify_text(const struct notify *n, __u64 address, char *to,
		    size_t size)
{
	enum { PAGE = 4096 };
	size_t done = 0;

	while (done < size) {
		size_t k = PAGE - (address + done) % PAGE;
		const char *end;

		if (k > size - done)
			k = size - done;
		if (notify_bytes(n, address + done, to + done, k) < 0)
			return -1;
		end = memchr(to + done, '\0', k);
		if (end)
			return end - to;
		done += k;
	}
	errno = ENAMETOOLONG;
	return -1;
}

static int nobody_left(const struct notify *n)
{
	struct pollfd p = { .fd = n->listener };

	for (int i = 0; i < LEFT_WAIT; i++) {
		if (poll(&p, 1, i ? 1 : 0) > 0 && p.revents & POLLHUP)
			return 1;
		if (p.revents)
			break;
	}
	return 0;
}

int notify_end(struct notify *n)
{
	int left = n->listener >= 0 && !nobody_left(n);

	if (n->listener >= 0)
		close(n->listener);
	if (n->alive >= 0)
		close(n->alive);
	if (n->call)
		munmap(n->call, CALL_SIZE);
	*n = (struct notify){ .listener = -1, .alive = -1 };
	return left;
}
