/*
 * t_file.c - files: what is opened, what a watcher hears, how outputs
 * appear.
 */
#include "file/file.h"
#include "file/in.h"
#include "base/mem.h"
#include "file/out.h"
#include "file/path.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "unit.h"

/* What the watcher heard, as lines "in path size digest". */
static struct buf heard;
static int refuse;

static int listen(void *arg, const struct file_note *note, struct err *err)
{
	char hex[DIGEST_HEX + 1];

	(void)arg;
	buf_printf(&heard, "%s %s %d %.8s\n", note->output ? "out" : "in",
		   note->path, (int)note->size, digest_hex(hex, &note->digest));
	return refuse ? err_no(err, "the watcher says no") : 0;
}

static int start(void **state)
{
	(void)state;
	unsetenv("XP_OUTSIDE");
	buf_clear(&heard);
	refuse = 0;
	file_watch(NULL, NULL);
	return 0;
}

static int in_cwd(void)
{
	struct strs all = { 0 };
	struct err err = { 0 };
	int n;

	assert_int_equal(path_glob(&all, ".*[!.]", &err), 0);
	assert_int_equal(path_glob(&all, "*", &err), 0);
	n = (int)all.n;
	strs_release(&all);
	return n;
}

static void output_appears_at_commit(void **state)
{
	struct err err = { 0 };
	struct out o;

	(void)state;
	unit_write("a", "old", 3);
	assert_int_equal(out_open(&o, "a", FILE_PLAIN, &err), 0);
	out_str(&o, "new ");
	out_printf(&o, "%d%s", 42, "\n");
	assert_string_equal(unit_read("a"), "old");
	assert_int_equal(out_commit(&o, &err), 0);
	assert_string_equal(unit_read("a"), "new 42\n");
	assert_int_equal(out_commit(&o, &err), 0);
	out_release(&o);
	assert_int_equal(in_cwd(), 1);
	unlink("a");
}

static void output_dropped_leaves_nothing(void **state)
{
	struct err err = { 0 };
	struct out o;
	char *big = calloc(1, 3 << 20);

	(void)state;
	unit_write("a", "old", 3);
	assert_int_equal(out_open(&o, "a", FILE_PLAIN, &err), 0);
	out_add(&o, big, 3 << 20); /* more than is held back */
	out_release(&o);
	free(big);
	assert_string_equal(unit_read("a"), "old");
	assert_int_equal(in_cwd(), 1);
	unlink("a");
}

/* Where a write fails the old file stays and nothing else is left. */
static void output_that_fails_leaves_the_old(void **state)
{
	struct rlimit old, small = { 1000, 1000 };
	struct err err = { 0 };
	struct out o;
	char data[2000] = { 0 };
	int rc;

	(void)state;
	unit_write("a", "old", 3);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	assert_int_equal(out_open(&o, "a", FILE_PLAIN, &err), 0);
	out_add(&o, data, sizeof(data));
	setrlimit(RLIMIT_FSIZE, &small);
	rc = out_commit(&o, &err);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(rc, -1);
	assert_says(&err, ERR_SYS, "cannot write 'a'");
	out_release(&o);
	assert_string_equal(unit_read("a"), "old");
	assert_int_equal(in_cwd(), 1);
	unlink("a");
}

/* What a killed run left goes when the next one writes there; what others
 * made, or hold, or have just made, stays. */
static void output_sweeps_what_kills_left(void **state)
{
	struct err err = { 0 };
	struct out o;

	(void)state;
	assert_int_equal(
		system("mkdir kills && cd kills && "
		       "touch .a.xp-abcdef .b.xp-abcdef .a.backup x && "
		       "touch -d '1 hour ago' .a.xp-abcdef .a.backup x"),
		0);
	assert_int_equal(out_open(&o, "kills/b", FILE_PLAIN, &err), 0);
	assert_int_equal(out_commit(&o, &err), 0);
	out_release(&o);
	assert_int_equal(system("test \"$(ls -A kills | xargs)\" = "
				"'.a.backup .b.xp-abcdef b x'"),
			 0);
}

