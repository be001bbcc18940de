/*
 * t_norm.c - normalising and statistics open each image once and decode each
 * pixel once.
 *
 * The linker leads calls of the functions below through __wrap_ (see
 * Makefile.am), so what lib/norm and lib/stats ask for is counted here.
 */
#include "tiff_make.h"

#include "image/pixel.h"
#include "image/scan.h"
#include "norm/normalise.h"
#include "stats/report.h"

enum { PAIRS = 12, WIDTH = 20, HEIGHT = 15 };

static int opened;
static uint64_t decoded; /* pixels */

int __real_scan_open(struct scan **s, const char *ref, struct err *err);
int __wrap_scan_open(struct scan **s, const char *ref, struct err *err);
int __wrap_scan_open(struct scan **s, const char *ref, struct err *err)
{
	__atomic_add_fetch(&opened, 1, __ATOMIC_RELAXED);
	return __real_scan_open(s, ref, err);
}

int __real_scan_next(struct scan *s, struct band *b, struct err *err);
int __wrap_scan_next(struct scan *s, struct band *b, struct err *err);
int __wrap_scan_next(struct scan *s, struct band *b, struct err *err)
{
	int rc = __real_scan_next(s, b, err);

	if (rc > 0)
		__atomic_add_fetch(&decoded, b->rows * scan_info(s)->width,
				   __ATOMIC_RELAXED);
	return rc;
}

int __real_image_info(struct image_info *info, const char *ref,
		      struct err *err);
int __wrap_image_info(struct image_info *info, const char *ref,
		      struct err *err);
int __wrap_image_info(struct image_info *info, const char *ref, struct err *err)
{
	__atomic_add_fetch(&opened, 1, __ATOMIC_RELAXED);
	return __real_image_info(info, ref, err);
}

static size_t image; /* being made */

static uint64_t levels(size_t page, size_t sample, size_t x, size_t y)
{
	(void)page;
	(void)sample;
	return 300 + 7 * image + x * x + 3 * y;
}

static uint64_t reals(size_t page, size_t sample, size_t x, size_t y)
{
	float v = (float)levels(page, sample, x, y) / 7;
	uint32_t bits;

	memcpy(&bits, &v, 4);
	return bits;
}

/* New pairs of BITS bits and their manifest. */
static void make_pairs(struct manifest *p, unsigned bits)
{
	static int set;
	struct buf text = { 0 };
	struct err err = { 0 };

	buf_str(&text, "id\tsource\ttarget\tsplit\tgroup\n");
	for (image = 0; image < 2 * PAIRS; image++) {
		struct tiff_make m = {
			.width = WIDTH,
			.height = HEIGHT,
			.bits = bits,
			.samples = 1,
			.format = bits == 32 ? 3 : 1,
			.photometric = 1,
			.rows = 4,
			.value = bits == 32 ? reals : levels,
		};
		char path[40];

		snprintf(path, sizeof(path), "%d-%zu.tif", set, image);
		tiff_make(path, &m);
		if (image % 2)
			buf_printf(&text,
				   "%zu\t%d-%zu.tif\t%d-%zu.tif\t%s\tg%zu\n",
				   image, set, image - 1, set, image,
				   image % 8 > 4 ? "test" : "train", image % 3);
	}
	set++;
	unit_write("p.tsv", text.data, text.len);
	buf_release(&text);
	if (manifest_read(p, "p.tsv", &err) < 0)
		fail_msg("%s", err.text);
}

static void normalise(unsigned bits, const char *scope, const char *dir)
{
	struct fit_rule rule = {
		.method = "percentile", .scope = scope, .low = 1, .high = 99.8
	};
	struct normalise n = {
		.rule = { rule, rule },
		.split = "train",
		.threads = 2,
		.files = { .dir = dir },
	};
	struct err err = { 0 };
	struct manifest p;

	make_pairs(&p, bits);
	opened = 0;
	decoded = 0;
	if (normalise_run(&n, &p, &err) < 0)
		fail_msg("%s", err.text);
	assert_true(p.normalised);
	normalise_release(&n);
	manifest_release(&p);
}

static const char *const scopes[] = { "set", "group", "image" };

/* Counts of levels answer what is asked afterwards. */
static void integers_are_read_once(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		normalise(i == 1 ? 8 : 16, scopes[i], NULL);
		assert_int_equal(opened, 2 * PAIRS);
		assert_int_equal(decoded, 2 * PAIRS * WIDTH * HEIGHT);
	}
}

/* And once more to write them. */
static void written_images_are_read_twice(void **state)
{
	(void)state;
	normalise(16, "set", "out");
	assert_int_equal(opened, 4 * PAIRS);
	assert_int_equal(decoded, 4 * PAIRS * WIDTH * HEIGHT);
}

/* Exact percentiles of float32 take two passes, and what lies outside is
 * known after them. */
static void reals_are_read_three_times(void **state)
{
	(void)state;
	normalise(32, "set", NULL);
	assert_int_equal(opened, 6 * PAIRS);
	assert_int_equal(decoded, 6 * PAIRS * WIDTH * HEIGHT);
}

/* Splits and groups are told apart, and histograms drawn, by the counts. */
static void parts_are_read_once(void **state)
{
	static const char *const by[] = { "split", "group" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct report r = {
			.by = by[i], .advise = 1, .threads = 2, .hist_bins = 64
		};
		struct image_list *list[IMAGE_LISTS];
		struct err err = { 0 };
		struct manifest p;

		make_pairs(&p, 16);
		manifest_release(&p);
		assert_int_equal(report_percentiles(&r, "1,50", &err), 0);
		for (size_t k = 0; k < IMAGE_LISTS; k++)
			list[k] = &r.side[k].list;
		assert_int_equal(image_list_pairs(list, &r.sides, "p.tsv", NULL,
						  &err),
				 0);
		assert_int_equal(r.sides, 2);
		opened = 0;
		decoded = 0;
		if (report_run(&r, &err) < 0)
			fail_msg("%s", err.text);
		assert_int_equal(r.side[0].parts, i ? 3 : 2);
		assert_int_equal(opened, 2 * PAIRS);
		assert_int_equal(decoded, 2 * PAIRS * WIDTH * HEIGHT);
		report_release(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(integers_are_read_once),
		cmocka_unit_test(written_images_are_read_twice),
		cmocka_unit_test(reals_are_read_three_times),
		cmocka_unit_test(parts_are_read_once),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
