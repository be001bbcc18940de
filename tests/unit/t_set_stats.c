/*
 * t_set_stats.c - statistics agree with numpy's (ref/stat/stat.tsv, made by
 * ref/make_stat_ref.py), whatever the layout and the number of threads.
 */
#include "tiff_make.h"

#include <math.h>

#include "base/mem.h"
#include "base/num.h"
#include "file/tsv.h"
#include "stats/set_stats.h"
#include "stats/quantile.h"

static const double percent[] = { 0, 0.1, 1, 25, 50, 75, 99, 99.8, 100 };
#define PERCENTS (sizeof(percent) / sizeof(*percent))

/* The generator of make_stat_ref.py. */
static uint32_t drawn[61 * 47];
static size_t drawn_width;

static void draw(uint64_t seed, size_t width, size_t height)
{
	drawn_width = width;
	for (size_t i = 0; i < width * height; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		drawn[i] = (uint32_t)(seed >> 32);
	}
}

static uint64_t bits_of(double x, int single)
{
	float x4 = (float)x;
	uint32_t k4;
	uint64_t k;

	memcpy(&k4, &x4, 4);
	memcpy(&k, &x, 8);
	return single ? k4 : k;
}

#define VALUE(name, bits)                                                    \
	static uint64_t name(size_t page, size_t sample, size_t x, size_t y) \
	{                                                                    \
		int64_t r = drawn[y * drawn_width + x];                      \
                                                                             \
		(void)page;                                                  \
		(void)sample;                                                \
		return (uint64_t)(bits);                                     \
	}
VALUE(u8, r % 200)
VALUE(i8, r % 256 - 128)
VALUE(u16, 200 + r % 60000)
VALUE(i16, r % 5001 - 2500)
VALUE(u32, r)
VALUE(i32, r - 2147483648)
VALUE(f16, r % 15000)
VALUE(f32, bits_of((double)(r - 2147483648) / 1e5, 1))
VALUE(f64, bits_of((double)(r - 2147483648) / 7.0, 0))

static const struct {
	const char *name;
	unsigned bits, format;
	tiff_value *value;
} kind[] = {
	{ "uint8", 8, 1, u8 },	   { "int8", 8, 2, i8 },
	{ "uint16", 16, 1, u16 },  { "int16", 16, 2, i16 },
	{ "uint32", 32, 1, u32 },  { "int32", 32, 2, i32 },
	{ "float16", 16, 3, f16 }, { "float32", 32, 3, f32 },
	{ "float64", 64, 3, f64 },
};
#define KINDS (sizeof(kind) / sizeof(*kind))

static struct tsv ref;

static int enter(void **state)
{
	const char *top = getenv("srcdir");
	char *path = mem_printf("%s/tests/ref/stat/stat.tsv", top ? top : "..");
	struct err err = { 0 };
	int rc = tsv_read(&ref, path, &err);

	if (rc < 0)
		fprintf(stderr, "%s\n", err.text);
	free(path);
	return rc < 0 ? rc : unit_enter(state);
}

static int leave(void **state)
{
	tsv_release(&ref);
	return unit_leave(state);
}

/* Images "uint8-a.tif" and so on, once: strips and tiles by turns. */
static void make_images(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++)
		for (int k = 0; k < 2; k++) {
			char path[40];
			struct tiff_make m = {
				.width = k ? 128 : 61,
				.height = k ? 3 : 47,
				.bits = kind[i].bits,
				.samples = 1,
				.format = kind[i].format,
				.photometric = 1,
				.value = kind[i].value,
				.rows = 2,
				.tile_width = i % 2 ? 32 : 0,
				.tile_height = i % 2 ? 16 : 0,
			};

			draw(i + 1, m.width, m.height);
			snprintf(path, sizeof(path), "%s-%c.tif", kind[i].name,
				 k ? 'b' : 'a');
			tiff_make(path, &m);
		}
}

