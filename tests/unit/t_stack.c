/*
 * t_stack.c - stacks: all slices of a file at once, patches of them, and
 * their way through a network in boxes.
 */
#include "arrays.h"
#include "tiff_make.h"
#include "unit.h"

#include "base/mem.h"
#include "base/rng.h"
#include "batch/batch.h"
#include "predict/predict.h"
#include "nn/net_init.h"
#include "image/image.h"

enum { WIDTH = 20, HEIGHT = 17, SLICES = 6, CHANNELS = 2, PLANE = 340 };

/* A number of its own for each pixel, in 16 bits. */
static uint64_t number(size_t page, size_t sample, size_t x, size_t y)
{
	return page * 4096 + sample * 2048 + y * WIDTH + x;
}

/* Pages are channels, then slices; strips do not divide a slice. */
static const struct tiff_make hyper = {
	.width = WIDTH,
	.height = HEIGHT,
	.pages = SLICES * CHANNELS,
	.bits = 16,
	.format = 1,
	.samples = 1,
	.photometric = 1,
	.rows = 5,
	.description = "ImageJ=1.54f\nimages=12\nchannels=2\nslices=6\n",
	.value = number,
};

/* A file is not written twice: that would be noticed. */
static char file[40], ref[80];

static void put_bytes(const struct buf *b)
{
	static int n;

	snprintf(file, sizeof(file), "%d.tif", n++);
	unit_write(file, b->data, b->len);
}

static void put(const struct tiff_make *m)
{
	struct buf b = { 0 };

	tiff_bytes(&b, m);
	put_bytes(&b);
	buf_release(&b);
}

/* What of the last one. */
static const char *of_it(const char *select)
{
	snprintf(ref, sizeof(ref), "%s[%s]", file, select);
	return ref;
}

static void refuse(const char *select, const char *words)
{
	struct err err = { 0 };
	struct image im;

	assert_int_equal(image_read(&im, of_it(select), &err), -1);
	assert_says(&err, ERR_DATA, words);
}

