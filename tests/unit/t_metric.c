/*
 * t_metric.c - metrics against scikit-image's, SciPy's and NumPy's numbers,
 * and against cases that a hand can work out.
 *
 * tests/ref/make_metric_ref.py made the images and the numbers.
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

#include "file/tsv.h"
#include "metric/measure.h"

static void sums_of(struct sums *s, const float *x, const float *y, size_t n)
{
	*s = (struct sums){ 0 };
	sums_first(s, x, y, n);
	sums_turn(s);
	sums_second(s, x, y, n);
}

static double measure_one(const struct metric *metric, struct thread_pool *pool,
			  const float *pred, const float *want, size_t width,
			  size_t height, double range)
{
	void *state;
	struct sums s;

	sums_of(&s, pred, want, width * height);
	if (metric->eval)
		return metric->eval(&s, range);
	state = metric->begin(&s, width, height, range);
	if (!state)
		return NAN;
	metric->rows(state, pool, pred, want, height);
	return metric->end(state);
}

static double value(const struct metric *m, const float *x, const float *y,
		    size_t width, size_t height, double range)
{
	struct thread_pool *pool = thread_pool_new(1);
	double v = measure_one(m, pool, x, y, width, height, range);

	thread_pool_free(pool);
	return v;
}

static double eval(const char *name, const float *x, const float *y,
		   size_t width, size_t height, double range)
{
	const struct metric *m = metric_find(name);

	if (!m)
		fail_msg("no metric '%s'", name);
	return value(m, x, y, width, height, range);
}

static void near(const char *what, double got, double want, double rel)
{
	if (!(fabs(got - want) <= rel * fmax(fabs(want), 1e-6)))
		fail_msg("%s: got %.17g, want %.17g", what, got, want);
}

static const char *reference(const char *name)
{
	static char path[4096];
	const char *top = getenv("srcdir");

	snprintf(path, sizeof path, "%s/tests/ref/metric/%s", top ? top : ".",
		 name);
	return path;
}

static float *read_floats(const char *name, const char *side, size_t n)
{
	char file[100];
	float *x = calloc(n, sizeof *x);
	FILE *f;

	snprintf(file, sizeof file, "%s-%s.f32", name, side);
	f = fopen(reference(file), "rb");
	if (!f)
		fail_msg("cannot open %s", reference(file));
	assert_int_equal(fread(x, sizeof *x, n, f), n);
	fclose(f);
	return x;
}

static double cell(const struct tsv *t, size_t row, const char *column)
{
	struct err err = { 0 };
	double x;

	if (tsv_real(t, row, tsv_column(t, column), &x, &err) < 0)
		fail_msg("%s", err.text);
	return x;
}

static void check_row(const struct tsv *t, size_t row)
{
	const char *name = tsv_get(t, row, tsv_column(t, "case"));
	const char *metric = tsv_get(t, row, tsv_column(t, "metric"));
	size_t width = (size_t)cell(t, row, "width");
	size_t height = (size_t)cell(t, row, "height");
	float *x = read_floats(name, "x", width * height);
	float *y = read_floats(name, "y", width * height);
	char what[100];

	snprintf(what, sizeof what, "%s of %s", metric, name);
	/* Fourier transforms are made in float. */
	near(what, eval(metric, x, y, width, height, cell(t, row, "range")),
	     cell(t, row, "value"), strcmp(metric, "frc") ? 1e-7 : 1e-5);
	free(x);
	free(y);
}

static void agrees_with_reference(void **state)
{
	struct tsv t = { 0 };
	struct err err = { 0 };

	(void)state;
	if (tsv_read(&t, reference("expected.tsv"), &err) < 0)
		fail_msg("%s", err.text);
	assert_true(t.rows >= 5);
	for (size_t i = 0; i < t.rows; i++)
		check_row(&t, i);
	tsv_release(&t);
}

/* Whoever adds a metric adds its numbers. */
static void all_have_a_reference(void **state)
{
	struct tsv t = { 0 };
	struct err err = { 0 };

	(void)state;
	if (tsv_read(&t, reference("expected.tsv"), &err) < 0)
		fail_msg("%s", err.text);
	for (size_t m = 0; metrics[m]; m++) {
		size_t found = 0;

		for (size_t i = 0; i < t.rows; i++)
			found += !strcmp(metrics[m]->name,
					 tsv_get(&t, i,
						 tsv_column(&t, "metric")));
		if (!found)
			fail_msg("no reference for '%s'", metrics[m]->name);
	}
	tsv_release(&t);
}

enum { SIDE = 16, AREA = SIDE * SIDE };