static void close_to(const char *name, const char *what, double x, size_t row)
{
	int column = tsv_column(&ref, what);
	double want;

	assert_int_equal(num_real(&want, tsv_get(&ref, row, column)), 0);
	if (!(fabs(x - want) <= 1e-12 * fabs(want)))
		fail_msg("%s: %s is %.17g, want %.17g", name, what, x, want);
}

static void compare(const char *name, const struct summary *s)
{
	size_t row = 0;

	while (row < ref.rows && strcmp(tsv_get(&ref, row, 0), name))
		row++;
	assert_true(row < ref.rows);
	close_to(name, "n", (double)s->n, row);
	close_to(name, "min", s->min, row);
	close_to(name, "max", s->max, row);
	close_to(name, "mean", s->mean, row);
	close_to(name, "sd", s->sd, row);
	close_to(name, "zeros", (double)s->zeros, row);
	for (size_t i = 0; i < PERCENTS; i++) {
		char column[20];

		snprintf(column, sizeof(column), "p%g", percent[i]);
		close_to(name, column, s->percentile[i], row);
	}
}

static void run(struct set_stats *s, const char *const *names, size_t n,
		int threads)
{
	struct err err = { 0 };

	*s = (struct set_stats){
		.ref = names,
		.n = n,
		.percent = percent,
		.percents = PERCENTS,
		.threads = threads,
	};
	if (set_stats_run(s, &err) < 0)
		fail_msg("%s", err.text);
}

static void one_image(void **state)
{
	(void)state;
	for (size_t i = 0; i < KINDS; i++)
		for (int k = 0; k < 2; k++) {
			char name[40], path[44];
			const char *names[] = { path };
			struct set_stats s;

			snprintf(name, sizeof(name), "%s-%c", kind[i].name,
				 k ? 'b' : 'a');
			snprintf(path, sizeof(path), "%s.tif", name);
			run(&s, names, 1, 1);
			compare(name, &s.each[0]);
			compare(name, &s.all);
			set_stats_release(&s);
		}
}

/* Types of one set may differ. */
static void sets(void **state)
{
	static const char *const group[][7] = {
		{ "uint8+int16", "uint8-a.tif", "uint8-b.tif", "int16-a.tif",
		  "int16-b.tif" },
		{ "uint16+float32", "uint16-a.tif", "uint16-b.tif",
		  "float32-a.tif", "float32-b.tif" },
		{ "uint8+float32+float64", "uint8-a.tif", "uint8-b.tif",
		  "float32-a.tif", "float32-b.tif", "float64-a.tif",
		  "float64-b.tif" },
		{ "uint32+int32", "uint32-a.tif", "uint32-b.tif", "int32-a.tif",
		  "int32-b.tif" },
	};

	(void)state;
	for (size_t i = 0; i < 4; i++)
		for (int threads = 1; threads < 4; threads++) {
			struct set_stats s;

			run(&s, group[i] + 1, i == 2 ? 6 : 4, threads);
			compare(group[i][0], &s.all);
			compare(i == 0 || i == 2 ? "uint8-b" :
				i == 1		 ? "uint16-b" :
						   "uint32-b",
				&s.each[1]);
			assert_int_equal(s.all.images, i == 2 ? 6 : 4);
			assert_int_equal(s.all.width, 0);
			assert_int_equal(s.all.type, PIXEL_NONE);
			set_stats_release(&s);
		}
}

/* The same bits for any number of threads. */
static void threads_do_not_show(void **state)
{
	static const char *const names[] = {
		"float64-a.tif", "float64-b.tif", "float32-a.tif",
		"float32-b.tif", "uint16-a.tif",
	};
	struct set_stats a, b;

	(void)state;
	run(&a, names, 5, 1);
	for (int threads = 2; threads < 6; threads++) {
		run(&b, names, 5, threads);
		assert_memory_equal(&a.all.mean, &b.all.mean, 8);
		assert_memory_equal(&a.all.sd, &b.all.sd, 8);
		assert_memory_equal(a.all.percentile, b.all.percentile,
				    PERCENTS * 8);
		set_stats_release(&b);
	}
	set_stats_release(&a);
}

