/*
 * t_predict.c - tiles give the bits of the whole image at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/size.h"
#include "predict/predict.h"
#include "nn/net_init.h"

#include "arrays.h"

static const struct unet nets[] = {
	/* depth, in, out, maps, increase, factor, kernel, valid, volume */
	{ 1, 1, 1, 3, 2, 2, 3, 0, 0, 0, 0 },
	{ 2, 1, 1, 4, 2, 2, 3, 0, 0, 0, 0 },
	{ 3, 1, 1, 5, 2, 2, 3, 0, 0, 0, 0 },
	{ 2, 1, 1, 3, 3, 3, 5, 0, 0, 0, 0 },
	{ 2, 1, 1, 3, 2, 2, 4, 0, 0, 0, 0 },
	{ 1, 1, 1, 3, 2, 2, 2, 1, 0, 0, 0 },
	{ 2, 1, 1, 4, 2, 2, 3, 1, 0, 0, 0 },
	{ 3, 1, 1, 3, 2, 2, 3, 1, 0, 0, 0 },
	{ 2, 1, 1, 2, 1, 3, 4, 1, 0, 0, 0 },
	{ 2, 1, 1, 8, 2, 2, 3, 0, 0, 0, 0 }, /* enough for Winograd's way */
	{ 3, 1, 1, 9, 3, 2, 3, 0, 0, 0, 0 },
	{ 2, 1, 1, 8, 2, 2, 3, 1, 0, 0, 0 },
	{ 3, 1, 1, 4, 2, 2, 3, 0, 0, 1, ACTIVATION_SIGMOID },
	{ 3, 1, 1, 3, 1, 2, 3, 1, 0, 1, 0 },
	{ 2, 1, 1, 3, 1, 3, 3, 1, 0, 1, 0 },
	{ 2, 3, 1, 4, 2, 2, 3, 0, 0, 0, 0 },
	{ 2, 2, 3, 3, 2, 2, 3, 0, 0, 0, 0 },
	{ 2, 3, 2, 4, 2, 2, 3, 1, 0, 0, 0 },
};
static const struct {
	size_t width, height;
} sizes[] = {
	{ 1, 1 }, { 2, 1 }, { 3, 17 }, { 64, 64 }, { 53, 90 }, { 151, 37 },
};
static const size_t tiles[] = { 0, 1, 8, 13, 24, 60, 1000, (size_t)-1 };

#define LEN(a) (sizeof(a) / sizeof(*(a)))

/* As numpy.pad(mode="reflect") does it: walk to and fro. */
static size_t mirror(size_t i, size_t n)
{
	size_t at = 0;
	int down = 0;

	while (n > 1 && i--) {
		if (at == n - 1)
			down = 1;
		else if (at == 0)
			down = 0;
		at += down ? (size_t)-1 : 1;
	}
	return at;
}

static size_t far(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

static void whole(struct net *net, const float *in, float *out, size_t w,
		  size_t h)
{
	const struct unet *u = net_unet(net);
	size_t edge = unet_margin(u);
	size_t pw = unet_input(u, w + 2 * edge),
	       ph = unet_input(u, h + 2 * edge);
	size_t yw = unet_output(u, pw), b = unet_shrink(u) / 2 + edge;
	size_t from = (size_t)u->in_channels, to = (size_t)u->out_channels;
	size_t yh = unet_output(u, ph);
	float *x = mem_floats(from * pw * ph), *y = mem_floats(to * yw * yh);

	for (size_t i = 0; i < from * ph; i++)
		for (size_t j = 0; j < pw; j++)
			x[i * pw +
			  j] = in[(i / ph * h + mirror(far(i % ph, b), h)) * w +
				  mirror(far(j, b), w)];
	net_forward(net, x, y, 1, (struct extent){ 1, ph, pw });
	for (size_t i = 0; i < to * h; i++)
		memcpy(out + i * w, y + (i / h * yh + i % h + edge) * yw + edge,
		       w * sizeof(*out));
	free(x);
	free(y);
}

static float *noise(size_t n, uint64_t seed)
{
	float *x = mem_floats(n);
	struct rng r;

	rng_init(&r, seed, "noise", 0, 0);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
	return x;
}

static void check_tile(struct net *net, struct thread_pool *pool, size_t tile,
		       const float *in, const float *want, size_t w, size_t h)
{
	size_t n = (size_t)net_unet(net)->out_channels * w * h;
	struct predict_options o = { .tile = tile };
	float *got = mem_floats(n);
	struct err err = { 0 };

	memset(got, 0xff, n * sizeof(*got));
	assert_int_equal(predict_image(net_unet(net), net_weights(net), pool,
				       &o, in, got, w, h, &err),
			 0);
	if (memcmp(got, want, n * sizeof(*got)))
		fail_msg("depth %d, %zux%zu in tiles of %zu, %d threads: "
			 "other bits",
			 (int)net_unet(net)->depth, w, h, tile,
			 thread_pool_threads(pool));
	free(got);
}

/* Thousands of tiles take long where all is slow. */
static int too_many(size_t tile, size_t pixels)
{
	return getenv("XP_QUICK") && tile && tile < 1000 &&
	       pixels > 100 * tile * tile;
}

static void check_net(const struct unet *u, int threads)
{
	struct thread_pool *pool = thread_pool_new(threads);
	struct err err = { 0 };
	struct net *net = net_new(u, pool, &err);

	assert_non_null(net);
	net_init(net, 11);
	/* The small ones will do where it takes minutes. */
	for (size_t s = 0; s < (getenv("XP_QUICK") ? 3 : LEN(sizes)); s++) {
		size_t w = sizes[s].width, h = sizes[s].height;
		float *in = noise((size_t)u->in_channels * w * h, s);
		float *want = mem_floats((size_t)u->out_channels * w * h);

		whole(net, in, want, w, h);
		for (size_t i = 0; i < LEN(tiles); i++)
			if (!too_many(tiles[i], w * h))
				check_tile(net, pool, tiles[i], in, want, w, h);
		free(in);
		free(want);
	}
	net_free(net);
	thread_pool_free(pool);
}

static void tiles_give_the_whole_images_bits(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(nets); i++)
		check_net(&nets[i], 1);
}

