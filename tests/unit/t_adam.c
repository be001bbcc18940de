/*
 * t_adam.c - Adam against its formula in double, resuming, its pieces.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/thread_pool.h"
#include "nn/adam.h"

enum { N = 7, STEPS = 50, MANY = 50000 };

static struct thread_pool *pool;

/* A gradient that differs in size by weight and in sign by step. */
static void make_grad(float *g, int step)
{
	for (int i = 0; i < N; i++)
		g[i] = (float)(pow(10, i - 4) * sin(1.7 * step + i));
}

static void check_formula(void **state)
{
	double m[N] = { 0 }, v[N] = { 0 }, w[N] = { 0 };
	float weight[N] = { 0 }, g[N];
	struct adam a;

	(void)state;
	adam_init(&a, N, 0.01, pool);
	for (int t = 1; t <= STEPS; t++) {
		make_grad(g, t);
		adam_step(&a, weight, g);
		for (int i = 0; i < N; i++) {
			m[i] = 0.9 * m[i] + 0.1 * g[i];
			v[i] = 0.999 * v[i] + 0.001 * (double)g[i] * g[i];
			w[i] -= 0.01 * (m[i] / (1 - pow(0.9, t))) /
				(sqrt(v[i] / (1 - pow(0.999, t))) + 1e-8);
			assert_true(fabs(weight[i] - w[i]) < 2e-6);
		}
	}
	assert_int_equal(a.step, STEPS);
	adam_release(&a);
}

/* The first step moves each weight by the rate, whatever the gradient. */
static void check_first_step(void **state)
{
	float w[N] = { 0 }, g[N];
	struct adam a;

	(void)state;
	adam_init(&a, N, 0.5, pool);
	make_grad(g, 1);
	adam_step(&a, w, g);
	for (int i = 0; i < N; i++)
		assert_true(fabs(w[i] + copysign(0.5, g[i])) < 1e-3);
	adam_release(&a);
}

/* Step and moments are all there is. */
static void check_resume(void **state)
{
	float once[N] = { 0 }, twice[N] = { 0 }, g[N];
	struct adam a, b;

	(void)state;
	adam_init(&a, N, 0.01, pool);
	adam_init(&b, N, 0.01, pool);
	for (int t = 0; t < STEPS; t++) {
		make_grad(g, t);
		adam_step(&a, once, g);
		if (t == STEPS / 2) {
			b.step = a.step;
			memcpy(b.m, a.m, sizeof(g));
			memcpy(b.v, a.v, sizeof(g));
			memcpy(twice, once, sizeof(g));
		} else if (t > STEPS / 2) {
			adam_step(&b, twice, g);
		}
	}
	assert_memory_equal(once, twice, sizeof(once));
	adam_release(&a);
	adam_release(&b);
}

static void steps(struct adam *a, float *w, float *g)
{
	for (int t = 1; t <= 3; t++) {
		for (int i = 0; i < MANY; i++)
			g[i] = (float)sin(1.3 * t * i);
		assert_int_equal(adam_step(a, w, g), 0);
	}
}

/* As many as make pieces: the same bits, and each weight once. */
static void check_threads(void **state)
{
	static float w[2][MANY], g[MANY];
	struct thread_pool *one = thread_pool_new(1);
	struct adam a, b;

	(void)state;
	adam_init(&a, MANY, 0.01, one);
	adam_init(&b, MANY, 0.01, pool);
	steps(&a, w[0], g);
	steps(&b, w[1], g);
	assert_memory_equal(w[0], w[1], sizeof(w[0]));
	for (int i = 1; i < MANY; i++)
		assert_true(w[0][i] != 0);
	adam_release(&a);
	adam_release(&b);
	thread_pool_free(one);
}

/* One gradient that is not finite, wherever it is, and all stays. */
static void check_odd(void **state)
{
	static const int places[] = { 0, 20000, MANY - 1 };
	static float w[MANY], g[MANY], zeros[MANY];
	struct adam a;

	(void)state;
	adam_init(&a, MANY, 0.01, pool);
	for (int i = 0; i < 9; i++) {
		g[places[i / 3]] = (float[]){ NAN, INFINITY, -INFINITY }[i % 3];
		assert_int_equal(adam_step(&a, w, g), -1);
		g[places[i / 3]] = 1;
	}
	assert_memory_equal(w, zeros, sizeof(w));
	assert_memory_equal(a.m, zeros, sizeof(w));
	assert_memory_equal(a.v, zeros, sizeof(w));
	assert_int_equal(a.step, 0);
	adam_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_formula),
		cmocka_unit_test(check_first_step),
		cmocka_unit_test(check_resume),
		cmocka_unit_test(check_threads),
		cmocka_unit_test(check_odd),
	};
	int failed;

	pool = thread_pool_new(3);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	thread_pool_free(pool);
	return failed;
}
