/*
 * t_plan.c - memory is what the plan says, within a tenth.
 */
#include "fit.h"

#include <math.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/pace.h"
#include "train/plan.h"
#include "train/setup.h"
#include "train/train.h"

static const struct fit_size sizes[] = {
	{ 900, 700, "train" },
	{ 700, 600, "train" },
	{ 800, 640, "val" },
	{ 2100, 2001, "large" },
};
static struct manifest pairs;

static void wave(size_t i, size_t x, size_t y, size_t width, float *source,
		 float *target)
{
	(void)width;
	*source = (float)((x * 7 + y * 13 + i) % 50) / 50;
	*target = *source * *source;
}

static int enter(void **state)
{
	(void)state;
	fit_enter();
	fit_pairs(&pairs, sizes, 4, wave);
	return 0;
}

static int leave(void **state)
{
	(void)state;
	manifest_release(&pairs);
	fit_leave();
	return 0;
}

/* In a process of its own: train a little, and say what was planned. */
static void child(const struct train_options *o, int threads, int to)
{
	struct train_calls silent = { 0 };
	struct thread_pool *pool = thread_pool_new(threads);
	struct err err = { 0 };
	struct train *t = setup_training(o, &pairs, pool, &err);
	double plan = t ? plan_memory(t) : 0;

	if (!t || write(to, &plan, sizeof(plan)) != sizeof(plan) ||
	    train_run(t, &silent, &err))
		_exit(1);
	_exit(0);
}

static void compare(const struct train_options *o, int threads)
{
	struct rusage used;
	double plan, peak;
	int pipes[2], status;
	pid_t pid;

	assert_int_equal(pipe(pipes), 0);
	if (!(pid = fork()))
		child(o, threads, pipes[1]);
	assert_int_equal(wait4(pid, &status, 0, &used), pid);
	assert_int_equal(status, 0);
	assert_int_equal(read(pipes[0], &plan, sizeof(plan)), sizeof(plan));
	close(pipes[0]);
	close(pipes[1]);
	peak = (double)used.ru_maxrss * 1024;
	printf("# %d threads, --cache=%s: planned %.1f MB, took %.1f MB\n",
	       threads, o->cache ? o->cache : "", plan / 1e6, peak / 1e6);
	if (fabs(plan - peak) > 0.1 * peak)
		fail_msg("planned %.1f MB, took %.1f MB", plan / 1e6,
			 peak / 1e6);
}

static void memory_is_as_planned(void **state)
{
	static const char *const rooms[] = { "0", "5M", NULL };
	struct err err = { 0 };
	struct train_options o = {
		.unet = { 3, 1, 1, 16, 2, 2, 3, 0, 0, 0, 0 },
		.batch = { .split = "train",
			   .patch = 192,
			   .batch = 8,
			   .seed = 5,
			   .flip = 1,
			   .turn = 1,
			   .parts = 1 },
		.val_split = "val",
		.loss = objective_mse,
		.optimiser = { .lr = 1e-3 },
		.steps = 4,
		.val_every = 2,
	};

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip(); /* has memory of its own */
#endif
	if (getenv("XP_QUICK"))
		skip(); /* so has valgrind */
	for (int i = 0; i < 3; i++) {
		o.cache = rooms[i];
		compare(&o, 1 + i % 2);
	}
	o.precise = 1;
	compare(&o, 3);
	/* an average of the weights, several batches, memory of a loss */
	o.precise = 0;
	o.ema = 0.9;
	o.batch.parts = 3;
	assert_int_equal(objective_read(&o.loss, "mse+0.1*ssim", &err), 0);
	compare(&o, 3);
}

static double parts(const struct train *t)
{
	double sum = 0;

	for (int i = 0; i < PLAN_PARTS; i++) {
		assert_true(plan_part(t, i) >= 0);
		sum += plan_part(t, i);
	}
	return sum;
}

