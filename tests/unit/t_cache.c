/*
 * t_cache.c - any part of an image, whatever is kept of it.
 */
#include "tiff_make.h"

#include <math.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "image/cache.h"

static uint64_t mix(size_t page, size_t sample, size_t x, size_t y)
{
	uint64_t v = 1 + page + 7 * sample + 31 * x + 1009 * y;

	return v * UINT64_C(0x9e3779b97f4a7c15) >> 20;
}

enum { WIDTH = 90, HEIGHT = 70 };

/* Every way in which a plane can lie in a file. */
static const struct {
	const char *select;
	unsigned bits, format, samples, photometric;
	int planar;
	size_t rows, tile_width, tile_height;
} layout[] = {
	{ "", 16, 1, 1, 1, 0, 7, 0, 0 },
	{ "", 16, 1, 1, 1, 0, 0, 0, 0 },
	{ "", 8, 1, 1, 0, 0, 1, 0, 0 },
	{ "", 12, 1, 1, 1, 0, 9, 0, 0 },
	{ "", 16, 1, 1, 1, 0, 0, 32, 16 },
	{ "", 8, 2, 1, 1, 0, 0, 16, 48 },
	{ "[c=1]", 8, 1, 3, 2, 0, 5, 0, 0 },
	{ "[c=2]", 16, 1, 3, 2, 1, 11, 0, 0 },
	{ "[c=1]", 16, 1, 3, 2, 0, 0, 16, 16 },
	{ "", 32, 1, 1, 1, 0, 8, 0, 0 },
};
enum { LAYOUTS = sizeof(layout) / sizeof(*layout) };

static char *ref[LAYOUTS];

static int enter(void **state)
{
	unit_enter(state);
	for (size_t i = 0; i < LAYOUTS; i++) {
		struct tiff_make m = {
			.width = WIDTH,
			.height = HEIGHT,
			.bits = layout[i].bits,
			.format = layout[i].format,
			.samples = layout[i].samples,
			.photometric = layout[i].photometric,
			.planar = layout[i].planar,
			.rows = layout[i].rows,
			.tile_width = layout[i].tile_width,
			.tile_height = layout[i].tile_height,
			.value = mix,
		};
		char *path = mem_printf("%zu.tif", i);

		tiff_make(path, &m);
		ref[i] = mem_printf("%s%s", path, layout[i].select);
		free(path);
	}
	return 0;
}

static int leave(void **state)
{
	for (size_t i = 0; i < LAYOUTS; i++)
		free(ref[i]);
	return unit_leave(state);
}

static struct cache *open_all(size_t room)
{
	struct cache *c = cache_new();
	struct err err = { 0 };

	for (size_t i = 0; i < LAYOUTS; i++) {
		size_t n, w, h;

		if (cache_add(c, ref[i], &n, &err) < 0)
			fail_msg("%s", err.text);
		cache_sides(c, n, &w, &h);
		assert_int_equal(n, i);
		assert_int_equal(w, WIDTH);
		assert_int_equal(h, HEIGHT);
		assert_int_equal(cache_slices(c, n), 1);
	}
	cache_room(c, room);
	return c;
}

static struct area draw(struct rng *r)
{
	struct area a = { .width = 1 + rng_below(r, WIDTH),
			  .height = 1 + rng_below(r, HEIGHT) };

	a.x = rng_below(r, WIDTH + 1 - a.width);
	a.y = rng_below(r, HEIGHT + 1 - a.height);
	return a;
}

static int is_part(const float *px, const struct area *a,
		   const struct image *of)
{
	for (size_t y = 0; y < a->height; y++)
		if (memcmp(px + y * a->width,
			   of->px + (a->y + y) * of->width + a->x,
			   a->width * sizeof(*px)))
			return 0;
	return 1;
}

struct crowd { /* readers, all at once */
	struct cache *cache;
	struct image whole[LAYOUTS];
	int bad;
};