static void output_keeps_links_and_modes(void **state)
{
	struct err err = { 0 };
	struct stat st;

	(void)state;
	umask(027);
	mkdir("d", 0777);
	unit_write("d/real", "x", 1);
	assert_int_equal(symlink("d/real", "link"), 0);
	assert_int_equal(out_write("link", "y", 1, &err), 0);
	assert_string_equal(unit_read("d/real"), "y");
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(out_write("fresh", "z", 1, &err), 0);
	assert_int_equal(stat("fresh", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	umask(022);
	unlink("d/real");
	rmdir("d");
	unlink("link");
	unlink("fresh");
}

static void output_has_to_have_a_place(void **state)
{
	struct err err = { 0 };
	struct out o;

	(void)state;
	mkdir("d", 0777);
	assert_int_equal(out_open(&o, "d", FILE_PLAIN, &err), -1);
	assert_says(&err, ERR_SYS, "cannot write 'd': Is a directory");
	assert_int_equal(out_open(&o, "no/where", FILE_PLAIN, &err), -1);
	assert_says(&err, ERR_SYS, "'no/where': No such file");
	rmdir("d");
	assert_int_equal(in_cwd(), 0);
}

static void random_access_to_outputs(void **state)
{
	struct err err = { 0 };
	char back[4] = "";
	struct out o;

	(void)state;
	assert_int_equal(out_open(&o, "a", FILE_IMAGE, &err), 0);
	assert_int_equal(out_write_at(&o, "abcdef", 6, 0), 6);
	assert_int_equal(out_write_at(&o, "XY", 2, 2), 2);
	assert_int_equal(out_read_at(&o, back, 3, 1), 3);
	assert_string_equal(back, "bXY");
	assert_int_equal(out_commit(&o, &err), 0);
	out_release(&o);
	assert_string_equal(unit_read("a"), "abXYef");
	unlink("a");
}

/* The digests are those of sha256sum. */
static void watcher_hears_once(void **state)
{
	struct buf b = { 0 };
	struct err err = { 0 };
	char two[8];
	struct in in;

	(void)state;
	unit_write("w1", "abc", 3);
	file_watch(listen, NULL);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(in_open(&in, "w1", FILE_IMAGE, &err), 0);
		assert_int_equal(in_read(&in, two, 8, 1, &err), 2);
		assert_memory_equal(two, "bc", 2);
		in_close(&in);
	}
	assert_int_equal(in_settle(1, &err), 0);
	assert_int_equal(out_write("w2", "", 0, &err), 0);
	assert_int_equal(file_slurp(&b, "w1", 3, &err), 0);
	assert_string_equal(b.data, "abc");
	assert_non_null(strstr(heard.data, "in w1 3 ba7816bf\n"));
	assert_non_null(strstr(heard.data, "out w2 0 e3b0c442\n"));
	buf_release(&b);
	unlink("w1");
	unlink("w2");
}

/* Read pixels as a decoder does, a piece at a time. */
static void stream(const char *path, size_t piece)
{
	struct err err = { 0 };
	char *to = mem_alloc(piece);
	struct in in;

	assert_int_equal(in_open(&in, path, FILE_IMAGE, &err), 0);
	in_stream(&in);
	for (uint64_t at = 0; at < in.size; at += piece)
		assert_true(in_read(&in, to, piece, at, &err) > 0);
	in_close(&in);
	free(to);
}

/* "in NAME SIZE DIGEST" of some bytes, as listen() writes it. */
static char *heard_as(const char *name, const char *data, size_t n)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;

	digest_of(&d, data, n);
	return mem_printf("in %s %zu %.8s\n", name, n, digest_hex(hex, &d));
}

/* Many at once, of sizes that are no multiple of anything. */
static void images_are_hashed_beside(void **state)
{
	enum { FILES = 12, MOST = 3000001 };
	char *data = mem_alloc(MOST);
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < MOST; i++)
		data[i] = (char)(i * i % 251);
	file_watch(listen, NULL);
	for (size_t i = 0; i < FILES; i++) {
		char name[8];

		snprintf(name, sizeof(name), "s%zu", i);
		unit_write(name, data + i, i < 9 ? i * 77773 : MOST - i);
		stream(name, 100000);
	}
	assert_int_equal(in_settle(0, &err), 0);
	for (size_t i = 0; i < FILES; i++) {
		size_t n = i < 9 ? i * 77773 : MOST - i;
		char name[8], *want;

		snprintf(name, sizeof(name), "s%zu", i);
		want = heard_as(name, data + i, n);
		assert_non_null(strstr(heard.data, want));
		free(want);
		unlink(name);
	}
	free(data);
}

/* Zeros but for a byte near each end; who reads and who hashes so large
 * a file stay within 256 MB of each other. */
enum { MB = 1 << 20, LARGE = 400 };

static void large_file(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);

	assert_int_equal(pwrite(fd, "a", 1, 5), 1);
	assert_int_equal(pwrite(fd, "b", 1, (off_t)LARGE * MB + 6), 1);
	close(fd);
}

