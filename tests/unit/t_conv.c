/*
 * t_conv.c - every set of kernels against the plain convolution, on shapes
 * with every kind of edge, the direct way and Winograd's; and the promise
 * that the direct way's bits do not depend on where a pixel lies.
 */
#include <math.h>

#include "unit.h"

#include "base/mem.h"
#include "base/rng.h"
#include "kernel/cpu.h"
#include "nn/op.h"
#include "plain_conv.h"

static struct rng rng;
static size_t halo; /* of the planes, no more than needed */

static float *noise(size_t n)
{
	float *x = mem_floats(n);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&rng);
	return x;
}

static struct planes planes(size_t c, size_t h, size_t w, float **memory)
{
	size_t len = planes_len(c, h, w, halo) + READ_PAST;

	*memory = mem_floats(len);
	memset(*memory, 0, len * sizeof(**memory));
	return planes_in(*memory, c, h, w, halo);
}

/* What lies around the pixels is zero. */
static void check_border(const struct planes *p, const float *memory)
{
	size_t len = planes_len(p->c, p->h, p->w, halo), zeros = 0;
	size_t inner = 0;

	for (size_t i = 0; i < len; i++)
		zeros += memory[i] == 0;
	for (size_t c = 0; c < p->c; c++)
		for (size_t y = 0; y < p->h; y++)
			for (size_t x = 0; x < p->w; x++)
				inner += planes_row(p, c, y)[x] == 0;
	assert_int_equal(zeros - inner, len - p->c * p->h * p->w);
}

static void near(const char *what, const float *got, const double *want,
		 size_t n, const struct plain *p)
{
	double greatest = 1, worst = unit_off(got, want, n, &greatest);

	if (!(worst <= 1e-5 * greatest))
		fail_msg("%s %s: %zu to %zu channels, side %zu, %zu x %zu%s: "
			 "off by %g of %g",
			 cpu_in_use()->name, what, p->in, p->out, p->k, p->h,
			 p->w, p->valid ? ", valid" : "", worst, greatest);
}

struct fast {
	struct node node;
	struct conv conv;
	float *x, *y, *dx, *dy; /* planes' memory */
	float *vector, *grad, *scratch;
};

static int by_wino;

/* Transformed weights and scratch memory, which begins as nonsense. */
static void set_up_wino(struct fast *f)
{
	struct conv *c = &f->conv;

	c->winograd = mem_floats(conv_form_winograd_len(c->in, c->out));
	c->winograd_flipped = mem_floats(conv_form_winograd_len(c->out, c->in));
	f->scratch = mem_floats(conv_form_scratch_len(c, 1));
	memset(f->scratch, 0xff, conv_form_scratch_len(c, 1) * sizeof(float));
}

static void set_up(struct fast *f, const struct plain *p)
{
	size_t taps = p->out * p->in * p->k * p->k;

	halo = p->valid ? p->k - 1 : p->k / 2;
	f->conv = (struct conv){
		.in = p->in,
		.out = p->out,
		.k = p->k,
		.b_at = taps,
		.valid = p->valid,
	};
	f->vector = mem_floats(taps + p->out);
	f->grad = mem_floats(taps + p->out);
	memcpy(f->vector, p->weight, taps * sizeof(float));
	memcpy(f->vector + taps, p->bias, p->out * sizeof(float));
	memset(f->grad, 0, (taps + p->out) * sizeof(float));
	f->scratch = NULL;
	if (by_wino && p->k == 3) {
		set_up_wino(f);
	} else {
		f->conv.packed =
			mem_floats(conv_form_direct_len(p->in, p->out, p->k));
		f->conv.flipped =
			mem_floats(conv_form_direct_len(p->out, p->in, p->k));
	}
	conv_form_pack(&f->conv, f->vector);
	f->node = (struct node){ .op = &op_conv,
				 .conv = &f->conv,
				 .scratch = f->scratch };
	f->node.x.v = planes(p->in, p->h, p->w, &f->x);
	f->node.x.d = planes(p->in, p->h, p->w, &f->dx);
	f->node.y.v = planes(p->out, plain_h(p), plain_w(p), &f->y);
	f->node.y.d = planes(p->out, plain_h(p), plain_w(p), &f->dy);
	planes_load(&f->node.x.v, p->x);
	planes_load(&f->node.y.d, p->dy);
}

static void tear_down(struct fast *f)
{
	free(f->conv.packed);
	free(f->conv.flipped);
	free(f->conv.winograd);
	free(f->conv.winograd_flipped);
	free(f->scratch);
	free(f->vector);
	free(f->grad);
	free(f->x);
	free(f->y);
	free(f->dx);
	free(f->dy);
}