static void read_some(void *arg, size_t piece, int worker)
{
	struct crowd *c = arg;
	struct err err = { 0 };
	struct rng r;
	struct area a;
	size_t i;
	float *px;

	(void)worker;
	rng_init(&r, 1, "area", piece, 0);
	i = rng_below(&r, LAYOUTS);
	a = draw(&r);
	px = mem_floats(a.width * a.height);
	if (cache_read(c->cache, i, &a,
		       rng_below(&r, 4) ? CACHE_AGAIN : CACHE_PASSING, px,
		       &err) < 0 ||
	    !is_part(px, &a, &c->whole[i]))
		__atomic_store_n(&c->bad, 1, __ATOMIC_RELAXED);
	free(px);
}

static void any_part_is_right_whatever_is_kept(void **state)
{
	static const size_t rooms[] = { 0, 1, 5000, 60000, SIZE_MAX };
	size_t n = getenv("XP_QUICK") ? 100 : 2000;
	struct crowd c = { 0 };
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < LAYOUTS; i++)
		if (image_read(&c.whole[i], ref[i], &err) < 0)
			fail_msg("%s", err.text);
	for (size_t k = 0; k < 5; k++)
		for (int threads = 1; threads < 6; threads += 2) {
			struct thread_pool *pool = thread_pool_new(threads);

			c.cache = open_all(rooms[k]);
			thread_pool_run(pool, n, read_some, &c);
			assert_int_equal(c.bad, 0);
			cache_free(c.cache);
			thread_pool_free(pool);
		}
	for (size_t i = 0; i < LAYOUTS; i++)
		image_release(&c.whole[i]);
}

static void read_area(struct cache *c, size_t i, size_t x, size_t y, size_t w,
		      size_t h)
{
	struct area a = { x, y, w, h };
	float *px = mem_floats(w * h);
	struct err err = { 0 };

	if (cache_read(c, i, &a, CACHE_AGAIN, px, &err) < 0)
		fail_msg("%s", err.text);
	free(px);
}

static uint64_t decoded(struct cache *c)
{
	uint64_t wanted, n;

	cache_count(c, &wanted, &n);
	assert_true(n <= wanted);
	return n;
}

static void only_what_is_touched_is_decoded(void **state)
{
	struct cache *c = open_all(SIZE_MAX);

	(void)state;
	assert_int_equal(decoded(c), 0);
	read_area(c, 0, 3, 13, 20, 9); /* strips of 7 rows: 1, 2, 3 */
	assert_int_equal(decoded(c), 3);
	read_area(c, 0, 50, 14, 30, 7);
	assert_int_equal(decoded(c), 3);
	read_area(c, 4, 31, 15, 2, 2); /* tiles of 32 x 16: 4 of them */
	assert_int_equal(decoded(c), 7);
	read_area(c, 4, 0, 0, 32, 16);
	assert_int_equal(decoded(c), 7);
	cache_free(c);
}

/* One strip of 7 rows of 90 pixels takes 1260 bytes and some. */
static void the_oldest_goes_first(void **state)
{
	struct cache *c = open_all(3000);
	struct area all = { 0, 0, WIDTH, HEIGHT };
	float *px = mem_floats(WIDTH * HEIGHT);
	struct err err = { 0 };
	uint64_t before;

	(void)state;
	read_area(c, 0, 0, 0, 1, 1); /* 0 */
	read_area(c, 0, 0, 7, 1, 1); /* 0 1 */
	read_area(c, 0, 0, 0, 1, 1); /* 1 0 */
	assert_int_equal(decoded(c), 2);
	read_area(c, 0, 0, 14, 1, 1); /* 0 2 */
	read_area(c, 0, 0, 0, 1, 1);  /* 2 0 */
	assert_int_equal(decoded(c), 3);
	read_area(c, 0, 0, 7, 1, 1); /* 0 1 */
	assert_int_equal(decoded(c), 4);
	/* Who passes by pushes nothing out. */
	assert_int_equal(cache_read(c, 9, &all, CACHE_PASSING, px, &err), 0);
	before = decoded(c);
	read_area(c, 0, 0, 0, 1, 1);
	read_area(c, 0, 0, 7, 1, 1);
	assert_int_equal(decoded(c), before);
	free(px);
	cache_free(c);
}