/* " SIZE DIGEST" of one, as listen() writes it. */
static char *large_heard_as(void)
{
	char *data = mem_zero(MB, 1), hex[DIGEST_HEX + 1], *text;
	struct hash *h = digest_new();
	struct digest d;

	for (int i = 0; i < LARGE; i++) {
		data[5] = i ? 0 : 'a';
		digest_add(h, data, MB);
	}
	data[6] = 'b';
	digest_add(h, data, 7);
	digest_end(h, &d);
	text = mem_printf(" %zu %.8s\n", (size_t)LARGE * MB + 7,
			  digest_hex(hex, &d));
	free(data);
	return text;
}

/* One is read to its end, faster than it can be hashed; one is left after
 * its beginning; of one no more is read, but it stays open. */
static void large_images_are_hashed_beside(void **state)
{
	static const char *const name[] = { "l1", "l2", "l3" };
	struct err err = { 0 };
	struct in left, held;
	char some[8], *want;

	(void)state;
	if (getenv("XP_QUICK"))
		skip();
	want = large_heard_as();
	for (int i = 0; i < 3; i++)
		large_file(name[i]);
	file_watch(listen, NULL);
	assert_int_equal(in_open(&left, "l2", FILE_IMAGE, &err), 0);
	assert_int_equal(in_open(&held, "l3", FILE_IMAGE, &err), 0);
	in_stream(&left);
	in_stream(&held);
	assert_int_equal(in_read(&left, some, 8, 0, &err), 8);
	assert_int_equal(in_read(&held, some, 8, 0, &err), 8);
	in_close(&left);
	stream("l1", MB);
	assert_int_equal(in_settle(0, &err), 0);
	in_close(&held);
	for (int i = 0; i < 3; i++) {
		char *line = mem_printf("in %s%s", name[i], want);

		assert_non_null(strstr(heard.data, line));
		free(line);
		unlink(name[i]);
	}
	free(want);
}

/* Only its header was read: it is told of when all is settled. */
static void opened_images_are_told_at_the_end(void **state)
{
	struct err err = { 0 };
	struct in in;

	(void)state;
	unit_write("o1", "abc", 3);
	file_watch(listen, NULL);
	assert_int_equal(in_open(&in, "o1", FILE_IMAGE, &err), 0);
	in_close(&in);
	assert_int_equal(in_settle(0, &err), 0);
	assert_null(strstr(buf_text(&heard), "o1"));
	assert_int_equal(in_settle(1, &err), 0);
	assert_non_null(strstr(heard.data, "in o1 3 ba7816bf\n"));
	assert_int_equal(in_open(&in, "o1", FILE_IMAGE, &err), 0);
	in_close(&in);
	unlink("o1");
}

/* What is decoded is what is hashed, or nothing comes of it; how the file
 * changed does not matter: CHANGE 0: by a byte, 1: longer, 2: shorter. */
static void change_while_open(const char *name, int change)
{
	static const char *const to[] = { "abd", "abcd", "ab" };
	struct err err = { 0 };
	struct out out;
	struct in in;
	int fd;

	unit_write(name, "abc", 3);
	file_watch(listen, NULL);
	assert_int_equal(in_open(&in, name, FILE_IMAGE, &err), 0);
	in_stream(&in);
	fd = open(name, O_WRONLY | (change == 2 ? O_TRUNC : 0));
	assert_int_equal(write(fd, to[change], strlen(to[change])),
			 (ssize_t)strlen(to[change]));
	close(fd);
	in_close(&in);
	assert_int_equal(in_settle(0, &err), -1);
	assert_says(&err, ERR_DATA, "was changed while it was in use");
	assert_int_equal(out_open(&out, "c2", FILE_PLAIN, &err), 0);
	out_str(&out, "x");
	assert_int_equal(out_commit(&out, &err), -1);
	out_release(&out);
	assert_int_equal(access("c2", F_OK), -1);
	assert_int_equal(in_open(&in, "steady", FILE_IMAGE, &err), -1);
	assert_says(&err, ERR_DATA, name);
	unlink(name);
}

static void images_that_change_are_refused(void **state)
{
	(void)state;
	unit_write("steady", "abc", 3);
	change_while_open("byte", 0);
	change_while_open("longer", 1);
	change_while_open("shorter", 2);
	unlink("steady");
}