static void ramp(float *x)
{
	for (int i = 0; i < AREA; i++)
		x[i] = (float)(i * 37 % 101 + 5);
}

static void of_an_image_with_itself(void **state)
{
	float x[AREA];

	(void)state;
	ramp(x);
	for (size_t i = 0; metrics[i]; i++) {
		const char *name = metrics[i]->name;
		double got = value(metrics[i], x, x, SIDE, SIDE, 100);

		if (!strcmp(name, "psnr"))
			assert_true(isnan(got));
		else if (!strcmp(name, "frc"))
			assert_true(got == 0.5);
		else if (metrics[i]->better > 0 || !strcmp(name, "slope"))
			near(name, got, 1, 1e-12);
		else
			assert_true(fabs(got) < 1e-9);
	}
}

static void say_what_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; metrics[i]; i++) {
		assert_non_null(metrics[i]->name);
		assert_true(strlen(metrics[i]->about) > 10);
		assert_true(abs(metrics[i]->better) <= 1);
		assert_ptr_equal(metric_find(metrics[i]->name), metrics[i]);
	}
	assert_null(metric_find("no such metric"));
}

/* A worse prediction never scores better. */
static void know_better_from_worse(void **state)
{
	float y[AREA], near_y[AREA], far_y[AREA];

	(void)state;
	ramp(y);
	for (int i = 0; i < AREA; i++) {
		float noise = (float)(i * 53 % 17 - 8);

		near_y[i] = y[i] + noise;
		far_y[i] = y[i] + 4 * noise;
	}
	for (size_t i = 0; metrics[i]; i++) {
		double a = value(metrics[i], near_y, y, SIDE, SIDE, 100);
		double b = value(metrics[i], far_y, y, SIDE, SIDE, 100);

		if (metrics[i]->better)
			assert_true((a - b) * metrics[i]->better > 0);
	}
}

