/*
 * t_threads.c - bits do not depend on the number of threads, on what was
 * computed before, or on how an image is cut into tiles.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "base/rng.h"
#include "base/size.h"
#include "nn/net.h"
#include "nn/net_init.h"
#include "nn/unet.h"

static const struct unet small = { 3, 2, 2, 5, 2, 2, 3, 0, 0, 0, 0 };
static const struct unet valid = { 2, 2, 2, 9, 2, 2, 3, 1, 0, 0, 0 };

static float *noise(size_t n, const char *name)
{
	float *x = mem_floats(n);
	struct rng r;

	rng_init(&r, 1, name, 0, 0);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
	return x;
}

static struct net *make(const struct unet *u, struct thread_pool *pool)
{
	struct err err = { 0 };
	struct net *net = net_new(u, pool, &err);

	if (!net)
		fail_msg("%s", err.text);
	net_init(net, 5);
	return net;
}

/* Loss and gradient of 67 samples (more than there are partial sums), then
 * the output. */
static double run(const struct unet *u, int threads, float *grad, float *out)
{
	enum { N = 67, S = 8 };
	struct thread_pool *pool = thread_pool_new(threads);
	struct net *net = make(u, pool);
	size_t side = unet_input(u, S);
	float *x = noise(N * 2 * side * side, "x");
	float *y = noise(N * 2 * S * S, "y");
	double loss;

	assert_int_equal(thread_pool_threads(pool), threads);
	/* Another shape first: nothing of it may be left. */
	net_forward(net, x, out, 3,
		    (struct extent){ 1, side, unet_input(u, 12) });
	loss = net_gradient(net, &objective_mse, x, y, grad, N,
			    (struct extent){ 1, side, side });
	net_forward(net, x, out, N, (struct extent){ 1, side, side });
	free(x);
	free(y);
	net_free(net);
	thread_pool_free(pool);
	return loss;
}

static void check_threads(void **state)
{
	static const int threads[] = { 3, 2, 5, 8, 16, 33, 64 };
	size_t most = getenv("XP_QUICK") ? 1 : 7;
	size_t weights, len = 67 * 2 * 8 * 8;
	struct thread_pool *pool = thread_pool_new(1);
	const struct unet *u = *state;
	struct net *net = make(u, pool);
	float *g1, *g2, *y1, *y2;
	double loss;

	weights = net_size(net);
	net_free(net);
	thread_pool_free(pool);
	g1 = mem_floats(weights);
	g2 = mem_floats(weights);
	y1 = mem_floats(len);
	y2 = mem_floats(len);
	loss = run(u, 1, g1, y1);
	for (size_t i = 0; i < most; i++) {
		double again = run(u, threads[i], g2, y2);

		assert_memory_equal(&loss, &again, sizeof(loss));
		assert_memory_equal(g1, g2, weights * sizeof(*g1));
		assert_memory_equal(y1, y2, len * sizeof(*y1));
	}
	free(g1);
	free(g2);
	free(y1);
	free(y2);
}

/* Copy H x W from (Y, X) of planes FULL wide and TALL high. */
static void cut(float *to, const float *from, size_t c, size_t tall,
		size_t full, size_t y, size_t x, size_t h, size_t w)
{
	for (size_t i = 0; i < c; i++)
		for (size_t j = 0; j < h; j++, to += w)
			memcpy(to, from + (i * tall + y + j) * full + x,
			       w * sizeof(*to));
}

/* Windows at multiples of unet_grid, as far as unet_reach from a window's
 * own edges. */
static void check_tiles_of(const struct unet *u)
{
	struct thread_pool *pool = thread_pool_new(1);
	struct net *net = make(u, pool);
	size_t in = (size_t)u->in_channels, m = unet_grid(u);
	size_t halo = (unet_reach(u) + m - 1) / m * m, side = 2 * halo + m;
	size_t tall = side + 2 * m, full = side + 3 * m;
	float *x = noise(in * tall * full, "image");
	float *whole = mem_floats(tall * full), *some = mem_floats(side * side);
	float *part = mem_floats(in * side * side);

	net_forward(net, x, whole, 1, (struct extent){ 1, tall, full });
	for (size_t y = 0; y + side <= tall; y += m)
		for (size_t x0 = 0; x0 + side <= full; x0 += m) {
			cut(part, x, in, tall, full, y, x0, side, side);
			net_forward(net, part, some, 1,
				    (struct extent){ 1, side, side });
			for (size_t i = halo; i < halo + m; i++)
				assert_memory_equal(some + i * side + halo,
						    whole + (y + i) * full +
							    x0 + halo,
						    m * sizeof(*some));
		}
	free(x);
	free(part);
	free(whole);
	free(some);
	net_free(net);
	thread_pool_free(pool);
}