/* From the top to the bottom, a few rows at a time. */
static void a_row_of_blocks_is_enough_for_rows(void **state)
{
	static const size_t blocks[] = { 10, 1, 70, 8, 15, 12, 14, 7, 30, 9 };
	struct err err = { 0 };
	size_t image;

	(void)state;
	for (size_t i = 0; i < LAYOUTS; i++) {
		struct cache *c = cache_new();

		assert_int_equal(cache_add(c, ref[i], &image, &err), 0);
		cache_room(c, (size_t)cache_row(c));
		for (size_t y = 0; y < HEIGHT; y += 3)
			read_area(c, image, 0, y, WIDTH,
				  y + 3 > HEIGHT ? HEIGHT - y : 3);
		assert_int_equal(decoded(c), blocks[i]);
		cache_free(c);
	}
}

/* Bytes this process has read; 0: the system does not say. */
static uint64_t bytes_read(void)
{
	unsigned long long n = 0;
	FILE *f = fopen("/proc/self/io", "r");

	if (!f)
		return 0;
	if (fscanf(f, "rchar: %llu", &n) != 1)
		n = 0;
	fclose(f);
	return n;
}

enum { LARGE = 3000 };

static void read_large(struct cache *c, size_t image, size_t y)
{
	struct area row = { 0, y, LARGE, 1 };
	float px[LARGE];
	struct err err = { 0 };

	if (cache_read(c, image, &row, CACHE_AGAIN, px, &err) < 0)
		fail_msg("%s", err.text);
	for (size_t x = 0; x < LARGE; x++)
		assert_true(px[x] == (float)(mix(0, 0, x, y) & 0xffff));
}

/* One too large for a piece: from the top to the bottom it is not begun
 * anew for each, and any row can be had. */
static void a_large_strip_is_read_in_pieces(void **state)
{
	static const size_t rows[] = { 2000, 10, 2999, 1500, 1499, 0, 2500 };
	struct tiff_make m = {
		.width = LARGE,
		.height = LARGE,
		.bits = 16,
		.format = 1,
		.samples = 1,
		.photometric = 1,
		.differences = 1,
		.value = mix,
	};
	struct err err = { 0 };
	struct cache *c;
	size_t image;
	uint64_t before;

	(void)state;
	if (getenv("XP_QUICK") || !bytes_read())
		skip();
	c = cache_new();
	tiff_make("large.tif", &m);
	assert_int_equal(cache_add(c, "large.tif", &image, &err), 0);
	cache_room(c, (size_t)cache_row(c));
	before = bytes_read();
	for (size_t y = 0; y < LARGE; y++)
		read_large(c, image, y);
	assert_true(decoded(c) > 10);
	assert_in_range(bytes_read() - before, 1, 2 * 2 * LARGE * LARGE);
	for (size_t i = 0; i < 7; i++)
		read_large(c, image, rows[i]);
	cache_free(c);
}

static void sizes_are_known(void **state)
{
	struct cache *c = cache_new();
	struct err err = { 0 };
	size_t n;

	(void)state;
	assert_int_equal(cache_add(c, ref[0], &n, &err), 0);
	assert_int_equal(cache_add(c, ref[4], &n, &err), 0);
	/* A tile as the file has it, out of it, and unpacked. */
	assert_true(cache_block(c) == 3 * 32 * 16 * 2);
	assert_true(cache_whole(c) >= 2 * 2 * WIDTH * HEIGHT);
	assert_true(cache_whole(c) < 2 * 2 * WIDTH * HEIGHT + 25 * 200);
	cache_room(c, (size_t)cache_whole(c));
	for (int i = 0; i < 2; i++) /* all fits */
		for (size_t k = 0; k < 2; k++)
			read_area(c, k, 0, 0, WIDTH, HEIGHT);
	assert_int_equal(decoded(c), 10 + 3 * 5);
	assert_int_equal(cache_add(c, "none.tif", &n, &err), -1);
	assert_says(&err, ERR_DATA, "'none.tif'");
	cache_free(c);
}