/* Only some count for all. */
static void some_count(void **state)
{
	static const char *const names[] = {
		"uint16-a.tif",
		"float32-a.tif",
		"uint16-b.tif",
	};
	struct set_stats s = {
		.ref = names,
		.n = 3,
		.in_all = "\1\0\0",
		.percent = percent,
		.percents = PERCENTS,
		.threads = 2,
	};
	struct err err = { 0 };

	(void)state;
	assert_int_equal(set_stats_run(&s, &err), 0);
	compare("uint16-a", &s.all);
	compare("float32-a", &s.each[1]);
	compare("uint16-b", &s.each[2]);
	set_stats_release(&s);
}

/* From kept counts or read again: the same. */
static void subsets(void **state)
{
	static const char *const names[] = {
		"uint8-a.tif", "uint16-a.tif",	"uint8-b.tif",
		"int16-a.tif", "float32-a.tif", "int16-b.tif",
	};
	(void)state;
	for (int keep = 0; keep < 2; keep++) {
		struct set_stats s = {
			.ref = names,
			.n = 6,
			.percent = percent,
			.percents = PERCENTS,
			.threads = 2,
			.keep_counts = keep,
		};
		struct err err = { 0 };
		struct summary some;

		assert_int_equal(set_stats_run(&s, &err), 0);
		assert_int_equal(s.each[3].counts.data != NULL, keep);
		assert_null(s.each[4].counts.data);
		assert_int_equal(set_stats_subset(&s, "\1\0\1\1\0\1", &some,
						  &err),
				 0);
		compare("uint8+int16", &some);
		assert_int_equal(some.images, 4);
		assert_true(some.level_stats.known);
		set_stats_subset_release(&some);
		assert_int_equal(set_stats_subset(&s, "\0\0\0\0\1\0", &some,
						  &err),
				 0);
		compare("float32-a", &some);
		set_stats_subset_release(&some);
		set_stats_release(&s);
	}
}

static void counts_are_kept(void **state)
{
	static const long level[] = { -32768, -1, 0, 1, 127, 40000, 65535 };
	static const uint64_t n[] = { 1, 127, 128, 1ull << 40, 300, 1, 9 };
	uint64_t *count = mem_zero(32768 + 65536, sizeof(*count));
	struct level_counts c = { 0 };
	struct level_count got;
	size_t pos = 0;

	(void)state;
	for (int i = 0; i < 7; i++)
		count[level[i] + 32768] = n[i];
	level_counts_pack(&c, count + 32768, -32768, 65535);
	for (int i = 0; i < 7; i++) {
		assert_int_equal(level_counts_next(&c, &pos, &got), 1);
		assert_int_equal(got.level, level[i]);
		assert_true(got.n == n[i]);
	}
	assert_int_equal(level_counts_next(&c, &pos, &got), 0);
	level_counts_release(&c);
	assert_int_equal(level_counts_next(&c, &pos, &got), 0);
	free(count);
}

/* N pixels from 300 to 349, and HOT of VALUE. */
static int is_hot(long n, long hot, long value, struct extreme *e)
{
	uint64_t *count = mem_zero(65536, sizeof(*count));
	float *sorted = mem_floats((size_t)(n + hot));
	struct extreme levels;
	size_t filled = 0;

	for (long i = 0; i < n; i++)
		count[300 + i % 50]++;
	count[value] += (uint64_t)hot;
	for (long x = 0; x < 65536; x++)
		for (uint64_t k = 0; k < count[x]; k++)
			sorted[filled++] = (float)x;
	extreme_of_levels(&levels, count, 0, 65535, (uint64_t)(n + hot));
	extreme_of_sorted(e, sorted, filled);
	assert_int_equal(e->n, levels.n);
	assert_int_equal(e->is_hot, levels.is_hot);
	assert_true(e->value == levels.value);
	assert_true(fabs(e->share - levels.share) < 1e-9);
	assert_true(e->low == levels.low && e->high == levels.high);
	free(count);
	free(sorted);
	return e->is_hot;
}

