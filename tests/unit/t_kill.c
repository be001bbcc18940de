/*
 * t_kill.c - a kill at every instant leaves a store that is sound.
 *
 * A child does a job (records a run, archives, restores, removes, ...) and is
 * killed before its first, second, third ... system call that changes a file
 * system, until it gets through.  After each kill everything in the store must
 * be what its name says, fsck must find nothing, a run must be absent or
 * readable and visibly unfinished, and the next one must go through.  A writer
 * that is unsafe on purpose must be caught by the same test.
 */
#include <sys/stat.h>

#include "archive/archive.h"
#include "archive/restore.h"
#include "base/mem.h"
#include "file/tsv.h"
#include "run/index.h"
#include "run/recording.h"
#include "run/recording_end.h"
#include "run/recording_note.h"
#include "run/recording_start.h"
#include "run/run.h"
#include "run/tag.h"
#include "store/object.h"
#include "upkeep/fsck.h"
#include "upkeep/gc.h"
#include "upkeep/remove_run.h"
#include "../kills/strike.h"
#include "unit.h"

static struct err err;

static void record(void)
{
	char name[] = "tool", *word[] = { name };
	struct recording_request a = {
		.tool = "t", .version = "1", .argc = 1, .argv = word
	};
	struct file_note n = { .path = "in.tsv" };
	struct recording r;
	struct buf b = { 0 };
	struct store s;

	if (store_find(&s, &err) < 0 ||
	    (!s.path && store_make(&s, ".", &err) < 0) ||
	    store_writable(&s, &err) < 0 ||
	    recording_start(&r, &s, &a, &err) < 0)
		_exit(2);
	buf_str(&b, "an input");
	n.data = &b;
	digest_of(&n.digest, b.data, b.len);
	if (recording_note(&r, &n, &err) < 0)
		_exit(2);
	n.output = 1;
	n.path = "-";
	buf_str(&b, " and what came of it");
	digest_of(&n.digest, b.data, b.len);
	if (recording_note(&r, &n, &err) < 0 ||
	    recording_end(&r, 0, NULL, 0, &err) < 0)
		_exit(2);
	buf_release(&b);
	recording_release(&r);
	store_release(&s);
}

static void work(void)
{
	record();
	_exit(0);
}

/* The last run of the store here. */
static char *last_run(struct store *s)
{
	struct strs ids = { 0 };
	char *id;

	if (store_find(s, &err) != 1 || run_list(s, &ids, &err) < 0 || !ids.n)
		_exit(3);
	id = mem_str(ids.at[ids.n - 1]);
	strs_release(&ids);
	return id;
}

static void pack(void)
{
	struct messages talk = { 0 };
	struct digest name;
	struct store s;
	char *id = last_run(&s);

	_exit(archive_write(&s, id, "x.tar.zst", 0, &name, &talk, &err) ? 2 :
									  0);
}

static void unpack(void)
{
	_exit(restore_archive("../x.tar", "out", 0, 0, NULL, &err) ? 2 : 0);
}

static void collect(void)
{
	struct store s;
	struct gc g;

	free(last_run(&s));
	_exit(gc_run(&g, &s, 0, 1, &err) ? 2 : 0);
}

static void drop(void)
{
	struct store s;
	char *id = last_run(&s);
	uint64_t bytes;
	size_t n;

	_exit(remove_run(&s, id, &n, &bytes, &err) ? 2 : 0);
}

static void name_and_note(void)
{
	struct store s;
	char *id = last_run(&s);

	_exit(run_note(&s, id, "first", &err) ||
			      run_note(&s, id, "second", &err) ||
			      tag_set(&s, "tag", id, 0, &err) ||
			      tag_drop(&s, "tag", &err) ?
		      2 :
		      0);
}

/* The null control: an object that gets its name before it is whole, and a
 * record that is written in place. */
