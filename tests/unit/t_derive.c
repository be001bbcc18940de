/*
 * t_derive.c - binned and corrected images, held to the formulas of
 * image/derive.h for every way in which a plane can lie in a file.
 */
#include "tiff_make.h"

#include <math.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "image/cache.h"
#include "image/image.h"
#include "image/plane_list.h"
#include "image/ref.h"
#include "image/series.h"

enum { WIDTH = 53, HEIGHT = 41, SLICES = 3 };

static uint64_t mix(size_t page, size_t sample, size_t x, size_t y)
{
	uint64_t v = 1 + page + 7 * sample + 31 * x + 1009 * y;

	return v * UINT64_C(0x9e3779b97f4a7c15) >> 20;
}

static uint64_t dark_value(size_t page, size_t sample, size_t x, size_t y)
{
	return 5 + page + sample + (3 * x + y) % 4;
}

/* Not brighter than the dark image at one pixel. */
static uint64_t flat_value(size_t page, size_t sample, size_t x, size_t y)
{
	(void)page;
	(void)sample;
	return x == 7 && y == 3 ? 2 : 900 + 11 * x - 5 * y;
}

static const struct layout {
	const char *select;
	unsigned bits, format, samples, photometric;
	int planar;
	size_t rows, tile_width, tile_height;
	int differences;
} layout[] = {
	{ "", 16, 1, 1, 1, 0, 7, 0, 0, 0 },
	{ "", 16, 1, 1, 1, 0, 0, 0, 0, 0 },
	{ "", 8, 1, 1, 0, 0, 1, 0, 0, 0 },
	{ "", 12, 1, 1, 1, 0, 9, 0, 0, 0 },
	{ "", 16, 1, 1, 1, 0, 0, 32, 16, 0 },
	{ "", 8, 2, 1, 1, 0, 0, 16, 48, 0 },
	{ "c=1", 8, 1, 3, 2, 0, 5, 0, 0, 0 },
	{ "c=2", 16, 1, 3, 2, 1, 11, 0, 0, 0 },
	{ "", 32, 1, 1, 1, 0, 8, 0, 0, 0 },
	{ "", 16, 1, 1, 1, 0, 0, 0, 0, 1 },
};
enum { LAYOUTS = sizeof(layout) / sizeof(*layout) };

static const size_t bins[] = { 1, 2, 3, 4, 7, 16, 41 };
static const char *const corrections[] = { "", "dark=dark.tif", "flat=flat.tif",
					   "dark=dark.tif,flat=flat.tif" };

static void put(const char *path, const struct layout *l, size_t pages,
		const char *description, tiff_value *value)
{
	struct tiff_make m = {
		.width = WIDTH,
		.height = HEIGHT,
		.pages = pages,
		.bits = l->bits,
		.format = l->format,
		.samples = l->samples,
		.photometric = l->photometric,
		.planar = l->planar,
		.rows = l->rows,
		.tile_width = l->tile_width,
		.tile_height = l->tile_height,
		.differences = l->differences,
		.description = description,
		.density = { 10000, 1, 3 },
		.value = value,
	};

	tiff_make(path, &m);
}

static int enter(void **state)
{
	static const char stack[] = "ImageJ=1.54f\nimages=3\nslices=3\n";

	unit_enter(state);
	for (size_t i = 0; i < LAYOUTS; i++) {
		char *path = mem_printf("%zu.tif", i);

		put(path, &layout[i], 1, NULL, mix);
		free(path);
	}
	put("stack.tif", &layout[0], SLICES, stack, mix);
	put("tiles.tif", &layout[4], SLICES, stack, mix);
	put("dark.tif", &layout[0], 1, NULL, dark_value);
	put("flat.tif", &layout[4], 1, NULL, flat_value);
	return 0;
}

/* The pixel of page Z of layout L as it is read. */
static double stored(const struct layout *l, size_t z, size_t x, size_t y)
{
	unsigned sample = l->select[0] ? (unsigned)l->select[2] - '0' : 0;
	uint64_t v = mix(z, sample, x, y) & ((UINT64_C(1) << l->bits) - 1);

	if (l->format == 2)
		return (int8_t)v;
	return (double)(l->photometric ? v : 255 - v);
}

