/*
 * t_mem.c - what a control group leaves to its processes, and pages.
 */
#include "unit.h"

#include <sys/stat.h>

#include "base/mem.h"

/* A group DIR that may take MOST and has taken USED, FILES of it to read. */
static void group(const char *dir, const char *most, const char *used,
		  const char *files)
{
	static const char *const name[] = { "memory.max", "memory.current",
					    "memory.stat" };
	const char *text[] = { most, used, files };

	mkdir(dir, 0777);
	for (int i = 0; i < 3; i++) {
		char *path = mem_printf("%s/%s", dir, name[i]);

		unit_write(path, text[i], strlen(text[i]));
		free(path);
	}
}

static size_t in_group(const char *membership)
{
	unit_write("self", membership, strlen(membership));
	return mem_group("self", "top");
}

static void the_tightest_group_counts(void **state)
{
	(void)state;
	mkdir("top", 0777);
	group("top/job", "1000\n", "400\n", "anon 300\ninactive_file 50\n");
	group("top/job/step", "max\n", "300\n", "inactive_file 20\n");
	group("top/full", "100\n", "100\n", "anon 100\n");
	assert_int_equal(in_group("0::/job/step\n"), 650);
	assert_int_equal(in_group("4:cpu:/x\n0::/job\n"), 650);
	assert_int_equal(in_group("0::/full\n"), 1);
	assert_true(in_group("0::/\n") == SIZE_MAX);
	assert_true(in_group("0::/elsewhere\n") == SIZE_MAX);
	assert_true(in_group("0::/../top/full\n") == SIZE_MAX);
	assert_true(in_group("4:cpu:/full\n") == SIZE_MAX);
	assert_true(mem_group("missing", "top") == SIZE_MAX);
	group("top", "2000\n", "1900\n", "inactive_file 0\n");
	assert_int_equal(in_group("0::/job\n"), 100);
	assert_int_equal(in_group("0::/\n"), 100);
	assert_true(mem_available() > 0);
}

static void settled_memory_is_still_zero(void **state)
{
	size_t n = 1000003;
	char *p = mem_zero(n, 1), any = 0;

	(void)state;
	mem_settle(p + 1, n - 1); /* from within a page to within one */
	mem_settle(p, 1);
	mem_settle(p, 0);
	for (size_t i = 0; i < n; i++)
		any |= p[i];
	assert_int_equal(any, 0);
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tightest_group_counts),
		cmocka_unit_test(settled_memory_is_still_zero),
	};

	return cmocka_run_group_tests_name("mem", tests, unit_enter,
					   unit_leave);
}