/* DX again, by a node that clears it where x is not positive and writes it
 * over x. */
static void compare_in_place(struct fast *f, float *dx, const struct plain *p)
{
	size_t len = p->in * p->h * p->w;
	float *got = mem_floats(len);

	for (size_t i = 0; i < len; i++)
		dx[i] = p->x[i] <= 0 ? 0 : dx[i];
	f->node.mask = 1;
	f->node.x.d = f->node.x.v;
	op_backward(&f->node, f->grad);
	planes_save(&f->node.x.d, got);
	assert_memory_equal(got, dx, len * sizeof(*got));
	check_border(&f->node.x.v, f->x);
	free(got);
}

static void compare(const struct plain *p)
{
	size_t in = p->in * p->h * p->w;
	size_t out = p->out * plain_h(p) * plain_w(p);
	size_t taps = p->out * p->in * p->k * p->k;
	double *y = mem_zero(out, sizeof(*y)), *dx = mem_zero(in, 8);
	double *dw = mem_zero(taps, 8), *db = mem_zero(p->out, 8);
	float *got = mem_floats(in > out ? in : out);
	struct fast f;

	set_up(&f, p);
	plain_conv(p, y);
	plain_conv_back(p, dx, dw, db);
	op_forward(&f.node);
	planes_save(&f.node.y.v, got);
	near("y", got, y, out, p);
	op_backward(&f.node, f.grad);
	planes_save(&f.node.x.d, got);
	near("dx", got, dx, in, p);
	near("dw", f.grad, dw, taps, p);
	near("db", f.grad + taps, db, p->out, p);
	check_border(&f.node.x.d, f.dx);
	check_border(&f.node.y.v, f.y);
	planes_save(&f.node.x.d, got);
	compare_in_place(&f, got, p);
	tear_down(&f);
	free(y);
	free(dx);
	free(dw);
	free(db);
	free(got);
}

static void one_shape(size_t in, size_t out, size_t k, size_t h, size_t w)
{
	float *x = noise(in * (h + k) * (w + k)), *dy = noise(out * h * w);
	float *weight = noise(out * in * k * k), *bias = noise(out);
	struct plain p = { in, out, k, h, w, x, weight, bias, dy, 0 };

	compare(&p);
	/* Without zeros around, to the same size. */
	p.h += k - 1;
	p.w += k - 1;
	p.valid = 1;
	compare(&p);
	free(x);
	free(dy);
	free(weight);
	free(bias);
}

static void check_shapes(void **state)
{
	static const size_t sides[] = { 1,  2,	15, 16, 17, 31,
					33, 48, 64, 65, 81, 130 };

	int times = getenv("XP_QUICK") ? 6 : 60;

	cpu_use(*state);
	rng_init(&rng, 1, "shapes", 0, 0);
	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
		one_shape(2, 3, 3, 1 + rng_below(&rng, 9), sides[i]);
		one_shape(1, 5, 3, sides[i] / 2 + 1, 4);
	}
	for (int i = 0; i < times; i++)
		one_shape(1 + rng_below(&rng, 40), 1 + rng_below(&rng, 40),
			  1 + rng_below(&rng, i % 3 ? 4 : KERNEL_MAX),
			  1 + rng_below(&rng, 12), 1 + rng_below(&rng, 40));
	one_shape(1, 1, 11, 1, 1);
	one_shape(1, 1, 10, 1, 1);
	cpu_use(NULL);
}

static void check_wino(void **state)
{
	static const size_t sides[] = { 1, 3, 4, 5, 63, 64, 65, 130 };
	int quick = getenv("XP_QUICK") != NULL;

	cpu_use(*state);
	by_wino = 1;
	rng_init(&rng, 4, "wino", 0, 0);
	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++)
		one_shape(3, 9, 3, 1 + rng_below(&rng, 9), sides[i]);
	for (int i = 0; i < (quick ? 4 : 40); i++)
		one_shape(1 + rng_below(&rng, 40), 1 + rng_below(&rng, 40), 3,
			  1 + rng_below(&rng, 12), 1 + rng_below(&rng, 40));
	one_shape(200, 8, 3, 5, 90); /* several blocks of tiles */
	if (!quick)
		one_shape(70, 40, 3, 24, 90);
	by_wino = 0;
	cpu_use(NULL);
}

