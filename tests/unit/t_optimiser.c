/*
 * t_optimiser.c - optimisers and schedules against PyTorch, resuming, pieces.
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
#include "optimise/ema.h"
#include "optimise/optimiser.h"
#include "optimise/schedule.h"
#include "optimise/valley.h"

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
	struct optimiser a;

	(void)state;
	optimiser_init(&a, &(struct optimiser_options){ .lr = 0.01 }, N, pool);
	for (int t = 1; t <= STEPS; t++) {
		make_grad(g, t);
		optimiser_step(&a, weight, g);
		for (int i = 0; i < N; i++) {
			m[i] = 0.9 * m[i] + 0.1 * g[i];
			v[i] = 0.999 * v[i] + 0.001 * (double)g[i] * g[i];
			w[i] -= 0.01 * (m[i] / (1 - pow(0.9, t))) /
				(sqrt(v[i] / (1 - pow(0.999, t))) + 1e-8);
			assert_true(fabs(weight[i] - w[i]) < 2e-6);
		}
	}
	assert_int_equal(a.step, STEPS);
	optimiser_release(&a);
}

/* By tests/ref/make_optimise_ref.py: the weights after STEPS updates. */
static const struct {
	const char *name;
	struct optimiser_options o;
	double w[N];
} known[] = {
	{ "adam",
	  { OPTIMISER_ADAM, 0.01, 0, 0, 0 },
	  { 0.478876707, 0.299522485, 0.132017211, -0.0764297875, -0.296532787,
	    -0.531506089, -0.725794632 } },
	{ "adamw",
	  { OPTIMISER_ADAMW, 0.01, 0, 0.1, 0 },
	  { 0.455395891, 0.284938581, 0.125736795, -0.072571122, -0.282072297,
	    -0.50572506, -0.690522072 } },
	{ "sgd",
	  { OPTIMISER_SGD, 0.01, 0.9, 0, 0 },
	  { 0.499995191, 0.30001724, 0.100667097, -0.0945141847, -0.307429611,
	    -1.12886632, -6.75259942 } },
	{ "sgd with decay",
	  { OPTIMISER_SGD, 0.01, 0.9, 0.1, 0 },
	  { 0.321924766, 0.193169219, 0.0648721689, -0.0603510252, -0.198209119,
	    -0.779985605, -4.89527621 } },
	{ "sgd without momentum",
	  { OPTIMISER_SGD, 0.01, 0, 0, 0 },
	  { 0.499999216, 0.300004778, 0.100129862, -0.099073334, -0.302972419,
	    -0.624786723, -1.75121052 } },
	{ "clipped",
	  { OPTIMISER_SGD, 0.01, 0.9, 0, 2 },
	  { 0.500000134, 0.300010928, 0.100104562, -0.099961764, -0.310042846,
	    -0.61234707, -0.909744341 } },
};

static void updates_are_pytorchs(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
		float w[N], was[N], g[N];
		double moved = 0, says;
		struct optimiser a;

		for (int i = 0; i < N; i++)
			w[i] = (float)(0.5 - 0.2 * i);
		optimiser_init(&a, &known[k].o, N, pool);
		for (int t = 1; t <= STEPS; t++) {
			memcpy(was, w, sizeof w);
			make_grad(g, t);
			optimiser_step(&a, w, g);
		}
		says = optimiser_moved(&a, was, g, a.lr);
		for (int i = 0; i < N; i++) {
			moved += ((double)w[i] - was[i]) *
				 ((double)w[i] - was[i]);
			if (fabs(w[i] - known[k].w[i]) > 3e-6)
				fail_msg("%s, weight %d: %.9g, not %.9g",
					 known[k].name, i, w[i], known[k].w[i]);
		}
		if (fabs(says / moved - 1) > 1e-3)
			fail_msg("%s moved by %g, not %g", known[k].name, moved,
				 says);
		assert_int_equal(optimiser_vectors(&known[k].o),
				 (a.m != NULL) + (a.v != NULL));
		optimiser_reset(&a);
		assert_int_equal(a.step, 0);
		optimiser_release(&a);
	}
}