static double light(size_t x, size_t y, int dark)
{
	return (double)flat_value(0, 0, x, y) -
	       (dark ? (double)dark_value(0, 0, x, y) : 0);
}

/* The mean of what is lit. */
static double mean_light(int dark)
{
	double sum = 0, n = 0;

	for (size_t y = 0; y < HEIGHT; y++)
		for (size_t x = 0; x < WIDTH; x++)
			if (light(x, y, dark) > 0) {
				sum += light(x, y, dark);
				n++;
			}
	return sum / n;
}

static double corrected(const struct layout *l, size_t z, size_t x, size_t y,
			int how, double mean)
{
	double v = stored(l, z, x, y);

	if (how & 1)
		v -= (double)dark_value(0, 0, x, y);
	if (how & 2 && light(x, y, how & 1) > 0)
		v *= mean / light(x, y, how & 1);
	return v;
}

static float cell(const struct layout *l, size_t z, size_t x, size_t y,
		  size_t bin, int how, double mean)
{
	double sum = 0;

	for (size_t i = 0; i < bin * bin; i++)
		sum += corrected(l, z, x * bin + i % bin, y * bin + i / bin,
				 how, mean);
	return (float)(sum / (double)(bin * bin));
}

static char *name(const char *path, const char *select, size_t bin, int how)
{
	const char *correction = corrections[how];

	return mem_printf("%s[%s%s%s%sbin=%zu]", path, select,
			  *select ? "," : "", correction,
			  *correction ? "," : "", bin);
}