static void a_smaller_cache_takes_less(void **state)
{
	struct train_options o = {
		.unet = { 2, 1, 1, 4, 2, 2, 3, 0, 0, 0, 0 },
		.batch = { .split = "train",
			   .patch = 16,
			   .batch = 2,
			   .seed = 5,
			   .flip = 1,
			   .turn = 1,
			   .parts = 1 },
		.val_split = "val",
		.loss = objective_mse,
		.optimiser = { .lr = 1e-3 },
		.steps = 4,
	};
	static const char *const rooms[] = { "0", "3M", "1T", NULL };
	double images = 8.0 * (900 * 700 + 700 * 600 + 800 * 640), kept[4];
	struct thread_pool *pool = thread_pool_new(1);
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct train *t;

		o.cache = rooms[i];
		if (!(t = setup_training(&o, &pairs, pool, &err)))
			fail_msg("%s", err.text);
		kept[i] = plan_part(t, PLAN_IMAGES);
		assert_true(fabs(parts(t) - plan_memory(t)) < 1);
		setup_free(t);
	}
	assert_true(kept[0] == 0);
	assert_true(kept[1] == 3 * 1024 * 1024);
	assert_true(kept[2] >= images && kept[2] < 1.01 * images);
	assert_true(kept[3] == kept[2]);
	thread_pool_free(pool);
}

/* More than is kept in memory; the others are not. */
static void a_large_prediction_is_kept_in_a_file(void **state)
{
	struct train_options o = {
		.unet = { 2, 1, 1, 16, 2, 2, 3, 0, 0, 0, 0 },
		.batch = { .split = "train",
			   .patch = 64,
			   .batch = 2,
			   .seed = 5,
			   .flip = 1,
			   .turn = 1,
			   .parts = 1 },
		.loss = objective_mse,
		.optimiser = { .lr = 1e-3 },
		.steps = 1,
		.cache = "0",
	};
	struct thread_pool *pool = thread_pool_new(1);
	struct err err = { 0 };

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct train *t;

		o.val_split = i ? "large" : "val";
		if (!(t = setup_training(&o, &pairs, pool, &err)))
			fail_msg("%s", err.text);
		assert_true(plan_scratch(t) == (i ? 4.0 * 2100 * 2001 : 0));
		setup_free(t);
	}
#ifndef __SANITIZE_ADDRESS__
	if (!getenv("XP_QUICK"))
		compare(&o, 1);
#endif
	thread_pool_free(pool);
}

/* 1000 steps of 0.1 s; validations at 300, 600, 900, 1000, checkpoints at 500
 * and 1000. */
static void the_time_left_has_validations_and_checkpoints(void **state)
{
	struct pace_plan plan = {
		.steps = 1000,
		.every = { [PACE_VALIDATION] = 300, [PACE_SAVE] = 500 },
		.validation = 5,
	};
	struct pace p = { 0 };

	(void)state;
	assert_true(isnan(pace_left(&p, &plan)));
	for (plan.step = 0; plan.step < 100; plan.step++)
		pace_add(&p, PACE_STEP, plan.step % 2 ? 0.15 : 0.05);
	assert_float_equal(pace_left(&p, &plan), 900 * 0.1 + 4 * 0.5, 1e-6);
	plan.step = 300;
	pace_add(&p, PACE_VALIDATION, 7);
	assert_float_equal(pace_left(&p, &plan), 700 * 0.1 + 3 * 7, 1e-6);
	plan.step = 500;
	pace_add(&p, PACE_SAVE, 11);
	assert_float_equal(pace_left(&p, &plan), 500 * 0.1 + 3 * 7 + 11, 1e-6);
	plan.every[PACE_VALIDATION] = 0;
	assert_float_equal(pace_left(&p, &plan), 500 * 0.1 + 11, 1e-6);
	plan.step = 1000;
	assert_float_equal(pace_left(&p, &plan), 0, 1e-6);
	/* a machine that becomes half as fast */
	for (int i = 0; i < 500; i++)
		pace_add(&p, PACE_STEP, 0.2);
	assert_float_equal(p.seconds[PACE_STEP], 0.2, 0.001);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_as_planned),
		cmocka_unit_test(a_smaller_cache_takes_less),
		cmocka_unit_test(a_large_prediction_is_kept_in_a_file),
		cmocka_unit_test(the_time_left_has_validations_and_checkpoints),
	};

	return cmocka_run_group_tests_name("plan", tests, enter, leave);
}