static void write_floats(const char *path, float odd)
{
	float px[35];
	struct err err = { 0 };

	for (int i = 0; i < 35; i++)
		px[i] = i == 16 ? odd : (float)i;
	if (image_write(path, px, 7, 5, PIXEL_F32, NULL, NULL, &err) < 0)
		fail_msg("%s", err.text);
}

static int check(const char *path, struct digest *to, struct err *err)
{
	struct cache *c = cache_new();
	size_t n;
	int rc = cache_add(c, path, &n, err);

	if (!rc)
		rc = cache_check(c, n, NULL, to, err);
	cache_free(c);
	return rc;
}

static void a_check_finds_odd_pixels(void **state)
{
	struct digest a, b;
	struct err err = { 0 };

	(void)state;
	write_floats("one.tif", 1);
	write_floats("also.tif", 1);
	write_floats("two.tif", 2);
	write_floats("nan.tif", NAN);
	write_floats("inf.tif", -INFINITY);
	assert_int_equal(check("one.tif", &a, &err), 0);
	assert_int_equal(check("also.tif", &b, &err), 0);
	assert_true(digest_same(&a, &b));
	assert_int_equal(check("two.tif", &b, &err), 0);
	assert_false(digest_same(&a, &b));
	assert_int_equal(check("nan.tif", &a, &err), -1);
	assert_says(&err, ERR_DATA,
		    "'nan.tif': the pixel in row 2, column 2 "
		    "is not a number");
	err_clear(&err);
	assert_int_equal(check("inf.tif", &a, &err), -1);
	assert_says(&err, ERR_DATA, "is infinite");
}

static uint64_t ramp(size_t page, size_t sample, size_t x, size_t y)
{
	(void)page;
	(void)sample;
	return (x * 7 + y * 31) % 251;
}

static uint64_t one_other(size_t page, size_t sample, size_t x, size_t y)
{
	return x == 60 && y == 33 ? 252 : ramp(page, sample, x, y);
}

/* Two pixels have changed places. */
static uint64_t swapped(size_t page, size_t sample, size_t x, size_t y)
{
	return y == 33 && (x == 60 || x == 61) ?
		       ramp(page, sample, 121 - x, y) :
		       ramp(page, sample, x, y);
}

static void digest_made(struct digest *to, const struct tiff_make *m)
{
	static int made; /* a file must not change in one process */
	char *path = mem_printf("made%d.tif", made++);
	struct err err = { 0 };

	tiff_make(path, m);
	if (check(path, to, &err) < 0)
		fail_msg("%s", err.text);
	free(path);
}

