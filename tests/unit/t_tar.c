/*
 * t_tar.c - archives in one normal form, their names and their lists.
 */
#include "archive/tar.h"
#include "file/file.h"
#include "file/path.h"

#include <sys/stat.h>

#include "unit.h"

#include "base/mem.h"
#include "archive/member.h"
#include "archive/member_path.h"
#include "archive/check_archive.h"

static char long_name[240];

static int whole(void *arg, struct tar_in *t, struct err *e)
{
	struct tar_entry entry;
	int rc;

	(void)arg;
	while ((rc = tar_next(t, &entry, e)) > 0)
		;
	return rc;
}

static int refuse(void *arg, struct tar_in *t, struct err *e)
{
	(void)arg;
	(void)t;
	return err_data(e, "no");
}

static void write_tar(const char *path, struct digest *id)
{
	struct tar_out *t;
	struct err err = { 0 };

	assert_int_equal(tar_create(&t, path, &err), 0);
	assert_int_equal(tar_member(t, "a", 0, 5, &err), 0);
	assert_int_equal(tar_data(t, "he", 2, &err), 0);
	assert_int_equal(tar_data(t, "llo", 3, &err), 0);
	assert_int_equal(tar_member(t, "dir/b", 1, 0, &err), 0);
	assert_int_equal(tar_member(t, long_name, 0, 1, &err), 0);
	assert_int_equal(tar_data(t, "x", 1, &err), 0);
	assert_int_equal(tar_finish(t, id, whole, NULL, &err), 0);
}

static void read_tar(const char *path)
{
	static const struct {
		const char *name, *data;
		int executable;
	} want[] = {
		{ "a", "hello", 0 },
		{ "dir/b", "", 1 },
		{ long_name, "x", 0 },
	};
	struct tar_in *t;
	struct tar_entry e;
	struct err err = { 0 };
	char data[100];

	assert_int_equal(tar_open(&t, path, &err), 0);
	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(want[i].data);

		assert_int_equal(tar_next(t, &e, &err), 1);
		assert_string_equal(e.name, want[i].name);
		assert_int_equal(e.size, n);
		assert_int_equal(e.executable, want[i].executable);
		assert_int_equal(tar_read(t, data, sizeof(data), &err), n);
		assert_memory_equal(data, want[i].data, n);
		assert_int_equal(tar_read(t, data, sizeof(data), &err), 0);
	}
	assert_int_equal(tar_next(t, &e, &err), 0);
	tar_close(t);
}

static void test_round_trip(void **state)
{
	struct digest id, again, plain;
	struct buf b = { 0 }, c = { 0 };
	struct err err = { 0 };

	(void)state;
	memset(long_name, 'n', sizeof(long_name) - 1);
	write_tar("x.tar", &id);
	read_tar("x.tar");
	assert_int_equal(file_slurp(&b, "x.tar", 1 << 20, &err), 0);
	digest_of(&plain, b.data, b.len);
	assert_true(digest_same(&id, &plain));
	/* Owner, group and time are nothing; no names, no padding. */
	assert_string_equal(b.data, "a");
	assert_int_equal(strtol(b.data + 100, NULL, 8), 0644);
	assert_int_equal(strtol(b.data + 108, NULL, 8), 0);
	assert_int_equal(strtol(b.data + 116, NULL, 8), 0);
	assert_int_equal(strtol(b.data + 136, NULL, 8), 0);
	assert_string_equal(b.data + 265, "");
	assert_int_equal(b.data[156], '0');

	umask(077);
	write_tar("x.tar.zst", &again);
	assert_true(digest_same(&id, &again));
	read_tar("x.tar.zst");
	write_tar("y.tar.zst", &again);
	assert_int_equal(file_slurp(&b, "x.tar.zst", 1 << 20, &err), 0);
	assert_int_equal(file_slurp(&c, "y.tar.zst", 1 << 20, &err), 0);
	assert_int_equal(b.len, c.len);
	assert_memory_equal(b.data, c.data, b.len);
	buf_release(&b);
	buf_release(&c);
}

static void test_failure(void **state)
{
	struct tar_out *t;
	struct tar_in *in;
	struct tar_entry e;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(tar_create(&t, "no/such/x.tar", &err), -1);
	assert_int_equal(err.kind, ERR_SYS);
	assert_int_equal(tar_create(&t, "gone.tar", &err), 0);
	assert_int_equal(tar_member(t, "a", 0, 3, &err), 0);
	assert_int_equal(tar_data(t, "more than three", 15, &err), -1);
	tar_drop(t);
	assert_false(path_exists("gone.tar"));

	unit_write("junk", "not an archive, but long enough to be one", 41);
	assert_int_equal(tar_open(&in, "junk", &err), -1);
	assert_says(&err, ERR_DATA, "'junk'");
	unit_write("none", "", 0);
	if (tar_open(&in, "none", &err) == 0) {
		assert_true(tar_next(in, &e, &err) <= 0);
		tar_close(in);
	}
}

static void assert_place(const char *cwd, const char *path, const char *want)
{
	char *place = member_path(cwd, "ID", path);

	assert_string_equal(place, want);
	free(place);
}

