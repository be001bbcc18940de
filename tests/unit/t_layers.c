/*
 * t_layers.c - pooling, up-sampling, concatenation and ReLU on cases that
 * a hand can work out: ties, NaN, sides of every kind.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/rng.h"
#include "nn/op.h"

struct layer {
	struct node n;
	float *memory[6];
	int used;
};

static struct planes planes(struct layer *l, size_t c, size_t h, size_t w)
{
	size_t len = planes_len(c, h, w, 1);
	float *m = l->memory[l->used++] = mem_floats(len);

	memset(m, 0, len * sizeof(*m));
	return planes_in(m, c, h, w, 1);
}

/* One channel X of H x W through OP with factor K; then dy = DY, and dx
 * starts as zeros. */
static void apply(struct layer *l, const struct op *op, const float *x,
		  size_t h, size_t w, size_t k, const float *dy)
{
	size_t s[3];

	*l = (struct layer){ .n = { .op = op, .k = k, .add = 1 } };
	l->n.x.v = planes(l, 1, h, w);
	l->n.x.d = planes(l, 1, h, w);
	planes_load(&l->n.x.v, x);
	op->shape(&l->n, s);
	l->n.y.v = planes(l, s[0], s[1], s[2]);
	l->n.y.d = planes(l, s[0], s[1], s[2]);
	op_forward(&l->n);
	planes_load(&l->n.y.d, dy);
	op_backward(&l->n, NULL);
}

static void release(struct layer *l)
{
	for (int i = 0; i < l->used; i++)
		free(l->memory[i]);
}

static void expect(const struct planes *p, const float *want, size_t n)
{
	float *got = mem_floats(n);

	assert_int_equal(p->c * p->h * p->w, n);
	planes_save(p, got);
	for (size_t i = 0; i < n; i++)
		if (got[i] != want[i] && !(isnan(got[i]) && isnan(want[i])))
			fail_msg("value %zu is %g, want %g", i, got[i],
				 want[i]);
	free(got);
}

static void check_pool(void **state)
{
	float x[16], y[] = { 5, 7, 13, 15 }, dy[] = { 1, 2, 3, 4 };
	float dx[16] = { [5] = 1, [7] = 2, [13] = 3, [15] = 4 };
	struct layer l;

	(void)state;
	for (int i = 0; i < 16; i++)
		x[i] = (float)i;
	apply(&l, &op_pool, x, 4, 4, 2, dy);
	expect(&l.n.y.v, y, 4);
	expect(&l.n.x.d, dx, 16);
	release(&l);
	apply(&l, &op_pool, x, 4, 4, 4, dy);
	expect(&l.n.y.v, &y[3], 1);
	release(&l);
}

/* The first of equal maxima gets the gradient; so does the first NaN, which
 * is greater than all. */
static void check_ties(void **state)
{
	const float nan = NAN, inf = INFINITY;
	float x[2][8] = { { 1, 1, 0, 2, nan, inf, -1, nan },
			  { 1, 1, 2, 2, 3, 9, nan, -2 } };
	float y[] = { 1, 2, nan, nan }, dy[] = { 1, 2, 3, 4 };
	float dx[16] = { [0] = 1, [3] = 2, [4] = 3, [7] = 4 };
	struct layer l;

	(void)state;
	apply(&l, &op_pool, x[0], 2, 8, 2, dy);
	expect(&l.n.y.v, y, 4);
	expect(&l.n.x.d, dx, 16);
	release(&l);
}

/* Blocks of few values (so with ties and NaN), by the definition. */
static void check_random(void **state)
{
	static const float some[] = { -1, 0, 0, 1, 1, 2, NAN };
	struct rng r;

	(void)state;
	rng_init(&r, 1, "pool", 0, 0);
	for (size_t t = 0; t < 200; t++) {
		size_t k = 1 + t % 4, h = 1 + rng_below(&r, 4);
		size_t w = 1 + rng_below(&r, 40), n = h * w;
		float *x = mem_zero(n * k * k, 4), *dx = mem_zero(n * k * k, 4);
		float *y = mem_zero(n, 4), *dy = mem_zero(n, 4);
		struct layer l;

		for (size_t i = 0; i < n * k * k; i++)
			x[i] = some[rng_below(&r, 7)];
		for (size_t i = 0; i < n; i++) {
			size_t at = i / w * k * w * k + i % w * k, best = at;

			for (size_t j = 0; j < k * k; j++) {
				size_t p = at + j / k * w * k + j % k;

				if (!isnan(x[best]) &&
				    (x[p] > x[best] || isnan(x[p])))
					best = p;
			}
			y[i] = x[best];
			dx[best] = dy[i] = (float)(i + 1);
		}
		apply(&l, &op_pool, x, h * k, w * k, k, dy);
		expect(&l.n.y.v, y, n);
		expect(&l.n.x.d, dx, n * k * k);
		release(&l);
		free(x);
		free(dx);
		free(y);
		free(dy);
	}
}

static void check_up(void **state)
{
	float x[] = { 1, 2 },
	      y[] = { 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2 };
	float dy[18], dx[] = { 63, 90 };
	struct layer l;

	(void)state;
	for (int i = 0; i < 18; i++)
		dy[i] = (float)i;
	apply(&l, &op_up, x, 1, 2, 3, dy);
	expect(&l.n.y.v, y, 18);
	expect(&l.n.x.d, dx, 2);
	release(&l);
}

static void check_relu(void **state)
{
	float x[] = { -1, 0, 2, NAN, -INFINITY, INFINITY };
	float y[] = { 0, 0, 2, NAN, 0, INFINITY };
	float dy[] = { 1, 2, 3, 4, 5, 6 }, dx[] = { 0, 0, 3, 4, 0, 6 };
	struct layer l;

	(void)state;
	apply(&l, &op_relu, x, 1, 6, 1, dy);
	expect(&l.n.y.v, y, 6);
	expect(&l.n.x.d, dx, 6);
	release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_pool),	cmocka_unit_test(check_ties),
		cmocka_unit_test(check_random), cmocka_unit_test(check_up),
		cmocka_unit_test(check_relu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