/* 65,536 pixels from 300 to 349, HOT of VALUE, and one each of TAIL levels from
 * 400 on, STEP apart. */
static int is_before(long hot, long value, long tail, long step,
		     struct extreme *e)
{
	uint64_t *count = mem_zero(65536, sizeof(*count));

	for (long i = 0; i < 65536; i++)
		count[300 + i % 50]++;
	count[value] += (uint64_t)hot;
	for (long i = 0; i < tail; i++)
		count[400 + i * step]++;
	extreme_of_levels(e, count, 0, 65535, (uint64_t)(65536 + hot + tail));
	free(count);
	return e->is_hot;
}

/* One pixel of 0 below others from LEVEL to LEVEL + 49. */
static int is_dead(long level, struct extreme *e)
{
	uint64_t *count = mem_zero(65536, sizeof(*count));

	count[0] = 1;
	for (long i = 0; i < 16384; i++)
		count[level + i % 50]++;
	extreme_of_levels(e, count, 0, 65535, 16385);
	free(count);
	return e->is_hot && e->is_dead;
}

static void few_far_pixels_are_hot(void **state)
{
	struct extreme_ends ends = {
		.low = 300,
		.high = 349,
		.n = 65536,
		.mean = 325,
		.sd = 255,
		.min = 300,
		.max = 65535,
		.at_min = 1300,
		.at_max = 1,
	};
	struct extreme e;

	(void)state;
	assert_true(is_hot(65536, 1, 65535, &e));
	assert_int_equal(e.n, 1);
	assert_true(e.value == 65535 && e.low == 300 && e.high == 349);
	assert_true(e.share > 0.99);
	assert_true(is_hot(65536, 3, 9000, &e));
	assert_true(is_hot(16384, 5, 65535, &e));
	assert_false(e.is_dead);
	assert_true(is_hot(65536, 131, 65535, &e));
	assert_false(is_hot(65536, 132, 65535, &e)); /* too many */
	assert_false(is_hot(65536, 1, 840, &e));     /* ten widths and less */
	assert_false(is_hot(65536, 1, 1000, &e));    /* of no weight */
	assert_int_equal(e.n, 1);
	assert_false(is_hot(0, 5, 7, &e));
	assert_false(is_hot(0, 0, 7, &e));
	assert_true(is_before(100, 60000, 5, 10, &e));
	assert_int_equal(e.n, 100);
	/* a tail of grey levels, which reaches to the brightest */
	assert_false(is_before(100, 2000, 130, 12, &e));
	assert_false(is_before(10, 9000, 100, 86, &e));
	/* hot pixels far behind one */
	assert_true(is_before(20, 60000, 100, 20, &e));
	assert_int_equal(e.n, 20);
	assert_true(is_dead(4000, &e) && e.value == 0);
	assert_false(is_dead(300, &e));
	extreme_of_ends(&e, &ends);
	assert_true(e.is_hot && e.n == 1 && e.value == 65535);
	ends.max = 349;
	extreme_of_ends(&e, &ends);
	assert_false(e.is_hot);
}

/* Beside ordinary numbers: NaN, infinities, both zeros, a constant. */
static uint64_t odd(size_t page, size_t sample, size_t x, size_t y)
{
	static const double v[] = {
		NAN, 1, -0.0, 0, INFINITY, 2, -INFINITY, -3
	};

	(void)page;
	(void)sample;
	return bits_of(v[(x + 4 * y) % 8], 1);
}

static uint64_t nan_only(size_t page, size_t sample, size_t x, size_t y)
{
	(void)page;
	(void)sample;
	(void)x;
	(void)y;
	return bits_of(NAN, 1);
}

