/*
 * t_trace.c - a program that is watched behaves as if nobody watched, and what
 * is found is what it got.
 *
 * The program is this one: with a word it does what the word says and ends
 * with 0, or another status that tells the line of what went wrong (NEED).
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>

#include "app/child.h"
#include "trace/tracer.h"
#include "base/mem.h"
#include "file/file.h"
#include "unit.h"

extern char **environ;

static char self[4096], seven_word[] = "seven";

/* In the program: the status is the number of the first line that is wrong. */
#define NEED(what)                                 \
	do {                                       \
		if (!(what))                       \
			return __LINE__ % 251 + 1; \
	} while (0)

static int holds(int fd, const char *want)
{
	char text[64] = "";
	ssize_t n = read(fd, text, sizeof text - 1);

	close(fd);
	return n >= 0 && !strcmp(text, want);
}

static int fails(int fd, int want)
{
	return fd < 0 && errno == want;
}

/* What open(2) says, and which descriptors it gives. */
static int errors(void)
{
	struct rlimit few = { 0 }, most;
	int low = dup(0), fd;

	close(low);
	fd = open("a", O_RDONLY);
	NEED(fd == low && fcntl(fd, F_GETFD) == 0 && holds(fd, "aaa"));
	fd = open("a", O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	NEED(fd == low && fcntl(fd, F_GETFD) == FD_CLOEXEC);
	NEED((fcntl(fd, F_GETFL) & (O_ACCMODE | O_NONBLOCK)) == O_NONBLOCK);
	close(fd);
	NEED(fails(open("absent", O_RDONLY), ENOENT));
	NEED(fails(open("a/b", O_RDONLY), ENOTDIR));
	NEED(fails(open("loop", O_RDONLY), ELOOP));
	NEED(fails(open("link", O_RDONLY | O_NOFOLLOW), ELOOP));
	NEED(holds(open("link", O_RDONLY), "aaa"));
	NEED(fails(open("dir", O_WRONLY), EISDIR));
	NEED(fails(open((char *)8, O_RDONLY), EFAULT));
	NEED(fails(open("a", O_CREAT | O_EXCL | O_WRONLY, 0666), EEXIST));
	NEED(fails(openat(77, "a", O_RDONLY), EBADF));
	NEED(holds(openat(open("dir", O_RDONLY | O_DIRECTORY), "in", O_RDONLY),
		   "in"));
	getrlimit(RLIMIT_NOFILE, &most);
	few = most;
	few.rlim_cur = (rlim_t)dup(0);
	NEED(setrlimit(RLIMIT_NOFILE, &few) == 0);
	NEED(fails(open("a", O_RDONLY), EMFILE));
	NEED(setrlimit(RLIMIT_NOFILE, &most) == 0);
	return 0;
}

static int special(void)
{
	char text[4096] = "", want[4096];
	struct stat st;
	int fd;

	NEED(readlink("/proc/self/exe", text, sizeof text - 1) > 0);
	snprintf(want, sizeof want, "%d (", (int)getpid());
	fd = open("/proc/self/stat", O_RDONLY);
	NEED(fd >= 0 && read(fd, text, 64) > 0);
	NEED(!strncmp(text, want, strlen(want)));
	NEED(holds(open("/proc/self/cwd/a", O_RDONLY), "aaa"));
	fd = open("a", O_RDONLY);
	snprintf(text, sizeof text, "/dev/fd/%d", fd);
	NEED(holds(open(text, O_RDONLY), "aaa"));
	NEED(open("/dev/null", O_RDWR) >= 0);
	umask(027);
	fd = open("made", O_WRONLY | O_CREAT | O_EXCL, 0666);
	NEED(fd >= 0 && fstat(fd, &st) == 0 && (st.st_mode & 0777) == 0640);
	NEED(mkfifo("fifo", 0600) == 0);
	NEED(open("fifo", O_RDONLY | O_NONBLOCK) >= 0);
	return 0;
}

static void *open_often(void *arg)
{
	for (int i = 0; i < 200; i++)
		if (!holds(open(arg, O_RDONLY), arg))
			return arg;
	return NULL;
}

static void *execute(void *arg)
{
	char *const words[] = { self, arg, NULL };

	execv(self, words);
	return NULL;
}

static int threads(void)
{
	static char names[4][2] = { "w", "x", "y", "z" };
	pthread_t t[4];
	void *wrong;

	for (int i = 0; i < 4; i++)
		NEED(pthread_create(&t[i], NULL, open_often, names[i]) == 0);
	for (int i = 0; i < 4; i++)
		NEED(pthread_join(t[i], &wrong) == 0 && !wrong);
	NEED(pthread_create(&t[0], NULL, execute, seven_word) == 0);
	pause();
	return 1;
}

static int children(void)
{
	char *const words[] = { self, seven_word, NULL };
	pid_t pid = vfork();
	int status;

	if (pid == 0) {
		execv(self, words);
		_exit(1);
	}
	NEED(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7);
	NEED(posix_spawn(&pid, self, NULL, NULL, words, environ) == 0);
	NEED(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7);
	pid = fork();
	if (pid == 0) {
		raise(SIGKILL);
		_exit(1);
	}
	NEED(waitpid(pid, &status, 0) == pid && WTERMSIG(status) == SIGKILL);
	return 0;
}

static volatile sig_atomic_t rang;

static void ring(int number)
{
	(void)number;
	rang = 1;
}

/* A timer rings all the time; no open may end because of it. */
static int signals(void)
{
	struct sigaction a = { .sa_handler = ring, .sa_flags = SA_RESTART };
	struct itimerval t = { { 0, 500 }, { 0, 500 } };

	NEED(sigaction(SIGALRM, &a, NULL) == 0);
	NEED(setitimer(ITIMER_REAL, &t, NULL) == 0);
	for (int i = 0; i < 2000; i++)
		NEED(holds(open("a", O_RDONLY), "aaa"));
	NEED(rang);
	return 0;
}

/* What gdb and strace do. */
static int tracing(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		raise(SIGSTOP);
		_exit(holds(open("a", O_RDONLY), "aaa") ? 7 : 1);
	}
	NEED(waitpid(pid, &status, 0) == pid && WIFSTOPPED(status));
	for (int calls = 0; WIFSTOPPED(status); calls++) {
		NEED(calls < 1000);
		NEED(ptrace(PTRACE_SYSCALL, pid, 0, 0) == 0);
		NEED(waitpid(pid, &status, 0) == pid);
	}
	NEED(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	return 0;
}

static char path[2];

static void *rewrite(void *arg)
{
	(void)arg;
	for (unsigned i = 0;; i++)
		path[0] = "wxyz"[i % 4];
	return NULL;
}

/* Another thread changes the path while the kernel looks: which files were
 * opened is told by the links that are made. */
static int race(void)
{
	pthread_t t;
	char text[8] = "";

	path[0] = 'w';
	NEED(pthread_create(&t, NULL, rewrite, NULL) == 0);
	for (int i = 0; i < 3; i++) {
		int fd = open(path, O_RDONLY);

		NEED(fd >= 0 && read(fd, text + i, 1) == 1);
		close(fd);
	}
	printf("%s", text);
	fflush(stdout);
	_exit(0);
}

/* All that a file can be. */
static int files(void)
{
	int fd;

	NEED(holds(open("a", O_RDONLY), "aaa"));
	fd = open("old", O_WRONLY | O_TRUNC);
	NEED(write(fd, "new", 3) == 3 && close(fd) == 0);
	fd = open("log", O_WRONLY | O_APPEND);
	NEED(write(fd, "more", 4) == 4 && close(fd) == 0);
	fd = open("t.tmp", O_WRONLY | O_CREAT, 0666);
	NEED(write(fd, "t", 1) == 1 && close(fd) == 0);
	NEED(rename("t.tmp", "t") == 0 && holds(open("t", O_RDONLY), "t"));
	NEED(mkdir("d.tmp", 0777) == 0);
	close(open("d.tmp/x", O_WRONLY | O_CREAT, 0666));
	NEED(rename("d.tmp", "d") == 0);
	close(open("gone", O_WRONLY | O_CREAT, 0666));
	NEED(unlink("gone") == 0);
	NEED(holds(open("w", O_RDONLY), "w") && unlink("w") == 0);
	NEED(rename("z", "zz") == 0);
	NEED(link("x", "hard") == 0 && symlink("x", "soft") == 0);
	close(open("lock", O_RDWR));
	NEED(fails(open("absent", O_RDONLY), ENOENT));
	NEED(truncate("y", 0) == 0);
	return 0;
}

static int ring_files(void)
{
	syscall(SYS_io_uring_setup, 0, NULL);
	return 0;
}

static int seven(void)
{
	return 7;
}

static int left_behind(void)
{
	if (fork() == 0) {
		usleep(300000);
		close(open("late", O_WRONLY | O_CREAT, 0666));
		_exit(0);
	}
	return 0;
}

static const struct {
	const char *name;
	int (*run)(void);
} programs[] = { { "errors", errors },	   { "special", special },
		 { "threads", threads },   { "children", children },
		 { "signals", signals },   { "tracing", tracing },
		 { "race", race },	   { "files", files },
		 { "ring", ring_files },   { "seven", seven },
		 { "behind", left_behind } };

/* From here on: the test. */

static void put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* Each program works in a directory of its own: what is known of a file is
 * kept by its name. */
static char dir[16];

static void put_files(void)
{
	static int n;

	snprintf(dir, sizeof dir, "%d", ++n);
	assert_int_equal(mkdir(dir, 0777), 0);
	assert_int_equal(chdir(dir), 0);
	put("a", "aaa");
	put("w", "w");
	put("x", "x");
	put("y", "y");
	put("z", "z");
	put("old", "old");
	put("log", "log");
	put("lock", "");
	mkdir("dir", 0777);
	put("dir/in", "in");
	symlink("a", "link");
	symlink("loop", "loop");
	assert_int_equal(chdir(".."), 0);
	mkdir(".xp", 0777);
	mkdir(".xp/runs", 0777);
	mkdir(".xp/runs/1", 0777);
}

static struct strs told;

static int tell(void *arg, const struct file_note *note, struct err *err)
{
	(void)arg;
	(void)err;
	const char *name = strchr(note->path, '/');

	strs_take(&told,
		  mem_printf("%s %s %d", note->output ? "out" : "in",
			     name ? name + 1 : note->path, (int)note->size));
	return 0;
}

/* Runs the program NAME; what is found stays in F. */
static int watch(struct found_files *f, const char *name)
{
	char *words[] = { self, (char *)name, dir, NULL };
	struct child_streams none = { .in.fd = -1 };
	struct tracer t;
	struct err err = { 0 };
	int status;

	strs_release(&told);
	file_watch(tell, NULL);
	found_files_init(f, ".xp/runs/1");
	assert_int_equal(tracer_init(&t, f, &err), 0);
	if (child_run(self, words, &none, &t, &status, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(found_files_tell(f, &err), 0);
	file_watch(NULL, NULL);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int can_watch(void)
{
	const char *why = notify_obstacle(self);

	if (why)
		print_message("skipped: %s\n", why);
	return !why;
}

static void expect_status(const char *name, int status)
{
	struct found_files f;

	if (!can_watch())
		return;
	put_files();
	assert_int_equal(watch(&f, name), status);
	assert_int_equal(f.incomplete.n, 0);
	found_files_release(&f);
}

static void opens_as_usual(void **state)
{
	(void)state;
	expect_status("errors", 0);
}

static void opens_special_files(void **state)
{
	(void)state;
	expect_status("special", 0);
}

static void may_have_threads(void **state)
{
	(void)state;
	expect_status("threads", 7);
}

static void may_have_children(void **state)
{
	(void)state;
	expect_status("children", 0);
}

static void is_not_interrupted(void **state)
{
	(void)state;
	expect_status("signals", 0);
}

static void may_trace(void **state)
{
	(void)state;
	expect_status("tracing", 0);
}

static int has(const char *line)
{
	return strs_has(&told, line);
}

static void finds_what_was_opened(void **state)
{
	int out = dup(STDOUT_FILENO), to;
	char got[8] = "";

	(void)state;
	if (!can_watch())
		return;
	to = open("got", O_RDWR | O_CREAT | O_TRUNC, 0666);
	for (int i = 0; i < 20; i++) {
		struct found_files f;

		put_files();
		assert_int_equal(ftruncate(to, 0), 0);
		lseek(to, 0, SEEK_SET);
		fflush(stdout);
		dup2(to, STDOUT_FILENO);
		int status = watch(&f, "race");
		dup2(out, STDOUT_FILENO);
		assert_int_equal(status, 0);
		assert_int_equal(pread(to, got, 3, 0), 3);
		for (int k = 0; k < 3; k++) {
			char line[] = "in w 1";

			line[3] = got[k];
			assert_true(has(line));
		}
		found_files_release(&f);
	}
	close(to);
	close(out);
}

static void tells_inputs_from_outputs(void **state)
{
	static const char *const want[] = {
		"in a 3",    "in log 3",  "in w 1",	"in x 1",
		"in z 1",    "out zz 1",  "out d/x 0",	"out hard 1",
		"out log 7", "out old 3", "out soft 1", "out t 1",
		"out y 0"
	};
	struct found_files f;

	(void)state;
	if (!can_watch())
		return;
	put_files();
	assert_int_equal(watch(&f, "files"), 0);
	strs_sort(&told);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		if (!has(want[i]))
			fail_msg("not told: %s", want[i]);
	assert_int_equal(told.n, sizeof want / sizeof *want);
	assert_int_equal(f.missing.n, 1);
	assert_non_null(strstr(f.missing.at[0], "/absent"));
	assert_int_equal(f.changed.n, 0);
	assert_true(f.modules.n > 0);
	found_files_release(&f);
}

static void says_what_it_cannot_see(void **state)
{
	struct found_files f;

	(void)state;
	if (!can_watch())
		return;
	put_files();
	assert_int_equal(watch(&f, "ring"), 0);
	assert_int_equal(f.incomplete.n, 1);
	found_files_release(&f);
	put_files();
	assert_int_equal(watch(&f, "behind"), 0);
	assert_int_equal(f.incomplete.n, 1);
	found_files_release(&f);
	assert_int_equal(chdir(dir), 0);
	for (int i = 0; i < 100 && access("late", F_OK) < 0; i++)
		usleep(100000);
	assert_int_equal(access("late", F_OK), 0);
	assert_int_equal(chdir(".."), 0);
}

/* Tells F that the program opens the new file NAME, and makes it. */
static int make_seen(struct found_files *f, const char *name)
{
	int fd;

	found_files_open(f, name, FOUND_ANEW);
	found_files_write(f, name, NULL, FOUND_ANEW);
	fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0666);
	assert_true(fd >= 0);
	found_files_make(f, name);
	assert_int_equal(write(fd, "mine", 4), 4);
	return fd;
}

static void rename_seen(struct found_files *f, const char *name, const char *to)
{
	struct stat st, was;

	assert_int_equal(stat(name, &st), 0);
	found_files_rename(f, name, to, &st, stat(to, &was) == 0 ? &was : NULL);
	assert_int_equal(rename(name, to), 0);
}

/* Nobody takes a report before all has happened: the kernel makes one of two
 * that are the same. */
static void credits_only_what_is_known(void **state)
{
	char *top = realpath(".", NULL), *name[6];
	struct found_files f;
	struct err err = { 0 };

	(void)state;
	put_files();
	strs_release(&told);
	file_watch(tell, NULL);
	found_files_init(&f, ".xp/runs/1");
	for (int i = 0; i < 6; i++)
		name[i] = mem_printf("%s/%s/new%d", top, dir, i);
	/* Another program opens it while we write, and closes it first. */
	int fd = make_seen(&f, name[0]);
	put(name[0], "theirs");
	close(fd);
	/* Another one renames its file to it, after us. */
	close(make_seen(&f, name[1]));
	rename_seen(&f, name[1], name[2]);
	put(name[3], "theirs");
	assert_int_equal(rename(name[3], name[2]), 0);
	/* Ours alone, and twice. */
	close(make_seen(&f, name[4]));
	close(make_seen(&f, name[3]));
	rename_seen(&f, name[3], name[5]);
	close(make_seen(&f, name[3]));
	rename_seen(&f, name[3], name[5]);
	assert_int_equal(found_files_tell(&f, &err), 0);
	file_watch(NULL, NULL);
	if (f.others.fd >= 0) {
		assert_int_equal(f.shared.n, 2);
		assert_int_equal(told.n, 2);
	}
	assert_true(has("out new4 4") && has("out new5 4"));
	found_files_release(&f);
	for (int i = 0; i < 6; i++)
		free(name[i]);
	free(top);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_as_usual),
		cmocka_unit_test(opens_special_files),
		cmocka_unit_test(may_have_threads),
		cmocka_unit_test(may_have_children),
		cmocka_unit_test(is_not_interrupted),
		cmocka_unit_test(may_trace),
		cmocka_unit_test(finds_what_was_opened),
		cmocka_unit_test(tells_inputs_from_outputs),
		cmocka_unit_test(says_what_it_cannot_see),
		cmocka_unit_test(credits_only_what_is_known),
	};

	if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
		return 99;
	if (argc > 2 && chdir(argv[2]) < 0)
		return 98;
	for (size_t i = 0; argc > 1 && i < sizeof programs / sizeof *programs;
	     i++)
		if (!strcmp(argv[1], programs[i].name))
			return programs[i].run();
	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