static void assert_rates(const struct schedule *s, const double *want, int n)
{
	struct schedule_seen none = { 0 };

	for (int i = 0; i < n; i++) {
		double got = schedule_rate(s, &none, (uint64_t)i);

		if (fabs(got - want[i]) > 1e-12)
			fail_msg("%s, step %d: %.12g, not %.12g",
				 schedule_names[s->kind], i, got, want[i]);
	}
}

static void rates_are_pytorchs(void **state)
{
	static const double step[] = { 0.1,  0.1,  0.1,	 0.1,  0.1,   0.05,
				       0.05, 0.05, 0.05, 0.05, 0.025, 0.025 };
	static const double cosine[] = {
		0.1,	0.098466662183,	 0.0939711431703, 0.0868198051534,
		0.0775, 0.0666468570296, 0.055,		  0.0433531429704,
		0.0325, 0.0231801948466, 0.0160288568297, 0.011533337817
	};
	static const double warm[] = { 0.025, 0.05, 0.075, 0.1, 0.1, 0.1 };
	struct schedule s = { SCHEDULE_STEP, 0.1, 0, 0.5, 12, 0, 5, 0 };

	(void)state;
	assert_rates(&s, step, 12);
	s = (struct schedule){ SCHEDULE_COSINE, 0.1, 0.01, 0, 12, 0, 0, 0 };
	assert_rates(&s, cosine, 12);
	s = (struct schedule){ SCHEDULE_CONSTANT, 0.1, 0, 0, 12, 4, 0, 0 };
	assert_rates(&s, warm, 6);
	assert_true(schedule_varies(&s));
	s.warmup = 0;
	assert_false(schedule_varies(&s));
}

static void plateau_is_pytorchs(void **state)
{
	static const double loss[] = { 5,      4, 3.9999, 4, 4.1, 3, 3, 3,
				       2.9999, 3, 3,	  3, 3,	  3, 3 };
	static const double rate[] = { 0.1,   0.1,    0.1,    0.1,    0.05,
				       0.05,  0.05,   0.05,   0.025,  0.025,
				       0.025, 0.0125, 0.0125, 0.0125, 0.00625 };
	struct schedule s = { SCHEDULE_PLATEAU, 0.1, 0, 0.5, 99, 0, 0, 2 };
	struct schedule_seen seen = { 0 };

	(void)state;
	for (int i = 0; i < 15; i++) {
		schedule_validated(&s, &seen, loss[i]);
		assert_true(fabs(schedule_rate(&s, &seen, 7) - rate[i]) <
			    1e-12);
	}
	s.end = 0.01;
	assert_true(schedule_rate(&s, &seen, 7) == 0.01);
}

static void valleys_are_found(void **state)
{
	static const double loss[] = { 5, 5, 5, 4, 3.5, 3, 6, 2, 1, 1.5, 9 };
	static const double rising[] = { 1, 2, 3 };
	size_t first, last;

	(void)state;
	assert_int_equal(valley_find(loss, 11, &first, &last), 4);
	assert_int_equal(first, 3);
	assert_int_equal(last, 8);
	assert_int_equal(valley_find(rising, 3, &first, &last), 0);
	assert_int_equal(first, last);
}

static void the_average_follows(void **state)
{
	float a[2] = { 0, 0 }, w[2] = { 1, -2 };
	double want = 0;

	(void)state;
	for (int t = 1; t <= 20; t++) {
		double d = fmin(0.5, (1.0 + t) / (10 + t));

		ema_update(a, w, 2, 0.5, (uint64_t)t);
		want += (1 - d) * (1 - want);
		assert_true(fabs(a[0] - want) < 1e-6);
		assert_true(fabs(a[1] + 2 * want) < 1e-6);
	}
	ema_swap(a, w, 2);
	assert_true(a[0] == 1 && w[1] < 0 && w[1] != -2);
}