static void by_hand(void **state)
{
	static const float x[] = { 1, 2, 3, 4 }, y[] = { 2, 2, 4, 4 };
	static const struct {
		const char *name;
		double want;
	} known[] = {
		{ "mse", 0.5 },
		{ "rmse", 0.70710678118654752 },
		{ "mae", 0.5 },
		{ "nmse", 0.5 },
		{ "nrmse", 0.22360679774997896 },   /* sqrt(2 / 40) */
		{ "psnr", 23.010299956639813 },	    /* 10 lg 200 */
		{ "pearson", 0.89442719099991588 }, /* 4/sqrt(20) */
		{ "r2", 0.5 },
		{ "slope", 0.8 },
		{ "intercept", 1 },
		{ "euclidean", 1.4142135623730950 },
		{ "cosine", 0.018504542377636 }, /* 1 - 34 / sqrt(30 40) */
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		near(known[i].name, eval(known[i].name, x, y, 2, 2, 10),
		     known[i].want, 1e-12);
}

static void undefined_is_nan(void **state)
{
	static const char *const constant_target[] = { "nmse", "pearson",
						       "r2" };
	static const char *const constant_pred[] = { "pearson", "slope",
						     "intercept" };
	float x[AREA], flat[AREA], zero[AREA] = { 0 };

	(void)state;
	ramp(x);
	for (int i = 0; i < AREA; i++)
		flat[i] = 0.1f;
	for (int i = 0; i < 3; i++) {
		assert_true(isnan(
			eval(constant_target[i], x, flat, SIDE, SIDE, 100)));
		assert_true(isnan(
			eval(constant_pred[i], flat, x, SIDE, SIDE, 100)));
	}
	assert_true(isnan(eval("nrmse", x, zero, SIDE, SIDE, 100)));
	assert_true(isnan(eval("cosine", x, zero, SIDE, SIDE, 100)));
	assert_true(isnan(eval("cosine", zero, x, SIDE, SIDE, 100)));
	assert_true(isnan(eval("frc", x, flat, SIDE, SIDE, 100)));
	assert_true(isnan(eval("frc", flat, x, SIDE, SIDE, 100)));
	assert_true(isnan(eval("frc", x, x, 32, 7, 100)));
	assert_true(isnan(eval("ssim", x, flat, 10, 20, 100)));
	assert_false(isnan(eval("ssim", x, flat, 11, 11, 100)));
	assert_true(isnan(eval("ssim", x, flat, SIDE, SIDE, NAN)));
	assert_true(isnan(eval("psnr", x, flat, SIDE, SIDE, NAN)));
	assert_true(isnan(eval("psnr", x, flat, SIDE, SIDE, 0)));
}

static void nan_pixels_give_nan(void **state)
{
	float x[AREA], y[AREA];

	(void)state;
	ramp(x);
	ramp(y);
	x[AREA / 2 + 3] = NAN;
	for (size_t i = 0; metrics[i]; i++)
		assert_true(isnan(value(metrics[i], x, y, SIDE, SIDE, 100)));
}

/* The values of a stack that passes by BAND rows at a time. */
static double *in_bands(const float *x, const float *y, size_t width,
			size_t height, size_t slices, size_t band, int threads)
{
	struct measure *m = measure_new(width, height, slices, 100);
	double *to = calloc(measure_count(), sizeof(*to));
	struct thread_pool *pool = thread_pool_new(threads);

	for (int second = 0; second < 2; second++)
		for (size_t i = 0; i < height; i += band) {
			size_t n = height - i < band ? height - i : band;

			if (second)
				measure_second(m, pool, x + i * width,
					       y + i * width, n);
			else
				measure_first(m, x + i * width, y + i * width,
					      n);
		}
	measure_end(m, to);
	measure_free(m);
	thread_pool_free(pool);
	return to;
}

static void portions_and_threads_change_no_bit(void **state)
{
	enum { WIDTH = 37, HEIGHT = 120 };
	static const size_t bands[] = { 1, 7, 10, 11, 16, 50, 119, 120 };
	float x[WIDTH * HEIGHT], y[WIDTH * HEIGHT];

	(void)state;
	for (int i = 0; i < WIDTH * HEIGHT; i++) {
		y[i] = (float)(i * 37 % 101 + 5);
		x[i] = y[i] + (float)(i * 53 % 17) / 3;
	}
	for (size_t k = 0; k < sizeof bands / sizeof *bands; k++) {
		double *got = in_bands(x, y, WIDTH, HEIGHT, 1, bands[k],
				       1 + (int)k % 4);

		for (size_t i = 0; metrics[i]; i++) {
			double want = value(metrics[i], x, y, WIDTH, HEIGHT,
					    100);

			assert_memory_equal(&got[i], &want, sizeof want);
		}
		free(got);
	}
}

/* What a metric should be of a stack. */
static double of_stack(const struct metric *m, const float *x, const float *y,
		       size_t width, size_t height, size_t slices)
{
	size_t len = width * (height / slices);
	double sum = 0;

	if (m->eval)
		return value(m, x, y, width, height, 100);
	for (size_t z = 0; z < slices; z++)
		sum += value(m, x + z * len, y + z * len, width,
			     height / slices, 100);
	return sum / (double)slices;
}

static void of_stacks_slice_by_slice(void **state)
{
	enum { WIDTH = 19, HEIGHT = 60 };
	static const size_t bands[] = { 1, 7, 20, 33, 60 };
	float x[WIDTH * HEIGHT], y[WIDTH * HEIGHT];

	(void)state;
	for (int i = 0; i < WIDTH * HEIGHT; i++) {
		y[i] = (float)(i * 37 % 101 + i / 4);
		x[i] = y[i] + (float)(i * 53 % 17) * (float)i / 99;
	}
	for (size_t k = 0; k < sizeof bands / sizeof *bands; k++)
		for (size_t slices = 3; slices < 7; slices += 3) {
			double *got = in_bands(x, y, WIDTH, HEIGHT, slices,
					       bands[k], 2);

			for (size_t i = 0; metrics[i]; i++) {
				double want = of_stack(metrics[i], x, y, WIDTH,
						       HEIGHT, slices);

				/* Of 10 rows there is no ssim. */
				assert_true(isnan(want) ?
						    isnan(got[i]) :
						    fabs(got[i] - want) <=
							    1e-6 * fabs(want));
			}
			free(got);
		}
}

/* What does not come to its end is given up, too. */
static void an_image_may_break_off(void **state)
{
	struct measure *m = measure_new(SIDE, SIDE, 1, 100);
	struct thread_pool *pool = thread_pool_new(1);
	float x[AREA];

	(void)state;
	ramp(x);
	measure_first(m, x, x, SIDE);
	measure_second(m, pool, x, x, 3);
	measure_free(m);
	measure_free(NULL);
	thread_pool_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_reference),
		cmocka_unit_test(all_have_a_reference),
		cmocka_unit_test(of_an_image_with_itself),
		cmocka_unit_test(say_what_they_are),
		cmocka_unit_test(know_better_from_worse),
		cmocka_unit_test(by_hand),
		cmocka_unit_test(undefined_is_nan),
		cmocka_unit_test(nan_pixels_give_nan),
		cmocka_unit_test(portions_and_threads_change_no_bit),
		cmocka_unit_test(of_stacks_slice_by_slice),
		cmocka_unit_test(an_image_may_break_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