static void so_they_do_on_more_threads(void **state)
{
	(void)state;
	check_net(&nets[1], 2);
	check_net(&nets[2], 3);
	check_net(&nets[6], 3);
	check_net(&nets[9], 5);
	check_net(&nets[16], 3);
}

/* Rows of a tall image pass through memory that has room for a few: a part of
 * it, with what the network sees around, has them all. */
static void check_tall(const struct unet *u, int threads)
{
	enum { W = 9, H = 700, PART = 96 };
	struct thread_pool *pool = thread_pool_new(threads);
	size_t see = round_up(unet_reach(u), unet_grid(u));
	float *in = noise(W * H, 3), *all = mem_floats(W * H), *part;
	struct err err = { 0 };
	struct net *net = net_new(u, pool, &err);

	net_init(net, 11);
	part = mem_floats(W * H);
	whole(net, in, all, W, H);
	for (size_t y = 0, from, to; y < H; y += PART) {
		from = y - min(y, see);
		to = min(y + PART + see, H);
		whole(net, in + from * W, part, W, to - from);
		assert_memory_equal(part + (y - from) * W, all + y * W,
				    (min(y + PART, H) - y) * W * sizeof(*all));
	}
	free(in);
	free(all);
	free(part);
	net_free(net);
	thread_pool_free(pool);
}

static void tall_images_have_the_bits_of_their_parts(void **state)
{
	(void)state;
	check_tall(&nets[1], 1);
	check_tall(&nets[2], 2);
	check_tall(&nets[9], 1);
	check_tall(&nets[9], 3);
	check_tall(&nets[10], 2);
}

/* Checks that NET, held or not, gives what a new network of the weights SEED
 * gives. */
static void check_as_new(struct net *net, struct thread_pool *pool, int precise,
			 uint64_t seed)
{
	enum { W = 24, H = 40 };
	struct err err = { 0 };
	struct net *new = net_new(net_unet(net), pool, &err);
	float *in = noise(W * H, 5), *got = mem_floats(W * H);
	float *want = mem_floats(W * H);

	net_init(new, seed);
	net_precise(new, precise);
	whole(net, in, got, W, H);
	whole(new, in, want, W, H);
	assert_memory_equal(got, want, W * H * sizeof(*got));
	free(in);
	free(got);
	free(want);
	net_free(new);
}

static void held_weights_are_the_ones_that_were_set(void **state)
{
	struct thread_pool *pool = thread_pool_new(2);
	struct err err = { 0 };
	struct net *net = net_new(&nets[9], pool, &err);

	(void)state;
	net_init(net, 1);
	net_hold(net, 1);
	check_as_new(net, pool, 0, 1);
	check_as_new(net, pool, 0, 1);
	net_init(net, 2);
	check_as_new(net, pool, 0, 2);
	net_precise(net, 1);
	check_as_new(net, pool, 1, 2);
	net_precise(net, 0);
	check_as_new(net, pool, 0, 2);
	net_hold(net, 0);
	net_init(net, 3);
	check_as_new(net, pool, 0, 3);
	net_free(net);
	thread_pool_free(pool);
}