static void is_derived(const char *path, const struct layout *l,
		       const char *select, size_t slices, size_t bin, int how)
{
	char *ref = name(path, select, bin, how);
	size_t w = WIDTH / bin, h = HEIGHT / bin;
	double mean = mean_light(how & 1);
	struct image_info info;
	struct err err = { 0 };
	struct image im;

	if (image_read(&im, ref, &err) < 0 || image_info(&info, ref, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(im.width, w);
	assert_int_equal(im.height, h * slices);
	assert_int_equal(im.slices, slices);
	assert_int_equal(info.width, w);
	assert_int_equal(info.height, h * slices);
	assert_int_equal(info.type, im.type);
	assert_int_equal(info.file_type, im.file_type);
	assert_true(info.pitch.x == (double)bin && im.pitch.y == (double)bin);
	assert_int_equal(im.type, bin > 1 || how ? PIXEL_F32 : im.file_type);
	for (size_t i = 0; i < w * h * slices; i++) {
		size_t y = i / w;

		if (im.px[i] != cell(l, y / h, i % w, y % h, bin, how, mean))
			fail_msg("%s: pixel %zu is %.9g, not %.9g", ref, i,
				 im.px[i],
				 cell(l, y / h, i % w, y % h, bin, how, mean));
	}
	image_release(&im);
	free(ref);
}

static void each_layout_by_the_formula(void **state)
{
	(void)state;
	for (size_t i = 0; i < LAYOUTS; i++)
		for (size_t k = 0; k < sizeof(bins) / sizeof(*bins); k++)
			for (int how = 0; how < 4; how++) {
				char *path = mem_printf("%zu.tif", i);

				is_derived(path, &layout[i], layout[i].select,
					   1, bins[k], how);
				free(path);
			}
}

static void each_slice_of_a_stack(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof(bins) / sizeof(*bins); k++)
		for (int how = 0; how < 4; how++) {
			is_derived("stack.tif", &layout[0], "z=all", SLICES,
				   bins[k], how);
			is_derived("tiles.tif", &layout[4], "z=all", SLICES,
				   bins[k], how);
		}
}

struct crowd {
	struct cache *cache;
	struct image whole[LAYOUTS];
	int bad;
};

static void read_part(void *arg, size_t piece, int worker)
{
	struct crowd *c = arg;
	struct err err = { 0 };
	struct image *im;
	struct area a;
	struct rng r;
	float *px;
	size_t i;
	int bad;

	(void)worker;
	rng_init(&r, 1, "area", piece, 0);
	i = rng_below(&r, LAYOUTS);
	im = &c->whole[i];
	a.width = 1 + rng_below(&r, (uint32_t)im->width);
	a.height = 1 + rng_below(&r, (uint32_t)im->height);
	a.x = rng_below(&r, (uint32_t)(im->width + 1 - a.width));
	a.y = rng_below(&r, (uint32_t)(im->height + 1 - a.height));
	px = mem_floats(a.width * a.height);
	bad = cache_read(c->cache, i, &a, CACHE_AGAIN, px, &err) < 0;
	for (size_t y = 0; y < a.height && !bad; y++)
		bad = memcmp(px + y * a.width,
			     im->px + (a.y + y) * im->width + a.x,
			     a.width * sizeof(*px));
	if (bad)
		__atomic_store_n(&c->bad, 1, __ATOMIC_RELAXED);
	free(px);
}

static void any_part_on_any_thread(void **state)
{
	size_t n = getenv("XP_QUICK") ? 100 : 1000;
	struct err err = { 0 };
	struct crowd c = { 0 };
	char *ref[LAYOUTS];

	(void)state;
	for (size_t i = 0; i < LAYOUTS; i++) {
		char *path = mem_printf("%zu.tif", i);

		ref[i] = name(path, layout[i].select, 1 + i % 4, (int)(i % 4));
		if (image_read(&c.whole[i], ref[i], &err) < 0)
			fail_msg("%s", err.text);
		free(path);
	}
	for (size_t room = 0; room < 100000; room += 30000) {
		struct thread_pool *pool = thread_pool_new(3);
		size_t k;

		c.cache = cache_new();
		for (size_t i = 0; i < LAYOUTS; i++)
			if (cache_add(c.cache, ref[i], &k, &err) < 0)
				fail_msg("%s", err.text);
		cache_room(c.cache, room);
		thread_pool_run(pool, n, read_part, &c);
		assert_int_equal(c.bad, 0);
		cache_free(c.cache);
		thread_pool_free(pool);
	}
	for (size_t i = 0; i < LAYOUTS; i++) {
		image_release(&c.whole[i]);
		free(ref[i]);
	}
}

/* The mean of three planes is the second one. */
static void several_planes_are_their_mean(void **state)
{
	struct err err = { 0 };
	struct image im;

	(void)state;
	put("darks.tif", &layout[0], 3, NULL, dark_value);
	assert_int_equal(image_read(&im, "0.tif[dark=darks.tif]", &err), 0);
	for (size_t i = 0; i < WIDTH * HEIGHT; i++) {
		size_t x = i % WIDTH, y = i / WIDTH;

		assert_true(im.px[i] ==
			    (float)(stored(&layout[0], 0, x, y) -
				    (double)dark_value(1, 0, x, y)));
	}
	image_release(&im);
	assert_int_equal(image_read(&im, "0.tif[dark=darks.tif[2]]", &err), 0);
	assert_true(im.px[0] == (float)(stored(&layout[0], 0, 0, 0) -
					(double)dark_value(2, 0, 0, 0)));
	image_release(&im);
}

static void refuse(const char *ref, const char *words)
{
	struct err err = { 0 };
	struct image im;

	assert_int_equal(image_read(&im, ref, &err), -1);
	assert_says(&err, ERR_DATA, words);
}

static void bad_ones_are_refused(void **state)
{
	static const char *const wrong[] = {
		"bin=0",       "bin=-1", "bin=65",  "bin=",   "bin=2.0",
		"bin=2,bin=3", "bin=*",	 "dark=",   "flat=",  "dark=a,dark=b",
		"bin=2,",      ",bin=2", "bin = 2", "bins=2",
	};
	struct tiff_make m = { .width = 6,
			       .height = 4,
			       .bits = 8,
			       .format = 1,
			       .samples = 1,
			       .photometric = 1,
			       .value = mix };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char *ref = mem_printf("0.tif[%s]", wrong[i]);

		refuse(ref, "neither a file nor a plane");
		free(ref);
	}
	tiff_make("small.tif", &m);
	refuse("small.tif[bin=5]", "too few for bin=5");
	refuse("0.tif[dark=small.tif]", "must come from one camera");
	refuse("0.tif[dark=dark.tif,flat=small.tif]", "the flat image");
	refuse("0.tif[dark=none.tif]", "cannot use 'none.tif' as a dark image");
	refuse("0.tif[flat=dark.tif,dark=flat.tif]", "not brighter than");
	refuse("0.tif[dark=6.tif]", "name one, as in '6.tif[c=0]'");
	refuse("0.tif[dark=stack.tif[z=all]]", "without z=all");
	refuse("0.tif[dark=dark.tif[bin=2]]", "without z=all, bin");
	refuse("0.tif[dark=0.tif[dark=0.tif]]", "without z=all, bin, dark");
	refuse("0.tif[dark=dark.tif[1]]", "no page 1");
}