static void test_places(void **state)
{
	(void)state;
	assert_place("", "raw/a.tif", "raw/a.tif");
	assert_place("", "./raw//./a.tif", "raw/a.tif");
	assert_place("sub", "a.tif", "sub/a.tif");
	assert_place("", "/data/a.tif", "outside/root/data/a.tif");
	assert_place("", "../a.tif", "outside/up/a.tif");
	assert_place("sub", "../a.tif", "a.tif");
	assert_place("sub", "x/../../raw/./a.tif", "raw/a.tif");
	assert_place("sub/x", "../../../a.tif", "sub/x/outside/up/up/up/a.tif");
	assert_place("sub", "..", "sub/outside/up");
	assert_place("", "x/../../a", "outside/x/up/up/a");
	assert_place("sub", ".xp/run/best", ".xp/runs/ID/best");
	assert_place("sub", ".xp/runs/OTHER/best", ".xp/runs/OTHER/best");
	assert_place("", ".xp/../../etc/passwd",
		     "outside/.xp/up/up/etc/passwd");
}

static void test_names(void **state)
{
	static const char *const good[] = {
		"a", "a/b", "a b", "..a", "a..", "%", "\\", "\xc3\xa4/\xff",
	};
	static const char *const bad[] = {
		"%4", "%zz", "%41", "%00", "\xc3", "a\\b", "%c3",
	};
	static const char *const unsafe[] = {
		"",	"/a",	"a/",	 "a//b", ".",	 "..",
		"a/..", "../a", "a/./b", "a\nb", "a\tb", "\x7f",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		char *name = member_path_encode(good[i]);
		char *back = member_path_decode(name);

		assert_string_equal(back, good[i]);
		assert_true(member_path_is_safe(good[i]));
		for (const char *p = name; *p; p++)
			assert_true(*p >= ' ' && *p < 127 && *p != '\\');
		free(name);
		free(back);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_null(member_path_decode(bad[i]));
	for (size_t i = 0; i < sizeof(unsafe) / sizeof(*unsafe); i++)
		assert_false(member_path_is_safe(unsafe[i]));
}

/* Every line of SUMS with a digest in front. */
static int sums(struct archive_list *t, const char *names, struct err *err)
{
	struct strs l = { 0 };
	struct buf b = { 0 };
	int rc;

	strs_split(&l, names, '|');
	for (size_t i = 0; i < l.n; i++)
		buf_printf(&b, "%064d  %s\n", 1, l.at[i]);
	memset(t, 0, sizeof(*t));
	rc = check_archive_sums(t, buf_text(&b), b.len, err);
	strs_release(&l);
	buf_release(&b);
	return rc;
}

static void test_lists(void **state)
{
	static const char *const bad[] = {
		"b",
		"../a",
		"inputs/../a",
		"inputs//a",
		"/etc/passwd",
		"inputs/",
		"inputs",
		"code",
		"SHA256SUMS",
		"inputs/a|README",
		"README|README",
		"inputs/.xp/version",
		"inputs/run.sh",
		"record/x",
		"record/runs/x/start.json",
		"record/code/..",
		"record/runs/20261123-202530-1234abcd",
		"record/runs/20261123-202530-1234abcd/lock",
		"record/objects/00/00",
		"inputs/%41",
		"inputs/%2E%2E/a",
	};
	struct archive_list t;
	struct err err = { 0 };
	const char *s = "5 README\n7 SIZES\n9 inputs/a%C3%A4\n";

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(sums(&t, bad[i], &err), -1);
		assert_int_equal(err.kind, ERR_DATA);
		check_archive_release(&t);
	}
	assert_int_equal(sums(&t, "README|SIZES|inputs/a%C3%A4", &err), 0);
	assert_int_equal(check_archive_sizes(&t, s, strlen(s), &err), 0);
	assert_int_equal(t.total, 21);
	assert_int_equal(t.entry[2].size, 9);
	assert_int_equal(check_archive_sizes(&t, s, strlen(s) - 1, &err), -1);
	assert_int_equal(check_archive_sizes(&t, "", 0, &err), -1);
	assert_int_equal(check_archive_sizes(&t, "5 README\n7 SIZES\n-1 x\n",
					     22, &err),
			 -1);
	check_archive_release(&t);
}

/* What cannot be read back gets no name, and replaces nothing. */
static void what_is_written_is_read_back(void **state)
{
	struct err err = { 0 };
	struct tar_out *t;
	struct digest id;

	(void)state;
	unit_write("kept.tar.zst", "before", 6);
	assert_int_equal(tar_create(&t, "kept.tar.zst", &err), 0);
	assert_int_equal(tar_member(t, "a", 0, 1, &err), 0);
	assert_int_equal(tar_data(t, "x", 1, &err), 0);
	assert_int_equal(tar_finish(t, &id, refuse, NULL, &err), -1);
	assert_says(&err, ERR_DATA, "cannot be read back: no");
	assert_string_equal(unit_read("kept.tar.zst"), "before");
	assert_int_equal(system("test \"$(ls -A)\" = kept.tar.zst || ! ls -A | "
				"grep -q '[.]kept'"),
			 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_failure),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_lists),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
