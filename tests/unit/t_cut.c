/*
 * t_cut.c - a TIFF that is cut short between two reads: whatever part of it
 * is missed first, the error says that the file was changed.
 */
#include "tiff_make.h"

#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "image/image.h"

static char file[20];
static int reads, cut_at; /* reads so far; the one it is cut before */

/* The C library's, but that FILE is cut before one of its reads. */
ssize_t pread(int fd, void *to, size_t n, off_t offset)
{
	if (reads++ == cut_at)
		assert_int_equal(truncate(file, 4), 0);
	return syscall(SYS_pread64, fd, to, n, offset);
}

static uint64_t ramp(size_t page, size_t sample, size_t x, size_t y)
{
	return page + sample + x + y;
}

/* All reads, cut before number AT: 1, 0: there are not so many. */
static int read_cut(const struct tiff_make *m, const char *select, int at)
{
	static int n;
	char ref[40];
	struct err err = { 0 };
	struct image im = { 0 };
	int rc;

	snprintf(file, sizeof(file), "%d.tif", ++n);
	snprintf(ref, sizeof(ref), "%s%s", file, select);
	tiff_make(file, m);
	reads = 0;
	cut_at = at;
	rc = image_read(&im, ref, &err);
	image_release(&im);
	unlink(file);
	if (reads <= at) {
		assert_int_equal(rc, 0);
		return 0;
	}
	assert_int_equal(rc, -1);
	assert_says(&err, ERR_DATA, "was changed while it was in use");
	assert_says(&err, ERR_DATA, file);
	return 1;
}

static void says_that_it_changed(void **state)
{
	static const struct tiff_make kinds[] = {
		{ .rows = 7 },
		{ .tile_width = 16, .tile_height = 16 },
		{ .big = 1, .rows = 20 },
		{ .differences = 1, .rows = 9 },
	};

	(void)state;
	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
		for (size_t pages = 1; pages < 3; pages++) {
			struct tiff_make m = kinds[k];
			int at = 0;

			m.width = m.height = 50;
			m.pages = pages;
			m.bits = 16;
			m.format = m.samples = m.photometric = 1;
			m.value = ramp;
			while (read_cut(&m, pages > 1 ? "[1]" : "", at))
				at++;
			assert_true(at > 3);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_that_it_changed),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