/* Who asked knows more of it than whoever comes next. */
static void a_change_is_reported_once(void **state)
{
	struct err err = { 0 };
	struct in in;

	(void)state;
	unit_write("once", "abc", 3);
	file_watch(listen, NULL);
	assert_int_equal(in_open(&in, "once", FILE_IMAGE, &err), 0);
	in_stream(&in);
	assert_int_equal(in_settle(0, &err), 0);
	unit_write("once", "abcd", 4);
	assert_int_equal(in_same(&in, &err), -1);
	assert_says(&err, ERR_DATA, "was changed while it was in use");
	in_close(&in);
	assert_int_equal(in_settle(0, &err), 0);
	unlink("once");
}

static void watcher_can_say_no(void **state)
{
	struct err err = { 0 };
	struct in in;

	(void)state;
	unit_write("w3", "abc", 3);
	unit_write("w5", "abc", 3);
	file_watch(listen, NULL);
	refuse = 1;
	assert_int_equal(in_open(&in, "w3", FILE_PLAIN, &err), -1);
	assert_says(&err, ERR_NO, "the watcher says no");
	assert_int_equal(out_write("w4", "x", 1, &err), -1);
	assert_int_equal(in_open(&in, "w5", FILE_IMAGE, &err), 0);
	in_stream(&in);
	in_close(&in);
	assert_int_equal(in_settle(0, &err), -1);
	assert_says(&err, ERR_NO, "the watcher says no");
	unlink("w3");
	unlink("w4");
	unlink("w5");
}

static void inputs_are_regular_and_steady(void **state)
{
	struct err err = { 0 };
	struct buf b = { 0 };
	struct in in;

	(void)state;
	assert_int_equal(in_open(&in, "none", FILE_PLAIN, &err), -1);
	assert_says(&err, ERR_DATA, "cannot open 'none': No such file");
	mkdir("d", 0777);
	assert_int_equal(in_open(&in, "d", FILE_PLAIN, &err), -1);
	assert_says(&err, ERR_DATA, "'d': it is a directory");
	rmdir("d");
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(in_open(&in, "pipe", FILE_PLAIN, &err), -1);
	assert_says(&err, ERR_DATA, "'pipe': not a regular file");
	unlink("pipe");
	unit_write("changing", "abc", 3);
	assert_int_equal(in_open(&in, "changing", FILE_PLAIN, &err), 0);
	in_close(&in);
	unit_write("changing", "abcd", 4);
	assert_int_equal(in_open(&in, "changing", FILE_PLAIN, &err), -1);
	assert_says(&err, ERR_DATA, "changed while it was in use");
	assert_int_equal(file_slurp(&b, "changing", 3, &err), -1);
	assert_says(&err, ERR_DATA, "more than 3 bytes");
	buf_release(&b);
	unlink("changing");
}

static void stdin_can_be_bytes(void **state)
{
	struct err err = { 0 };
	struct buf b = { 0 };

	(void)state;
	file_watch(listen, NULL);
	file_stdin_from("abc", 3);
	assert_int_equal(file_slurp(&b, "-", 10, &err), 0);
	assert_string_equal(b.data, "abc");
	assert_string_equal(heard.data, "in - 3 ba7816bf\n");
	file_stdin_from(NULL, 0);
	buf_release(&b);
}

static void names_outside(void **state)
{
	static const char *const known[][2] = {
		{ "/a/b", "root/a/b" },
		{ "../c", "up/c" },
		{ "../../x/y", "up/up/x/y" },
		{ "a/../b", "a/up/b" },
		{ "/", "root" },
		{ "..", "up" },
		{ "/a//b/./c", "root/a/b/c" },
		{ "./../a", "up/a" },
	};
	static const char *const inside[] = {
		"a", "./a", "a/b", "..a", "a..", "a/..b/c", "...", "",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		char *name = path_outside(known[i][0]);

		assert_non_null(name);
		assert_string_equal(name, known[i][1]);
		free(name);
	}
	for (size_t i = 0; i < sizeof(inside) / sizeof(*inside); i++)
		assert_null(path_outside(inside[i]));
}

/* With XP_OUTSIDE a path keeps its name and is found elsewhere. */
static void outside_is_looked_up(void **state)
{
	struct strs found = { 0 };
	struct err err = { 0 };
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(path_make_dirs("o/root/data/x", &err), 0);
	assert_int_equal(path_make_dirs("o/up", &err), 0);
	unit_write("o/root/data/x/1.tif", "one", 3);
	unit_write("o/up/2.tif", "two", 3);
	setenv("XP_OUTSIDE", "o", 1);
	assert_int_equal(file_slurp(&b, "/data/x/1.tif", 9, &err), 0);
	assert_string_equal(b.data, "one");
	assert_int_equal(file_slurp(&b, "../2.tif", 9, &err), 0);
	assert_string_equal(b.data, "two");
	assert_true(path_exists("/data/x/1.tif"));
	assert_int_equal(path_glob(&found, "/data/*/*.tif", &err), 0);
	assert_int_equal(path_glob(&found, "../*.tif", &err), 0);
	assert_int_equal(path_glob(&found, "/data/x", &err), 0);
	assert_int_equal(found.n, 3);
	assert_string_equal(found.at[0], "/data/x/1.tif");
	assert_string_equal(found.at[1], "../2.tif");
	assert_string_equal(found.at[2], "/data/x/1.tif");
	assert_int_equal(out_write("../3", "x", 1, &err), 0);
	unsetenv("XP_OUTSIDE");
	assert_string_equal(unit_read("o/up/3"), "x");
	assert_int_equal(system("rm -r o"), 0);
	strs_release(&found);
	buf_release(&b);
}