static void windows_are_mirrored_without_end(void **state)
{
	enum { W = 5, H = 3, SIDE = 41 };
	float in[W * H], got[SIDE * SIDE];
	struct arrays a = { in, NULL, W, H };
	struct tile_io p = arrays_io(&a, H);
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < W * H; i++)
		in[i] = (float)i;
	for (size_t b = 0; b < 20; b++) {
		assert_int_equal(tile_io_window(&p, 0, -(ptrdiff_t)b,
						-(ptrdiff_t)b, SIDE, SIDE, got,
						&err),
				 0);
		for (size_t i = 0; i < SIDE * SIDE; i++)
			assert_true(got[i] ==
				    in[mirror(far(i / SIDE, b), H) * W +
				       mirror(far(i % SIDE, b), W)]);
	}
}

struct faulty {
	struct arrays a;
	struct tile_io inner;
	size_t bad_in, bad_out; /* rows that cannot be had */
	size_t written;		/* rows since then */
};

static int read_faulty(void *arg, size_t channel, const struct area *area,
		       float *px, struct err *err)
{
	struct faulty *f = arg;

	if (f->bad_in - area->y < area->height)
		return err_data(err, "no row %zu", f->bad_in);
	return f->inner.read(f->inner.arg, channel, area, px, err);
}

static int write_faulty(void *arg, size_t channel, const struct area *area,
			float *px, struct err *err)
{
	struct faulty *f = arg;

	f->written += f->bad_out <= area->y;
	if (f->bad_out - area->y < area->height)
		return err_sys(err, "cannot take row %zu", f->bad_out);
	return f->inner.write(f->inner.arg, channel, area, px, err);
}

/* The first that fails is told, and nothing more is tried. */
static void check_faults(const struct unet *u, size_t bad_in, size_t bad_out,
			 const char *says)
{
	struct thread_pool *pool = thread_pool_new(3);
	struct err err = { 0 };
	struct net *net = net_new(u, pool, &err);
	float *in = noise(90 * 70, 1), *out = mem_floats(90 * 70);
	struct faulty f = { { in, out, 90, 70 }, { 0 }, bad_in, bad_out, 0 };
	struct predict_options o = { .tile = 16 };
	struct tile_io p = { 90, 70, read_faulty, write_faulty, &f, 0, 1 };

	f.inner = arrays_io(&f.a, 70);
	assert_non_null(net);
	net_init(net, 3);
	assert_int_equal(predict_passage(net, pool, &o, &p, &err), -1);
	if (!strstr(err.text, says))
		fail_msg("%s", err.text);
	assert_true(f.written <= 1);
	net_free(net);
	thread_pool_free(pool);
	free(in);
	free(out);
}

static void a_failure_is_handed_on(void **state)
{
	size_t never = (size_t)-1;

	(void)state;
	for (size_t i = 1; i <= 6; i += 5) {
		check_faults(&nets[i], 0, never, "no row 0");
		check_faults(&nets[i], 41, never, "no row 41");
		check_faults(&nets[i], 69, never, "no row 69");
		check_faults(&nets[i], never, 0, "cannot take row 0");
		check_faults(&nets[i], never, 50, "cannot take row 50");
	}
}

static void other_numbers_of_channels_are_refused(void **state)
{
	struct unet u = { 2, 2, 1, 3, 2, 2, 3, 0, 0, 0, 0 };
	struct thread_pool *pool = thread_pool_new(1);
	struct err err = { 0 };
	struct net *net = net_new(&u, pool, &err);
	float x[12] = { 0 }, y[4];
	struct arrays a = { x, y, 2, 2 };
	struct tile_io p = arrays_io(&a, 2);

	(void)state;
	assert_non_null(net);
	net_init(net, 0);
	for (p.channels = 0; p.channels < 4; p.channels++) {
		if (p.channels == 2)
			continue;
		assert_int_equal(predict_passage(net, pool, NULL, &p, &err),
				 -1);
		assert_int_equal(err.kind, ERR_DATA);
		assert_non_null(strstr(err.text, "the network takes 2 "
						 "channels"));
	}
	net_free(net);
	thread_pool_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tiles_give_the_whole_images_bits),
		cmocka_unit_test(so_they_do_on_more_threads),
		cmocka_unit_test(tall_images_have_the_bits_of_their_parts),
		cmocka_unit_test(held_weights_are_the_ones_that_were_set),
		cmocka_unit_test(windows_are_mirrored_without_end),
		cmocka_unit_test(a_failure_is_handed_on),
		cmocka_unit_test(other_numbers_of_channels_are_refused),
	};

	return cmocka_run_group_tests_name("predict", tests, NULL, NULL);
}