/* That is slices FIRST, FIRST + STEP ... below each other. */
static void is_stack(const char *select, size_t first, size_t step)
{
	struct err err = { 0 };
	struct image im;
	struct image_info info;

	assert_int_equal(image_info(&info, of_it(select), &err), 0);
	if (image_read(&im, ref, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(info.stack, SLICES);
	assert_int_equal(info.height, SLICES * HEIGHT);
	assert_int_equal(im.slices, SLICES);
	assert_int_equal(im.width, WIDTH);
	assert_int_equal(im.height, SLICES * HEIGHT);
	for (size_t i = 0; i < SLICES * PLANE; i++) {
		size_t page = first + i / PLANE * step, at = i % PLANE;

		assert_true(im.px[i] ==
			    (float)number(page, 0, at % WIDTH, at / WIDTH));
	}
	image_release(&im);
}

static void all_slices_at_once(void **state)
{
	struct tiff_make m = hyper;

	(void)state;
	put(&m);
	is_stack("c=0,z=all", 0, 2);
	is_stack("z=all,c=1", 1, 2);
	m.big_endian = 1;
	m.rows = 0;
	put(&m);
	is_stack("c=1,z=all", 1, 2);
	m.tile_width = 16;
	m.tile_height = 16;
	put(&m);
	is_stack("c=1,z=all", 1, 2);
	m.differences = 1;
	put(&m);
	is_stack("c=0,z=all", 0, 2);
	m.description = NULL;
	m.pages = SLICES;
	put(&m);
	is_stack("axes=z,z=all", 0, 1);
	refuse("z=all", "axes=z,z=all");
	m.pages = 2 * SLICES;
	put(&m);
	is_stack("axes=tz6,z=all,t=1", SLICES, 1);
	refuse("axes=tz6,z=all", "t=0");
}

/* As ImageJ has it above 4 GB: one page, and the pixels of the others. */
static void in_one_piece(void **state)
{
	struct tiff_make m = hyper;
	struct buf b = { 0 };
	size_t at;

	(void)state;
	m.pages = 1;
	m.rows = 0;
	m.description = "ImageJ=1.54f\nimages=6\nslices=6\n";
	tiff_bytes(&b, &m);
	at = b.len;
	/* The only page again, its pixels last. */
	for (size_t page = 0; page < SLICES; page++)
		for (size_t i = 0; i < PLANE; i++)
			tiff_put(&b, &m, number(page, 0, i % WIDTH, i / WIDTH),
				 2);
	for (size_t i = 0; i + 8 <= at; i += 2)
		if (!memcmp(b.data + i, "\x11\x01\x04\0\x01\0\0\0", 8)) {
			uint32_t to = (uint32_t)at;

			memcpy(b.data + i + 8, &to, 4);
		}
	put_bytes(&b);
	buf_release(&b);
	is_stack("z=all", 0, 1);
}

static void not_a_stack(void **state)
{
	struct tiff_make m = hyper;
	struct buf b = { 0 };

	(void)state;
	put(&m);
	refuse("z=all", "c=0");
	refuse("c=0,z=1,z=all", "neither a file nor a plane");
	refuse("c=0,z=all,z=1", "neither a file nor a plane");
	refuse("1,z=all", "neither a file nor a plane");
	refuse("c=0,z=all,z=all", "neither a file nor a plane");
	m.description = "ImageJ=1.54f\nimages=12\nslices=20\n";
	put(&m);
	refuse("z=all", "12 pages, too few for 20 slices");
	m.description = hyper.description;
	/* One slice that is another one: half as many rows of pixels. */
	m.rows = 0;
	tiff_bytes(&b, &m);
	for (size_t i = b.len - 8; i-- > 0;)
		if (!memcmp(b.data + i, "\x01\x01\x04\0\x01\0\0\0\x11", 9)) {
			b.data[i + 8] = 9;
			break;
		}
	put_bytes(&b);
	buf_release(&b);
	refuse("c=1,z=all", "slices differ");
}

static void written_as_pages(void **state)
{
	static const struct {
		size_t slices, height, width;
	} size[] = {
		{ 1, 4, 5 },
		{ 2, 3, 7 },
		{ 9, 1, 1 },
		{ 3, 700, 600 },
	};
	struct pixel_pitch pitch = { 0.26, 0.5 };
	struct err err = { 0 };
	struct image_info info;
	struct image im;

	(void)state;
	for (size_t i = 0; i < sizeof(size) / sizeof(*size); i++) {
		size_t h = size[i].slices * size[i].height;
		size_t w = size[i].width, n = h * w;
		float *px = mem_floats(n);

		for (size_t k = 0; k < n; k++)
			px[k] = (float)k + 0.25f;
		snprintf(file, sizeof(file), "w%zu.tif", i);
		assert_int_equal(image_write_stack(file, px, w, h,
						   size[i].slices, PIXEL_F32,
						   i % 2 ? &pitch : NULL, NULL,
						   &err),
				 0);
		assert_int_equal(image_info(&info, file, &err), 0);
		assert_int_equal(info.pages, size[i].slices);
		if (image_read(&im, of_it("z=all"), &err) < 0)
			fail_msg("%s", err.text);
		assert_int_equal(im.slices, size[i].slices);
		assert_int_equal(im.height, h);
		assert_true(im.pitch.x == (i % 2 ? 0.26 : 0));
		assert_memory_equal(im.px, px, n * sizeof(*px));
		image_release(&im);
		free(px);
	}
}

/* Patches */

enum { SIDE = 4, DEEP = 3, N = 5, LEN = SIDE * SIDE * DEEP };

static void manifest(struct manifest *p)
{
	struct buf text = { 0 };
	struct err err = { 0 };

	put(&hyper);
	buf_printf(&text,
		   "id\tsource\ttarget\tsplit\na\t%s[c=0,z=all]\t"
		   "%s[c=1,z=all]\ttrain\n",
		   file, file);
	unit_write("p.tsv", text.data, text.len);
	buf_release(&text);
	if (manifest_read(p, "p.tsv", &err) < 0)
		fail_msg("%s", err.text);
}

/* How far apart in the file's numbering neighbours of a patch are. */
static int steps_are(const float *x, long slice, long row, long pixel)
{
	for (size_t i = 0; i < LEN; i++) {
		long z = (long)i / SIDE / SIDE, y = (long)i / SIDE % SIDE;
		long want = z * slice + y * row + (long)i % SIDE * pixel;

		if (x[i] != x[0] + (float)want)
			return 0;
	}
	return 1;
}

/* Which of 16 ways a patch is seen: upside down, mirrored, turned. */
static int way(const float *x)
{
	static const long plane[8][2] = {
		{ WIDTH, 1 }, { WIDTH, -1 }, { -WIDTH, 1 }, { -WIDTH, -1 },
		{ 1, WIDTH }, { 1, -WIDTH }, { -1, WIDTH }, { -1, -WIDTH },
	};

	for (int i = 0; i < 16; i++)
		if (steps_are(x, i / 8 ? -8192 : 8192, plane[i % 8][0],
			      plane[i % 8][1]))
			return i;
	fail_msg("no part of the stack");
	return -1;
}

/* Counted: how often each way, and each slice that comes first in the
 * file. */
static void count(struct batch *b, size_t ways[16], size_t first[SLICES])
{
	static float x[N][LEN], y[N][LEN];
	struct err err = { 0 };

	for (uint64_t step = 0; step < 200; step++) {
		if (batch_draw(b, step, *x, *y, &err) < 0)
			fail_msg("%s", err.text);
		for (size_t i = 0; i < N; i++) {
			float least = x[i][0];

			for (size_t k = 0; k < LEN; k++) {
				/* Of the other channel the next page. */
				assert_true(y[i][k] == x[i][k] + 4096);
				least = x[i][k] < least ? x[i][k] : least;
			}
			ways[way(x[i])]++;
			first[(size_t)least / 8192]++;
		}
	}
}

static void patches_of_stacks(void **state)
{
	struct batch_options o = { .split = "train",
				   .patch = SIDE,
				   .batch = N,
				   .seed = 3,
				   .flip = 1,
				   .turn = 1,
				   .slices = DEEP,
				   .parts = 1 };
	size_t ways[16] = { 0 }, first[SLICES] = { 0 }, none[16] = { 0 };
	struct cache *cache = cache_new();
	struct err err = { 0 };
	struct manifest pairs;
	struct batch *b;

	(void)state;
	manifest(&pairs);
	assert_non_null(b = batch_new(&pairs, cache, &o, &err));
	count(b, ways, first);
	for (int i = 0; i < 16; i++)
		assert_true(ways[i] > 20);
	for (size_t i = 0; i < SLICES; i++)
		assert_true(i + DEEP <= SLICES ? first[i] > 150 : !first[i]);
	assert_int_equal(batch_epoch(b), 9); /* 2040 of 240 pixels */
	batch_free(b);
	o.flip = o.turn = 0;
	assert_non_null(b = batch_new(&pairs, cache, &o, &err));
	count(b, none, first);
	assert_int_equal(none[0], 200 * N);
	batch_free(b);
	o.slices = SLICES + 1;
	assert_null(batch_new(&pairs, cache, &o, &err));
	assert_says(&err, ERR_DATA, "has 6 slices");
	o.slices = 0;
	assert_null(batch_new(&pairs, cache, &o, &err));
	assert_says(&err, ERR_DATA, "is a stack");
	cache_free(cache);
	manifest_release(&pairs);
}

/* Boxes */

static int predict(struct net *net, struct thread_pool *pool, size_t tile,
		   const float *in, float *out, struct extent e,
		   struct err *err)
{
	struct predict_options o = { .tile = tile };
	struct arrays a = { in, out, e.w, e.d * e.h };
	struct tile_io p = arrays_io(&a, e.d * e.h);

	p.slices = e.d;
	p.channels = (size_t)net_unet(net)->in_channels;
	return predict_passage(net, pool, &o, &p, err);
}

static void check_boxes(const struct unet *u, size_t d, size_t h, size_t w)
{
	static const size_t tiles[] = { 0, 1, 3, 8, 12, 1000, (size_t)-1 };
	struct thread_pool *pool = thread_pool_new(2);
	struct err err = { 0 };
	struct net *net = net_new(u, pool, &err);
	size_t all = (size_t)u->in_channels * d * h * w;
	size_t n = (size_t)u->out_channels * d * h * w;
	float *in = mem_floats(all), *want = mem_floats(n);
	float *got = mem_floats(n);
	struct rng r;

	rng_init(&r, 1, "boxes", 0, 0);
	for (size_t i = 0; i < all; i++)
		in[i] = (float)rng_normal(&r);
	net_init(net, 3);
	for (size_t i = 0; i < sizeof(tiles) / sizeof(*tiles); i++) {
		/* Hundreds of boxes take long where all is slow. */
		if (tiles[i] && tiles[i] < 12 && getenv("XP_QUICK"))
			continue;
		memset(got, 0xff, n * sizeof(*got));
		assert_int_equal(predict(net, pool, tiles[i], in,
					 i ? got : want,
					 (struct extent){ d, h, w }, &err),
				 0);
		if (i && memcmp(got, want, n * sizeof(*got)))
			fail_msg("%zux%zux%zu in boxes of %zu: other bits", d,
				 h, w, tiles[i]);
	}
	assert_true(predict_memory(u, 2, w, d * h, d) > 0);
	if (!u->valid && !(d % unet_multiple(u) + h % unet_multiple(u) +
			   w % unet_multiple(u))) {
		net_forward(net, in, got, 1, (struct extent){ d, h, w });
		assert_memory_equal(got, want, n * sizeof(*got));
	}
	free(in);
	free(want);
	free(got);
	net_free(net);
	thread_pool_free(pool);
}

static void boxes_give_the_whole(void **state)
{
	struct unet same = { 2, 1, 1, 8, 1, 2, 3, 0, 1, 0, 0 };
	struct unet even = { 2, 1, 1, 2, 2, 2, 4, 0, 1, 0, 0 };
	struct unet valid = { 2, 1, 1, 2, 2, 2, 3, 1, 1, 0, 0 };
	struct unet several = { 2, 3, 2, 4, 2, 2, 3, 0, 1, 0, 0 };
	struct unet several_valid = { 2, 2, 2, 2, 2, 2, 3, 1, 1, 0, 0 };

	(void)state;
	check_boxes(&several, 4, 24, 32);
	check_boxes(&several, 5, 30, 41);
	check_boxes(&several_valid, 3, 20, 21);
	check_boxes(&same, 5, 30, 41);
	check_boxes(&same, 2, 1, 3);
	check_boxes(&even, 3, 9, 12);
	check_boxes(&valid, 5, 6, 11);
}

/* Where nothing has to be mirrored a prediction is the network's output. */
static void the_whole_is_the_network(void **state)
{
	struct unet u = { 2, 1, 1, 3, 2, 2, 3, 0, 1, 0, 0 };
	struct extent e = { 4, 6, 10 };
	struct thread_pool *pool = thread_pool_new(1);
	struct err err = { 0 };
	struct net *net = net_new(&u, pool, &err);
	float in[4 * 6 * 10], got[4 * 6 * 10], want[4 * 6 * 10];

	(void)state;
	net_init(net, 1);
	for (size_t i = 0; i < 240; i++)
		in[i] = (float)(i * i % 31) / 31;
	assert_int_equal(predict(net, pool, 0, in, got, e, &err), 0);
	net_forward(net, in, want, 1, e);
	assert_memory_equal(got, want, sizeof(got));
	e.d = 1;
	assert_int_equal(predict(net, pool, 0, in, got, e, &err), -1);
	assert_says(&err, ERR_DATA, "single plane");
	net_free(net);
	thread_pool_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_slices_at_once),
		cmocka_unit_test(in_one_piece),
		cmocka_unit_test(not_a_stack),
		cmocka_unit_test(written_as_pages),
		cmocka_unit_test(patches_of_stacks),
		cmocka_unit_test(boxes_give_the_whole),
		cmocka_unit_test(the_whole_is_the_network),
	};

	return cmocka_run_group_tests(tests, unit_enter, unit_leave);
}