static void check_tiles(void **state)
{
	static const struct unet nets[] = {
		{ 2, 1, 1, 8, 2, 2, 3, 0, 0, 0, 0 },
		{ 3, 2, 1, 9, 2, 2, 3, 0, 0, 0, 0 },
		{ 2, 1, 1, 3, 1, 3, 5, 0, 0, 0, 0 },
		{ 2, 1, 1, 4, 2, 2, 4, 0, 0, 0, 0 },
	};

	(void)state;
	check_tiles_of(&nets[0]);
	check_tiles_of(&nets[3]);
	if (getenv("XP_QUICK"))
		return;
	check_tiles_of(&nets[1]);
	check_tiles_of(&nets[2]);
}

/* Farthest pixel whose change reaches an output pixel of column P. */
static size_t reach(struct net *net, const float *x, size_t w, size_t p)
{
	float *base = mem_floats(w), *y = mem_floats(w);
	float *changed = mem_floats(w);
	size_t far = 0;

	net_forward(net, x, base, 1, (struct extent){ 1, 1, w });
	memcpy(changed, x, w * sizeof(*x));
	for (size_t i = 0; i < w; i++) {
		size_t d = i > p ? i - p : p - i;

		changed[i] = x[i] + 100;
		net_forward(net, changed, y, 1, (struct extent){ 1, 1, w });
		changed[i] = x[i];
		if (y[p] != base[p] && d > far)
			far = d;
	}
	free(base);
	free(changed);
	free(y);
	return far;
}

/* domain: the context of the package's networks, worked out by hand; and
 * no pixel farther away than stated has any effect. */
static void check_context(void **state)
{
	static const size_t side3[] = { 9, 23, 51, 107 };
	static const size_t side5[] = { 17, 43, 95, 199 };
	static const size_t linear[] = { 10, 26, 58, 122 };

	(void)state;
	for (int64_t d = 2; d < 6; d++) {
		struct unet u = { d, 1, 1, 4, 2, 2, 3, 0, 0, 0, 0 };

		assert_int_equal(unet_context(&u), side3[d - 2]);
		assert_int_equal(unet_multiple(&u), 1u << (d - 1));
		u.linear = 1;
		assert_int_equal(unet_context(&u), linear[d - 2]);
		u.linear = 0;
		u.kernel_size = 5;
		assert_int_equal(unet_context(&u), side5[d - 2]);
	}
	struct unet flat = { 1, 1, 1, 8, 2, 2, 3, 0, 0, 0, 0 };
	struct thread_pool *pool = thread_pool_new(1);
	struct net *net = make(&flat, pool);
	float *x = noise(32, "line");

	assert_int_equal(unet_context(&flat), 2);
	assert_true(reach(net, x, 32, 16) <= unet_reach(&flat));
	net_precise(net, 1);
	assert_int_equal(reach(net, x, 32, 16), 2);
	free(x);
	net_free(net);
	thread_pool_free(pool);
}

/* How far from pixel P on the diagonal of SIDE x SIDE, which is no number,
 * there are outputs that are none. */
static size_t spread(struct net *net, float *x, float *y, size_t side, size_t p)
{
	size_t far = 0;

	x[p * side + p] = NAN;
	net_forward(net, x, y, 1, (struct extent){ 1, side, side });
	x[p * side + p] = 0;
	for (size_t i = 0; i < side * side; i++) {
		size_t r = i / side, c = i % side;
		size_t down = r > p ? r - p : p - r;
		size_t along = c > p ? c - p : p - c;

		if (isnan(y[i]) && down > far)
			far = down;
		if (isnan(y[i]) && along > far)
			far = along;
	}
	return far;
}

/* What is no number gets wherever a bit could: as far as is said, no less
 * and no farther. */
static void check_reach(void **state)
{
	static const struct unet nets[] = {
		{ 1, 1, 1, 8, 2, 2, 3, 0, 0, 0, 0 },
		{ 2, 1, 1, 8, 2, 2, 3, 0, 0, 0, 0 },
		{ 2, 1, 1, 4, 2, 2, 3, 0, 0, 0, 0 },
		{ 2, 1, 1, 8, 1, 3, 3, 0, 0, 0, 0 },
		{ 2, 1, 1, 3, 1, 3, 5, 0, 0, 0, 0 },
		{ 2, 1, 1, 4, 2, 2, 4, 0, 0, 0, 0 },
		{ 3, 1, 1, 8, 2, 2, 3, 0, 0, 0, 0 },
		{ 4, 1, 1, 8, 1, 2, 3, 0, 0, 0, 0 },
		{ 3, 1, 1, 8, 2, 2, 3, 0, 0, 1, 0 },
		{ 2, 1, 1, 4, 1, 3, 3, 0, 0, 1, 0 },
	};
	struct thread_pool *pool = thread_pool_new(2);
	size_t n = sizeof(nets) / sizeof(*nets);

	(void)state;
	for (size_t k = 0; k < (getenv("XP_QUICK") ? 4 : n); k++) {
		const struct unet *u = &nets[k];
		struct net *net = make(u, pool);
		size_t m = unet_grid(u), far = 0;
		size_t mid = round_up(unet_reach(u) + m, m), side = 2 * mid;
		float *x = mem_zero(side * side, sizeof(*x));
		float *y = mem_floats(side * side);

		for (size_t p = mid; p < mid + m; p++) {
			size_t to = spread(net, x, y, side, p);

			far = to > far ? to : far;
		}
		assert_int_equal(far, unet_reach(u));
		free(x);
		free(y);
		net_free(net);
	}
	thread_pool_free(pool);
}