static void odd_numbers(void **state)
{
	static const char *const names[] = { "odd.tif", "nan.tif" };
	struct tiff_make m = {
		.width = 4,
		.height = 2,
		.bits = 32,
		.format = 3,
		.samples = 1,
		.photometric = 1,
		.value = odd,
	};
	struct set_stats s;

	(void)state;
	tiff_make("odd.tif", &m);
	m.value = nan_only;
	tiff_make("nan.tif", &m);
	run(&s, names, 2, 1);
	assert_int_equal(s.each[0].n, 5);
	assert_int_equal(s.each[0].nonfinite, 3);
	assert_int_equal(s.each[0].zeros, 2);
	assert_true(s.each[0].min == -3 && s.each[0].max == 2);
	assert_true(s.each[0].mean == 0);
	assert_true(fabs(s.each[0].sd - sqrt(14 / 5.0)) < 1e-15);
	assert_true(s.each[0].percentile[4] == 0); /* median */
	assert_true(s.each[0].percentile[5] == 1);
	assert_int_equal(s.each[1].n, 0);
	assert_int_equal(s.each[1].nonfinite, 8);
	assert_true(isnan(s.each[1].percentile[0]));
	assert_int_equal(s.all.n, 5);
	assert_int_equal(s.all.nonfinite, 11);
	set_stats_release(&s);
}

static uint64_t camera(size_t page, size_t sample, size_t x, size_t y)
{
	(void)page;
	(void)sample;
	return y ? 4095 : 100 + x % 101; /* 100 .. 200, 4095 */
}

static void saturation_and_levels(void **state)
{
	static const char *const names[] = { "camera.tif", "top.tif" };
	struct tiff_make m = {
		.width = 10000,
		.height = 1,
		.bits = 16,
		.format = 1,
		.samples = 1,
		.photometric = 1,
		.value = camera,
	};
	struct set_stats s;

	(void)state;
	tiff_make("camera.tif", &m);
	m.height = 2;
	tiff_make("top.tif", &m);
	run(&s, names, 2, 1);
	/* 10000 = 99 x 101 + 1; half a percent are 50 pixels */
	assert_true(s.each[0].levels == 101);
	assert_true(fabs(set_stats_bits(101) - 6.658211482751795) < 1e-15);
	assert_int_equal(s.each[0].saturated, 0);
	/* 4095 is the top of 12 bits */
	assert_int_equal(s.each[1].saturated, 10000);
	assert_true(s.each[1].levels > 3890);
	set_stats_release(&s);
}

static void first_fault_is_reported(void **state)
{
	static const char *const names[] = {
		"uint8-a.tif",
		"missing-1.tif",
		"uint8-b.tif",
		"missing-2.tif",
	};
	struct set_stats s = {
		.ref = names,
		.n = 4,
		.percent = percent,
		.percents = PERCENTS,
	};

	(void)state;
	for (s.threads = 1; s.threads < 5; s.threads++) {
		struct err err = { 0 };

		assert_int_equal(set_stats_run(&s, &err), -1);
		assert_says(&err, ERR_DATA, "missing-1.tif");
		set_stats_release(&s);
	}
}

/* Sums that cancel: sd of 10^9 + {0, 1}, many of them. */
static void moments_are_exact(void **state)
{
	struct quantile t;
	struct moments m;
	uint64_t count[2] = { (uint64_t)1 << 40, (uint64_t)1 << 40 };

	(void)state;
	quantile_init(&t, QUANTILE_LEVELS, percent, PERCENTS);
	quantile_levels(&t, 65534, count, 2);
	quantile_moments(&t, &m);
	assert_true(m.mean == 65534.5);
	assert_true(moments_sd(&m) == 0.5);
	quantile_next(&t);
	assert_true(quantile_percentile(&t, 4) == 65534.5);
	quantile_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(make_images),
		cmocka_unit_test(one_image),
		cmocka_unit_test(sets),
		cmocka_unit_test(threads_do_not_show),
		cmocka_unit_test(some_count),
		cmocka_unit_test(subsets),
		cmocka_unit_test(counts_are_kept),
		cmocka_unit_test(few_far_pixels_are_hot),
		cmocka_unit_test(odd_numbers),
		cmocka_unit_test(saturation_and_levels),
		cmocka_unit_test(first_fault_is_reported),
		cmocka_unit_test(moments_are_exact),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