static void write_unsafely(void)
{
	static const char text[] = "some content that is written in two parts";
	struct store s;
	char *id = last_run(&s), *path, *dir;
	struct digest d;
	int fd;

	digest_of(&d, text, strlen(text));
	path = object_path(&s, &d);
	dir = mem_strn(path, (size_t)(strrchr(path, '/') - path));
	mkdir(dir, 0777);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
	if (write(fd, text, 20) != 20 ||
	    write(fd, text + 20, strlen(text) - 20) < 0 || close(fd))
		_exit(2);
	free(id);
	_exit(0);
}

static int killed_before(void (*job)(void), int call)
{
	struct strike s;
	pid_t pid = fork();

	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			_exit(99);
		raise(SIGSTOP);
		job();
	}
	return pid < 0 ? STRIKE_CANNOT : strike_run(&s, pid, call);
}

static void check_objects(const struct store *s)
{
	/* sha256sum is the other opinion. */
	static const char command[] =
		"cd .xp/objects && for f in */*; do "
		"[ -e \"$f\" ] || continue; "
		"h=$(sha256sum < \"$f\"); "
		"[ \"${h%% *}\" = \"$(echo \"$f\" | tr -d /)\" ] || exit 1; "
		"done";

	(void)s;
	assert_int_equal(system(command), 0);
}

static void check_run(const struct store *s, const char *id)
{
	struct run r;
	size_t i;

	if (run_read(&r, s, id, &err) < 0)
		fail_msg("%s", err.text);
	assert_true(r.state == RUN_INTERRUPTED || r.state == RUN_DONE);
	for (i = 0; i < r.inputs.n; i++)
		assert_int_equal(object_has(s, &r.inputs.list[i].digest), 1);
	for (i = 0; i < r.outputs.n; i++)
		assert_int_equal(object_has(s, &r.outputs.list[i].digest), 1);
	if (r.state == RUN_DONE) {
		assert_non_null(r.recipe);
		assert_int_equal(r.inputs.n, 1);
		assert_int_equal(r.outputs.n, 1);
	}
	run_release(&r);
}

/* Everything that is there is sound, and a whole run still goes through. */
static void check_store(void)
{
	struct index_filter all = { 0 };
	struct strs ids = { 0 };
	struct tsv t = { 0 };
	struct store s;
	size_t i;
	pid_t pid;
	int status;

	if (store_find(&s, &err) == 1) {
		check_objects(&s);
		assert_int_equal(run_list(&s, &ids, &err), 0);
		for (i = 0; i < ids.n; i++)
			check_run(&s, ids.at[i]);
		assert_int_equal(index_table(&t, &s, &all, &err), 0);
		assert_int_equal(t.rows, ids.n);
		tsv_release(&t);
		strs_release(&ids);
	}
	store_release(&s);
	pid = fork();
	if (pid == 0)
		work();
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(store_find(&s, &err), 1);
	check_objects(&s);
	store_release(&s);
}

static void any_instant_will_do(void **state)
{
	int call, rc = -1, kills = 0, step = getenv("XP_QUICK") ? 4 : 1;

	(void)state;
	unsetenv("XP_DIR");
	for (call = 1; rc == -1; call += step) {
		assert_int_equal(system("rm -rf .xp"), 0);
		rc = killed_before(work, call);
		assert_int_not_equal(rc, -2);
		kills += rc == -1;
		check_store();
	}
	assert_int_equal(rc, 0);
	assert_true(kills > 40 / step);
}

/* What fsck has to say of the store here: the number of its findings. */
static size_t problems(const char *job, int call)
{
	struct fsck_report f = { 0 };
	struct store s;
	size_t n;

	if (store_find(&s, &err) != 1 || fsck_check(&f, &s, NULL, &err) < 0)
		fail_msg("%s: %s", job, err.text);
	for (n = 0; n < f.n; n++)
		if (strcmp(job, "unsafe"))
			print_error("%s, call %d: %s: %s\n", job, call,
				    f.list[n].path, f.list[n].problem);
	fsck_report_release(&f);
	store_release(&s);
	return n;
}

