/*
 * t_scratch.c - many floats, in memory or in a file without a name.
 */
#include "unit.h"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>

#include "base/mem.h"
#include "file/scratch.h"

enum { MOST = SCRATCH_MEMORY / sizeof(float), PIECE = 5000 };

static void fill(float *px, uint64_t at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		px[i] = (float)((at + i) * 7 % 9973);
}

/* Every third piece, then the others, so that they do not come in order. */
static void write_all(struct scratch *s, uint64_t n)
{
	float px[PIECE];
	struct err err = { 0 };

	for (uint64_t k = 0; k < 3; k++)
		for (uint64_t at = k * PIECE; at < n; at += 3 * PIECE) {
			size_t some = n - at < PIECE ? n - at : PIECE;

			fill(px, at, some);
			assert_int_equal(scratch_write(s, at, px, some, &err),
					 0);
		}
}

static void check(uint64_t n, int in_file)
{
	struct scratch s;
	struct err err = { 0 };
	float px[777], want[777];

	assert_int_equal(scratch_open(&s, n, &err), 0);
	assert_int_equal(s.dir != NULL, in_file);
	write_all(&s, n);
	for (uint64_t at = 0; at < n; at += 777) {
		size_t some = n - at < 777 ? n - at : 777;

		assert_int_equal(scratch_read(&s, at, px, some, &err), 0);
		fill(want, at, some);
		assert_memory_equal(px, want, some * sizeof(*px));
	}
	scratch_close(&s);
	scratch_close(&s);
}

static void what_was_written_is_read(void **state)
{
	(void)state;
	check(1, 0);
	check(20000, 0);
	check(MOST, 0);
	check(MOST + 1, 1);
}

static size_t names(void)
{
	DIR *d = opendir(".");
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static void a_large_one_leaves_no_file(void **state)
{
	struct scratch s;
	struct err err = { 0 };

	(void)state;
	assert_int_equal(scratch_open(&s, MOST + 1, &err), 0);
	assert_int_equal(names(), 0);
	scratch_close(&s);
	assert_int_equal(names(), 0);
}

static void no_room_is_told_at_once(void **state)
{
	struct rlimit old, small;
	struct scratch s;
	struct err err = { 0 };

	(void)state;
	setenv("TMPDIR", "/nonexistent", 1);
	assert_int_equal(scratch_open(&s, MOST + 1, &err), -1);
	assert_says(&err, ERR_SYS, "'/nonexistent' (set TMPDIR");
	setenv("TMPDIR", ".", 1);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 4096;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	assert_int_equal(scratch_open(&s, 1000000000, &err), -1);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_says(&err, ERR_SYS,
		    "cannot keep 4.0 GB of temporary files in '.'");
	assert_int_equal(names(), 0);
}

static int enter(void **state)
{
	return unit_enter(state) || setenv("TMPDIR", ".", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written_is_read),
		cmocka_unit_test(a_large_one_leaves_no_file),
		cmocka_unit_test(no_room_is_told_at_once),
	};

	return cmocka_run_group_tests_name("scratch", tests, enter, unit_leave);
}