/* What is seen of an image is the same however it is saved. */
static void a_digest_is_that_of_the_values(void **state)
{
	struct tiff_make m = { .width = WIDTH,
			       .height = HEIGHT,
			       .bits = 16,
			       .format = 1,
			       .samples = 1,
			       .photometric = 1,
			       .rows = 7,
			       .value = ramp };
	float *px = mem_floats((size_t)WIDTH * HEIGHT);
	struct digest want, is;
	struct err err = { 0 };

	(void)state;
	digest_made(&want, &m);
	for (size_t i = 0; i < LAYOUTS; i++) {
		m.bits = layout[i].bits;
		m.rows = layout[i].rows;
		m.tile_width = layout[i].tile_width;
		m.tile_height = layout[i].tile_height;
		digest_made(&is, &m);
		assert_true(digest_same(&is, &want));
	}
	for (size_t i = 0; i < (size_t)WIDTH * HEIGHT; i++)
		px[i] = (float)ramp(0, 0, i % WIDTH, i / WIDTH);
	px[0] = -0.0f;
	if (image_write("float.tif", px, WIDTH, HEIGHT, PIXEL_F32, NULL, NULL,
			&err) < 0 ||
	    check("float.tif", &is, &err) < 0)
		fail_msg("%s", err.text);
	assert_true(digest_same(&is, &want));
	if (image_write("turned.tif", px, HEIGHT, WIDTH, PIXEL_F32, NULL, NULL,
			&err) < 0 ||
	    check("turned.tif", &is, &err) < 0)
		fail_msg("%s", err.text);
	assert_false(digest_same(&is, &want));
	if (image_write_stack("stack.tif", px, WIDTH, HEIGHT, 2, PIXEL_F32,
			      NULL, NULL, &err) < 0 ||
	    check("stack.tif[z=all]", &is, &err) < 0)
		fail_msg("%s", err.text);
	assert_false(digest_same(&is, &want));
	free(px);
	m.value = one_other;
	digest_made(&is, &m);
	assert_false(digest_same(&is, &want));
	m.value = swapped;
	digest_made(&is, &m);
	assert_false(digest_same(&is, &want));
}

/* The name is gone, so each pixel can only come from the file as it was opened
 * by cache_add. */
static void a_file_is_opened_once(void **state)
{
	struct area all = { 0, 0, 7, 5 };
	struct cache *c = cache_new();
	struct digest unused;
	struct err err = { 0 };
	float px[35];
	size_t n;

	(void)state;
	write_floats("gone.tif", 1);
	assert_int_equal(cache_add(c, "gone.tif", &n, &err), 0);
	assert_int_equal(unlink("gone.tif"), 0);
	if (cache_check(c, n, NULL, &unused, &err) < 0 ||
	    cache_read(c, n, &all, CACHE_AGAIN, px, &err) < 0)
		fail_msg("%s", err.text);
	assert_true(px[34] == 34);
	cache_free(c);
}

static void a_file_that_changes_is_found_out(void **state)
{
	struct area all = { 0, 0, 7, 5 };
	struct cache *c = cache_new();
	struct err err = { 0 };
	float px[35];
	size_t n;

	(void)state;
	write_floats("late.tif", 1);
	assert_int_equal(cache_add(c, "late.tif", &n, &err), 0);
	assert_int_equal(cache_read(c, n, &all, CACHE_AGAIN, px, &err), 0);
	/* Under an open file, and then under its name. */
	assert_int_equal(truncate("late.tif", 100), 0);
	for (int i = 0; i < 2; i++) {
		err_clear(&err);
		assert_int_equal(cache_read(c, n, &all, CACHE_AGAIN, px, &err),
				 -1);
		assert_says(&err, ERR_DATA, "'late.tif' was changed");
	}
	assert_int_equal(unlink("late.tif"), 0);
	err_clear(&err);
	assert_int_equal(cache_read(c, n, &all, CACHE_AGAIN, px, &err), -1);
	assert_says(&err, ERR_DATA, "'late.tif'");
	cache_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_part_is_right_whatever_is_kept),
		cmocka_unit_test(only_what_is_touched_is_decoded),
		cmocka_unit_test(the_oldest_goes_first),
		cmocka_unit_test(a_row_of_blocks_is_enough_for_rows),
		cmocka_unit_test(a_large_strip_is_read_in_pieces),
		cmocka_unit_test(sizes_are_known),
		cmocka_unit_test(a_check_finds_odd_pixels),
		cmocka_unit_test(a_digest_is_that_of_the_values),
		cmocka_unit_test(a_file_is_opened_once),
		cmocka_unit_test(a_file_that_changes_is_found_out),
	};

	return cmocka_run_group_tests_name("cache", tests, enter, leave);
}