/* Begins each time with the store PREPARE has made; returns how often fsck
 * found something after a kill. */
static size_t kill_everywhere(const char *name, void (*job)(void), int floor)
{
	int call, rc = -1, kills = 0;
	int step = getenv("XP_QUICK") && strcmp(name, "unsafe") ? 4 : 1;
	size_t bad = 0;

	unsetenv("XP_DIR");
	for (call = 1; rc == -1; call += step) {
		assert_int_equal(system("rm -rf .xp out x.tar.zst && "
					"cp -a ../ready .xp"),
				 0);
		rc = killed_before(job, call);
		assert_int_not_equal(rc, -2);
		kills += rc == -1;
		bad += problems(name, call);
	}
	assert_int_equal(rc, 0);
	assert_true(kills > floor / step);
	return bad;
}

/* A store with two runs, one object that nobody needs, and an archive. */
static void make_ready(void)
{
	struct messages talk = { 0 };
	struct digest name;
	struct store s;
	char *id;

	assert_int_equal(system("rm -rf .xp ../ready ../x.tar"), 0);
	record();
	record();
	id = last_run(&s);
	assert_int_equal(object_put(&s, "litter", 6, &name, &err), 0);
	assert_int_equal(archive_write(&s, id, "../x.tar", 0, &name, &talk,
				       &err),
			 0);
	messages_release(&talk);
	free(id);
	store_release(&s);
	assert_int_equal(system("cp -a .xp ../ready"), 0);
}

static void what_reads_and_removes_may_be_killed(void **state)
{
	static const struct {
		const char *name;
		void (*job)(void);
		int calls;
	} jobs[] = {
		{ "archive", pack, 3 },	       { "restore", unpack, 20 },
		{ "gc", collect, 0 },	       { "rm", drop, 5 },
		{ "note", name_and_note, 10 }, { "record", work, 40 },
	};

	(void)state;
	assert_int_equal(system("rm -rf .xp; mkdir -p here"), 0);
	assert_int_equal(chdir("here"), 0);
	make_ready();
	for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++)
		assert_int_equal(kill_everywhere(jobs[i].name, jobs[i].job,
						 jobs[i].calls),
				 0);
	assert_int_equal(chdir(".."), 0);
}

/* An archive or a restored directory is whole or not there. */
static void what_is_half_made_has_no_name(void **state)
{
	int rc = -1;

	(void)state;
	assert_int_equal(chdir("here"), 0);
	for (int call = 1; rc == -1; call += 3) {
		assert_int_equal(system("rm -rf out"), 0);
		rc = killed_before(unpack, call);
		assert_int_equal(system("[ ! -e out ] || { cd out && sha256sum "
					"-c --quiet SHA256SUMS; }"),
				 0);
	}
	assert_int_equal(chdir(".."), 0);
}

static void the_unsafe_is_caught(void **state)
{
	(void)state;
	assert_int_equal(chdir("here"), 0);
	assert_true(kill_everywhere("unsafe", write_unsafely, 0) > 0);
	assert_int_equal(chdir(".."), 0);
}

static int may_trace(void)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0)
		_exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) ? 1 : 0);
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_instant_will_do),
		cmocka_unit_test(what_reads_and_removes_may_be_killed),
		cmocka_unit_test(what_is_half_made_has_no_name),
		cmocka_unit_test(the_unsafe_is_caught),
	};

	if (getenv("XP_UNIT_RUNNER") && *getenv("XP_UNIT_RUNNER")) {
		puts("1..0 # SKIP valgrind makes system calls of its own");
		return 0;
	}
	if (!may_trace()) {
		puts("1..0 # SKIP tracing is not allowed here");
		return 0;
	}
	/* Hundreds of runs: what is synced need not reach a disk. */
	if (!access("/dev/shm", W_OK | X_OK))
		setenv("TMPDIR", "/dev/shm", 1);
	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