/* A kernel of an even side sees one pixel more at the end; without zeros
 * around, what counts is seen from the middle. */
static void check_even_context(void **state)
{
	struct unet u = { 1, 1, 1, 8, 2, 2, 4, 0, 0, 0, 0 };
	struct thread_pool *pool = thread_pool_new(1);
	struct net *net = make(&u, pool);
	float *x = noise(32, "line");

	(void)state;
	assert_int_equal(unet_context(&u), 4);
	assert_int_equal(reach(net, x, 32, 16), 4);
	u.valid = 1;
	assert_int_equal(unet_context(&u), 3);
	free(x);
	net_free(net);
	thread_pool_free(pool);
}

/* DEPTH levels with kernels of SIDE take IN to OUT, and nothing between
 * that and the next. */
static void check_side(int64_t depth, int64_t factor, int64_t side, size_t in,
		       size_t out)
{
	struct unet u = { depth, 1, 1, 1, 1, factor, side, 1, 0, 0, 0 };
	size_t last = unet_convs(&u) - 1;

	assert_int_equal(unet_output(&u, in), out);
	assert_int_equal(unet_input(&u, out), in);
	assert_int_equal(unet_input(&u, out + 1), in + unet_multiple(&u));
	assert_int_equal(unet_shrink(&u), in - out);
	for (size_t i = 1; i < unet_multiple(&u); i++)
		assert_int_equal(unet_output(&u, in + i), 0);
	assert_int_equal(unet_conv_side(&u, 0, in), in - (size_t)side + 1);
	assert_int_equal(unet_conv_side(&u, last, in), out);
	if (depth > 1)
		assert_int_equal(unet_conv_side(&u, unet_decoder(&u, 0, 1), in),
				 out);
}

/* Ronneberger's 572 to 388, the package's own test, and its smallest. */
static void check_sizes(void **state)
{
	struct unet same = { 3, 1, 1, 1, 1, 3, 3, 0, 0, 0, 0 };

	(void)state;
	check_side(5, 2, 3, 572, 388);
	check_side(5, 2, 3, 188, 4);
	check_side(4, 3, 5, 536, 112);
	check_side(4, 2, 3, 92, 4);
	check_side(3, 2, 3, 44, 4);
	check_side(1, 2, 3, 5, 1);
	check_side(2, 3, 4, 33, 3);
	check_side(3, 2, 1, 4, 4);
	assert_int_equal(unet_output(&same, 18), 18);
	assert_int_equal(unet_output(&same, 17), 0);
	assert_int_equal(unet_output(&same, 0), 0);
	assert_int_equal(unet_input(&same, 10), 18);
	assert_int_equal(unet_shrink(&same), 0);
	assert_int_equal(unet_conv_side(&same, unet_decoder(&same, 1, 0), 18),
			 6);
}

/* Let tensor NAME pass its input channel I on. */
static void pass(struct net *net, const char *name, size_t i)
{
	for (size_t k = 0; k < net_params(net); k++) {
		const struct param *p = net_param(net, k);
		size_t area = p->shape[2] * p->shape[3];

		if (!strcmp(p->name, name))
			net_weights(net)[p->offset + i * area + area / 2] = 1;
	}
}

/* Outputs lie over the middle of the input, by the skip connection (to the
 * pixel) and from below (to the block). */