/* y of a window of X that reaches RADIUS beyond columns X0.. of WIDTH. */
static void window(const struct plain *p, const float *x, size_t full,
		   size_t x0, float *y)
{
	struct fast f;
	float *cut = mem_floats(p->in * p->h * p->w);
	struct plain q = *p;

	for (size_t i = 0; i < p->in * p->h; i++)
		memcpy(cut + i * p->w, x + i * full + x0, p->w * sizeof(*cut));
	q.x = cut;
	set_up(&f, &q);
	op_forward(&f.node);
	planes_save(&f.node.y.v, y);
	tear_down(&f);
	free(cut);
}

static void check_position(void **state)
{
	enum { FULL = 101, WIDE = 40, IN = 3, OUT = 5, H = 7 };
	float *x, *dy, *w, *b, *whole, *some;
	struct plain p;

	cpu_use(*state);
	rng_init(&rng, 2, "position", 0, 0);
	x = noise(IN * H * FULL);
	dy = noise(OUT * H * FULL);
	w = noise(OUT * IN * 9);
	b = noise(OUT);
	whole = mem_floats(OUT * H * FULL);
	some = mem_floats(OUT * H * WIDE);
	p = (struct plain){ IN, OUT, 3, H, FULL, x, w, b, dy, 0 };
	window(&p, x, FULL, 0, whole);
	p.w = WIDE;
	for (size_t x0 = 0; x0 + WIDE <= FULL; x0++) {
		window(&p, x, FULL, x0, some);
		for (size_t i = 0; i < OUT * H; i++)
			assert_memory_equal(some + i * WIDE + 1,
					    whole + i * FULL + x0 + 1,
					    (WIDE - 2) * sizeof(float));
	}
	cpu_use(NULL);
	free(x);
	free(dy);
	free(w);
	free(b);
	free(whole);
	free(some);
}

/* NaN is not hidden by the ReLU, and zero beyond the edge stays zero. */
static void check_nan(void **state)
{
	float x[9] = { 1, -1, NAN, 1, 1, 1, 1, 1, 1 }, y[9];
	float one = 1, zero = 0, dy[9] = { 0 };
	struct plain p = { 1, 1, 1, 3, 3, x, &one, &zero, dy, 0 };
	struct fast f;

	cpu_use(*state);
	set_up(&f, &p);
	f.node.relu = 1;
	op_forward(&f.node);
	planes_save(&f.node.y.v, y);
	assert_true(y[0] == 1 && y[1] == 0 && isnan(y[2]) && y[8] == 1);
	check_border(&f.node.y.v, f.y);
	tear_down(&f);
	cpu_use(NULL);
}

/* With fused multiply-adds the width of a vector changes no bit. */
static void check_same_bits(void **state)
{
	float *x, *dy, *w, *b, *first = NULL;
	size_t len = 9 * 6 * 9 + 9;
	struct plain p;

	(void)state;
	rng_init(&rng, 3, "bits", 0, 0);
	x = noise(6 * 11 * 53);
	dy = noise(9 * 11 * 53);
	w = noise(9 * 6 * 9);
	b = noise(9);
	p = (struct plain){ 6, 9, 3, 11, 53, x, w, b, dy, 0 };
	for (size_t i = 0; cpu_at(i); i++) {
		struct fast f;

		if (!strcmp(cpu_at(i)->name, "base"))
			break;
		cpu_use(cpu_at(i));
		set_up(&f, &p);
		op_forward(&f.node);
		op_backward(&f.node, f.grad);
		if (first) {
			assert_memory_equal(f.grad, first, len * sizeof(float));
		} else {
			first = mem_floats(len);
			memcpy(first, f.grad, len * sizeof(float));
		}
		tear_down(&f);
	}
	cpu_use(NULL);
	free(first);
	free(x);
	free(dy);
	free(w);
	free(b);
}

int main(void)
{
	struct CMUnitTest tests[16] = {
		cmocka_unit_test(check_same_bits),
	};
	size_t n = 1;

	for (size_t i = 0; cpu_at(i); i++) {
		void *k = (void *)(uintptr_t)cpu_at(i);

		tests[n++] = (struct CMUnitTest)
			cmocka_unit_test_prestate(check_shapes, k);
		tests[n++] =
			(struct CMUnitTest)cmocka_unit_test_prestate(check_wino,
								     k);
		tests[n++] = (struct CMUnitTest)
			cmocka_unit_test_prestate(check_position, k);
		tests[n++] =
			(struct CMUnitTest)cmocka_unit_test_prestate(check_nan,
								     k);
	}
	return _cmocka_run_group_tests("conv", tests, n, NULL, NULL);
}