/* Brackets and commas of a reference in a reference are its own. */
static void references_are_taken_apart(void **state)
{
	static const char ref[] =
		"a[1].tif[c=0,dark=d[x].tif[c=1,t=*],flat=f.tif,raw,bin=2]";
	struct strs items = { 0 };
	struct err err = { 0 };
	char *path, *select, *text;
	struct buf b = { 0 };
	struct ref r;

	(void)state;
	assert_int_equal(ref_parse(&r, ref, &err), 0);
	assert_string_equal(r.path, "a[1].tif");
	assert_string_equal(r.dark, "d[x].tif[c=1,t=*]");
	assert_string_equal(r.flat, "f.tif");
	assert_int_equal(r.bin, 2);
	assert_int_equal(r.c, 0);
	buf_str(&b, "[");
	ref_add_ways(&b, &r);
	assert_string_equal(buf_text(&b), "[raw,dark=d[x].tif[c=1,t=*],"
					  "flat=f.tif,bin=2");
	buf_release(&b);
	ref_release(&r);
	ref_split_items(ref, &path, &items);
	assert_int_equal(items.n, 5);
	free(path);
	strs_release(&items);
	ref_split_plane(ref, &path, &select);
	assert_string_equal(select, "[c=0,raw]");
	free(path);
	free(select);
	ref_split_plane("b.tif[bin=2]", &path, &select);
	assert_string_equal(select, "");
	free(path);
	free(select);
	text = ref_stem(ref);
	assert_string_equal(text, "a[1]_c0_raw_bin2");
	free(text);
	text = ref_with("a.tif", "bin=2");
	assert_string_equal(text, "a.tif[bin=2]");
	free(text);
	text = ref_with("a.tif[c=1]", "bin=2");
	assert_string_equal(text, "a.tif[c=1,bin=2]");
	free(text);
	text = ref_with_axes("a.tif[dark=d.tif[axes=t,t=0]]", "z");
	assert_string_equal(text, "a.tif[axes=z,dark=d.tif[axes=t,t=0]]");
	free(text);
}

/* Planes of movies keep how they are to be read. */
static void lists_keep_it(void **state)
{
	struct strs to = { 0 }, varied = { 0 };
	struct err err = { 0 };
	struct plane_series s;

	(void)state;
	assert_int_equal(plane_list(&to, "stack.tif[bin=2,flat=flat.tif]", NULL,
				    &err),
			 0);
	assert_int_equal(to.n, SLICES);
	assert_string_equal(to.at[1],
			    "stack.tif[c=0,z=1,t=0,flat=flat.tif,bin=2]");
	strs_release(&to);
	assert_int_equal(plane_list_expand(&to, &varied,
					   "stack.tif[z=*,dark=a.tif[t=*]]",
					   NULL, &err),
			 0);
	assert_int_equal(to.n, SLICES);
	assert_string_equal(to.at[2], "stack.tif[z=2,dark=a.tif[t=*]]");
	strs_release(&to);
	strs_release(&varied);
	assert_int_equal(series_find(&s, "stack.tif[bin=3]", 0, NULL, &err), 0);
	assert_int_equal(s.refs.n, SLICES);
	assert_string_equal(s.refs.at[2], "stack.tif[c=0,z=2,t=0,bin=3]");
	assert_int_equal(s.width, WIDTH / 3);
	assert_int_equal(s.height, HEIGHT / 3);
	assert_true(s.pitch.x == 3);
	series_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_layout_by_the_formula),
		cmocka_unit_test(each_slice_of_a_stack),
		cmocka_unit_test(any_part_on_any_thread),
		cmocka_unit_test(several_planes_are_their_mean),
		cmocka_unit_test(bad_ones_are_refused),
		cmocka_unit_test(references_are_taken_apart),
		cmocka_unit_test(lists_keep_it),
	};

	return cmocka_run_group_tests_name("derive", tests, enter, unit_leave);
}