static void globs_sort_by_bytes(void **state)
{
	static const char *const name[] = { "b", "B", "a10", "a9", "[x]" };
	struct strs found = { 0 };
	struct err err = { 0 };

	(void)state;
	mkdir("g", 0777);
	assert_int_equal(chdir("g"), 0);
	for (int i = 0; i < 5; i++)
		unit_write(name[i], "", 0);
	unit_write(".hidden", "", 0);
	mkdir("directory", 0777);
	assert_int_equal(path_glob(&found, "*", &err), 0);
	assert_int_equal(found.n, 5);
	assert_string_equal(found.at[0], "B");
	assert_string_equal(found.at[1], "[x]");
	assert_string_equal(found.at[2], "a10");
	assert_string_equal(found.at[3], "a9");
	assert_string_equal(found.at[4], "b");
	assert_int_equal(path_glob(&found, "[x]", &err), 0);
	assert_string_equal(found.at[5], "[x]");
	assert_int_equal(path_glob(&found, "nothing*", &err), 0);
	assert_int_equal(found.n, 6);
	assert_int_equal(path_glob(&found, "", &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_int_equal(chdir(".."), 0);
	assert_int_equal(path_glob(&found, "g/", &err), 0);
	assert_string_equal(found.at[6], "g/B");
	assert_int_equal(symlink("nowhere", "g/link"), 0);
	assert_int_equal(path_glob(&found, "g/l*", &err), 0);
	assert_string_equal(found.at[found.n - 1], "g/link");
	assert_int_equal(path_glob(&found, "g", &err), 0);
	assert_string_equal(found.at[found.n - 1], "g/link");
	assert_int_equal(system("rm -r g"), 0);
	strs_release(&found);
}

static void directories_are_made(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_int_equal(path_make_dirs("a/b//c/", &err), 0);
	assert_int_equal(path_make_dirs("a/b/c", &err), 0);
	assert_true(path_exists("a/b/c"));
	unit_write("a/file", "", 0);
	assert_int_equal(path_make_dirs("a/file/x", &err), -1);
	assert_says(&err, ERR_SYS, "cannot make directory 'a/file/x'");
	assert_int_equal(path_make_dirs("a/file", &err), -1);
	assert_int_equal(system("rm -r a"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(output_appears_at_commit, start),
		cmocka_unit_test_setup(output_dropped_leaves_nothing, start),
		cmocka_unit_test_setup(output_that_fails_leaves_the_old, start),
		cmocka_unit_test_setup(output_sweeps_what_kills_left, start),
		cmocka_unit_test_setup(output_keeps_links_and_modes, start),
		cmocka_unit_test_setup(output_has_to_have_a_place, start),
		cmocka_unit_test_setup(random_access_to_outputs, start),
		cmocka_unit_test_setup(watcher_hears_once, start),
		cmocka_unit_test_setup(images_are_hashed_beside, start),
		cmocka_unit_test_setup(large_images_are_hashed_beside, start),
		cmocka_unit_test_setup(opened_images_are_told_at_the_end,
				       start),
		cmocka_unit_test_setup(images_that_change_are_refused, start),
		cmocka_unit_test_setup(a_change_is_reported_once, start),
		cmocka_unit_test_setup(watcher_can_say_no, start),
		cmocka_unit_test_setup(inputs_are_regular_and_steady, start),
		cmocka_unit_test_setup(stdin_can_be_bytes, start),
		cmocka_unit_test_setup(names_outside, start),
		cmocka_unit_test_setup(outside_is_looked_up, start),
		cmocka_unit_test_setup(globs_sort_by_bytes, start),
		cmocka_unit_test_setup(directories_are_made, start),
	};
	int failed = cmocka_run_group_tests(tests, unit_enter, unit_leave);

	buf_release(&heard);
	return failed;
}