static void check_over(void **state)
{
	enum { S = 34 };
	struct unet u = { 2, 1, 1, 1, 1, 2, 3, 1, 0, 0, 0 };
	size_t side = unet_output(&u, S), over = unet_shrink(&u) / 2;
	float x[S * S], y[S * S];

	(void)state;
	assert_int_equal(side + 2 * over, S);
	for (size_t i = 0; i < S * S; i++)
		x[i] = (float)(i / S * 1000 + i % S);
	for (size_t way = 0; way < 2; way++) {
		struct thread_pool *pool = thread_pool_new(1);
		struct net *net = make(&u, pool);

		memset(net_weights(net), 0, net_size(net) * sizeof(float));
		pass(net, "left_convs.0.conv_pass.0.weight", 0);
		pass(net, "left_convs.0.conv_pass.2.weight", 0);
		pass(net, "left_convs.1.conv_pass.0.weight", 0);
		pass(net, "left_convs.1.conv_pass.2.weight", 0);
		pass(net, "right_convs.0.conv_pass.0.weight", way);
		pass(net, "right_convs.0.conv_pass.2.weight", 0);
		pass(net, "final_conv.final_conv.weight", 0);
		net_forward(net, x, y, 1, (struct extent){ 1, S, S });
		for (size_t i = 0; i < side * side; i++) {
			size_t top = i / side + over, left = i % side + over;

			/* The block's last pixel is its greatest. */
			top |= way;
			left |= way;
			assert_true(y[i] == x[top * S + left]);
		}
		net_free(net);
		thread_pool_free(pool);
	}
}

static void refuse(struct unet u, const char *word)
{
	struct err err = { 0 };

	assert_null(net_new(&u, NULL, &err));
	assert_int_equal(err.kind, ERR_USAGE);
	if (!strstr(err.text, word))
		fail_msg("'%s' does not name %s", err.text, word);
}

static void check_refusals(void **state)
{
	(void)state;
	refuse((struct unet){ 0, 1, 1, 8, 2, 2, 3, 0, 0, 0, 0 }, "depth");
	refuse((struct unet){ 3, 0, 1, 8, 2, 2, 3, 0, 0, 0, 0 }, "in_channels");
	refuse((struct unet){ 3, 1, -1, 8, 2, 2, 3, 0, 0, 0, 0 },
	       "out_channels");
	refuse((struct unet){ 3, 1, 1, 0, 2, 2, 3, 0, 0, 0, 0 }, "num_fmaps");
	refuse((struct unet){ 3, 1, 1, 8, 0, 2, 3, 0, 0, 0, 0 },
	       "fmap_inc_factor");
	refuse((struct unet){ 3, 1, 1, 8, 2, 0, 3, 0, 0, 0, 0 },
	       "downsample_factor");
	refuse((struct unet){ 3, 1, 1, 8, 2, 2, 0, 0, 0, 0, 0 }, "kernel_size");
	refuse((struct unet){ 3, 1, 1, 8, 2, 2, 12, 0, 0, 0, 0 },
	       "kernel_size");
	refuse((struct unet){ 16, 1, 1, 64, 16, 2, 3, 0, 0, 0, 0 },
	       "num_fmaps");
	refuse((struct unet){ 16, 1, 1, 1, 1, 16, 3, 0, 0, 0, 0 },
	       "downsample_factor");
	refuse((struct unet){ 2, 1, 1, 32768, 2, 2, 11, 0, 0, 0, 0 },
	       "weights");
}

/* The laws of the first weights, by their moments. */
static void check_init(void **state)
{
	struct unet u = { 2, 1, 1, 32, 2, 2, 3, 0, 0, 0, 0 };
	struct thread_pool *pool = thread_pool_new(1);
	struct net *net = make(&u, pool);

	(void)state;
	for (size_t i = 0; i < net_params(net); i++) {
		const struct param *p = net_param(net, i);
		const float *w = net_weights(net) + p->offset;
		double fan = 288, sum = 0, want, bound = 0;

		if (strcmp(p->name, "left_convs.0.conv_pass.2.weight") &&
		    strcmp(p->name, "final_conv.final_conv.weight"))
			continue;
		if (p->len == 32)
			fan = 32;
		for (size_t k = 0; k < p->len; k++) {
			sum += (double)w[k] * w[k];
			bound = fmax(bound, fabs(w[k]));
		}
		want = p->len == 32 ? 1 / fan / 3 : 2 / fan;
		assert_true(fabs(sum / (double)p->len / want - 1) <
			    5 * sqrt(2 / (double)p->len));
		assert_true(p->len == 32 ? bound <= 1 / sqrt(fan) :
					   bound > 3 * sqrt(want));
	}
	net_free(net);
	thread_pool_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(check_threads,
					  (void *)(uintptr_t)&small),
		cmocka_unit_test_prestate(check_threads,
					  (void *)(uintptr_t)&valid),
		cmocka_unit_test(check_sizes),
		cmocka_unit_test(check_over),
		cmocka_unit_test(check_tiles),
		cmocka_unit_test(check_context),
		cmocka_unit_test(check_reach),
		cmocka_unit_test(check_even_context),
		cmocka_unit_test(check_refusals),
		cmocka_unit_test(check_init),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