/* The first step moves each weight by the rate, whatever the gradient. */
static void check_first_step(void **state)
{
	float w[N] = { 0 }, g[N];
	struct optimiser a;

	(void)state;
	optimiser_init(&a, &(struct optimiser_options){ .lr = 0.5 }, N, pool);
	make_grad(g, 1);
	optimiser_step(&a, w, g);
	for (int i = 0; i < N; i++)
		assert_true(fabs(w[i] + copysign(0.5, g[i])) < 1e-3);
	optimiser_release(&a);
}

/* Step and moments are all there is. */
static void check_resume(void **state)
{
	float once[N] = { 0 }, twice[N] = { 0 }, g[N];
	struct optimiser a, b;

	(void)state;
	optimiser_init(&a, &(struct optimiser_options){ .lr = 0.01 }, N, pool);
	optimiser_init(&b, &(struct optimiser_options){ .lr = 0.01 }, N, pool);
	for (int t = 0; t < STEPS; t++) {
		make_grad(g, t);
		optimiser_step(&a, once, g);
		if (t == STEPS / 2) {
			b.step = a.step;
			memcpy(b.m, a.m, sizeof(g));
			memcpy(b.v, a.v, sizeof(g));
			memcpy(twice, once, sizeof(g));
		} else if (t > STEPS / 2) {
			optimiser_step(&b, twice, g);
		}
	}
	assert_memory_equal(once, twice, sizeof(once));
	optimiser_release(&a);
	optimiser_release(&b);
}

static void steps(struct optimiser *a, float *w, float *g)
{
	for (int t = 1; t <= 3; t++) {
		for (int i = 0; i < MANY; i++)
			g[i] = (float)sin(1.3 * t * i);
		assert_int_equal(optimiser_step(a, w, g), 0);
	}
}

/* As many as make pieces: the same bits, and each weight once. */
static void check_threads(void **state)
{
	static float w[2][MANY], g[MANY];
	struct thread_pool *one = thread_pool_new(1);
	struct optimiser a, b;

	(void)state;
	optimiser_init(&a, &(struct optimiser_options){ .lr = 0.01 }, MANY,
		       one);
	optimiser_init(&b, &(struct optimiser_options){ .lr = 0.01 }, MANY,
		       pool);
	steps(&a, w[0], g);
	steps(&b, w[1], g);
	assert_memory_equal(w[0], w[1], sizeof(w[0]));
	for (int i = 1; i < MANY; i++)
		assert_true(w[0][i] != 0);
	optimiser_release(&a);
	optimiser_release(&b);
	thread_pool_free(one);
}

/* One gradient that is not finite, wherever it is, and all stays. */
static void check_odd(void **state)
{
	static const int places[] = { 0, 20000, MANY - 1 };
	static float w[MANY], g[MANY], zeros[MANY];
	struct optimiser a;

	(void)state;
	optimiser_init(&a, &(struct optimiser_options){ .lr = 0.01 }, MANY,
		       pool);
	for (int i = 0; i < 9; i++) {
		g[places[i / 3]] = (float[]){ NAN, INFINITY, -INFINITY }[i % 3];
		assert_int_equal(optimiser_step(&a, w, g), -1);
		g[places[i / 3]] = 1;
	}
	assert_memory_equal(w, zeros, sizeof(w));
	assert_memory_equal(a.m, zeros, sizeof(w));
	assert_memory_equal(a.v, zeros, sizeof(w));
	assert_int_equal(a.step, 0);
	optimiser_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_formula),
		cmocka_unit_test(updates_are_pytorchs),
		cmocka_unit_test(rates_are_pytorchs),
		cmocka_unit_test(plateau_is_pytorchs),
		cmocka_unit_test(the_average_follows),
		cmocka_unit_test(valleys_are_found),
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
