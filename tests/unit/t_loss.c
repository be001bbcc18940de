/*
 * t_loss.c - losses against PyTorch, whole images against patches, texts.
 */
#include "loss/image_loss.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "unit.h"

enum { PLANES = 2, HEIGHT = 13, WIDTH = 15, N = PLANES * HEIGHT * WIDTH };

static const struct loss_shape shape = { PLANES, HEIGHT, WIDTH, 1 };

/* By tests/ref/make_optimise_ref.py: value; first, middle and last number of
 * the gradient; its length.  "5 mse": foreground counts 5 times. */
static const struct {
	const char *text;
	double value, grad[3], length;
} known[] = {
	{ "mse",
	  1.01475099140553,
	  { 0.00196161515, -0.00197627218, -0.00126543183 },
	  0.102018148 },
	{ "l1",
	  0.833862788812854,
	  { 0.00256410256, -0.00256410256, -0.00256410256 },
	  0.0506369684 },
	{ "huber",
	  0.447672469371197,
	  { 0.000980807573, -0.000988136089, -0.000632715913 },
	  0.0377231954 },
	{ "huber:0.3",
	  0.208785665692582,
	  { 0.000769230769, -0.000769230769, -0.000632715913 },
	  0.0140388481 },
	{ "pcc",
	  0.406738267960872,
	  { 0.0024281515, -0.000776509195, -0.0007468203 },
	  0.0353120643 },
	{ "ssim",
	  0.59140081885744,
	  { 7.82142831e-08, -2.03102441e-07, 3.71606795e-07 },
	  0.259519254 },
	{ "mse+0.1*ssim",
	  1.07389107329127,
	  { 0.00196162297, -0.00197629249, -0.00126539467 },
	  0.108125106 },
	{ "5 mse",
	  1.98251151557933,
	  { 0.00196161515, -0.00197627218, -0.00126543183 },
	  0.264503679 },
	{ "5 huber:0.3",
	  0.423562330242248,
	  { 0.000769230769, -0.000769230769, -0.000632715913 },
	  0.0390774199 },
};

static float pattern(int i, int a, int b, int m)
{
	return (float)((i * a + b) % m / (double)m * 4 - 2);
}

static void fill(float *x, float *y)
{
	for (int i = 0; i < N; i++) {
		x[i] = pattern(i, 37, 5, 101);
		y[i] = (float)(0.5 * x[i] + 0.75 * pattern(i, 53, 7, 97));
	}
}

static struct objective objective(const char *text)
{
	double foreground = 1;
	struct objective o;
	struct err err = { 0 };

	if (text[1] == ' ') {
		foreground = text[0] - '0';
		text += 2;
	}
	if (objective_read(&o, text, &err) < 0)
		fail_msg("%s", err.text);
	o.foreground = foreground;
	o.channel->threshold = 0.6;
	o.channel->range = 3.5;
	return o;
}

static double eval(const struct objective *o, const float *x, const float *y,
		   float *grad)
{
	double *room = mem_zero(objective_room(o, shape) + 1, sizeof *room);
	double value = objective_eval(o, x, y, grad, shape, room);

	free(room);
	return value;
}

static void assert_near(const char *what, double got, double want, double by)
{
	if (!(fabs(got - want) <= by))
		fail_msg("%s: %.12g, not %.12g", what, got, want);
}

static void values_are_pytorchs(void **state)
{
	float x[N], y[N], grad[N];

	(void)state;
	fill(x, y);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct objective o = objective(known[i].text);
		double square = 0;
		int at[] = { 0, N / 2, N - 1 };

		assert_near(known[i].text, eval(&o, x, y, grad), known[i].value,
			    2e-8);
		assert_near(known[i].text, eval(&o, x, y, NULL), known[i].value,
			    2e-8);
		for (int k = 0; k < 3; k++)
			assert_near(known[i].text, grad[at[k]],
				    known[i].grad[k], 1e-9);
		for (int k = 0; k < N; k++)
			square += (double)grad[k] * grad[k];
		assert_near(known[i].text, sqrt(square), known[i].length, 2e-8);
	}
}

/* Hand over a stack of two slices, ROWS rows at a time. */
static double whole(const struct objective *o, const float *x, const float *y,
		    size_t rows)
{
	struct thread_pool *pool = thread_pool_new(2);
	struct image_loss l;
	double sum;

	image_loss_begin(&l, o, 0, WIDTH, PLANES * HEIGHT, PLANES, pool);
	for (int second = 0; second < 2; second++)
		for (size_t at = 0; at < PLANES * HEIGHT; at += rows) {
			size_t left = PLANES * HEIGHT - at;

			(second ? image_loss_second :
				  image_loss_first)(&l, x + at * WIDTH,
						    y + at * WIDTH,
						    left < rows ? left : rows);
		}
	sum = image_loss_end(&l);
	thread_pool_free(pool);
	return sum / N;
}

static void whole_images_are_as_patches(void **state)
{
	float x[N], y[N];

	(void)state;
	fill(x, y);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct objective o = objective(known[i].text);
		double want = eval(&o, x, y, NULL);

		for (size_t rows = 1; rows < 30; rows += 7)
			assert_near(known[i].text, whole(&o, x, y, rows), want,
				    2e-8);
		assert_int_equal(image_loss_is_twice(&o),
				 strstr(known[i].text, "ssim") ||
					 strstr(known[i].text, "pcc"));
	}
}

/* A constant prediction has no correlation: the loss is 1, and the gradient
 * finite. */
static void constants_have_a_loss(void **state)
{
	struct objective o = objective("pcc");
	float x[N], y[N], grad[N];

	(void)state;
	fill(x, y);
	for (int i = 0; i < N; i++)
		x[i] = 0.25f;
	assert_near("constant prediction", eval(&o, x, y, grad), 1, 1e-12);
	assert_near("constant image", whole(&o, x, y, 5), 1, 0);
	for (int i = 0; i < N; i++)
		assert_true(isfinite(grad[i]) && fabs(grad[i]) < 100);
	assert_near("constant target", eval(&o, y, x, grad), 1, 1e-12);
	o = objective("ssim");
	assert_near("equal constants", eval(&o, x, x, grad), 0, 1e-12);
}

static void texts_are_read(void **state)
{
	static const char *const good[][2] = {
		{ "mse", "mse" },
		{ "1*mse", "mse" },
		{ "huber:1", "huber" },
		{ "huber:0.50", "huber:0.5" },
		{ "mse+0.1*ssim", "mse+0.1*ssim" },
		{ "0.5*l1+2e0*huber:3+pcc", "0.5*l1+2*huber:3+pcc" },
	};
	static const char *const bad[] = {
		"",	     "msee",
		"mse+",	     "+mse",
		"mse:2",     "0*mse",
		"-1*mse",    "nan*mse",
		"huber:",    "huber:0",
		"huber:-1",  "mse*2",
		"2e7*mse",   "mse mse",
		"huber:1:2", "mse+mse+mse+mse+mse+mse+mse+mse+mse",
	};
	struct objective o;
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct buf text = { 0 };

		assert_int_equal(objective_read(&o, good[i][0], &err), 0);
		objective_text(&o, &text);
		assert_string_equal(buf_text(&text), good[i][1]);
		buf_release(&text);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (objective_read(&o, bad[i], &err) != -1)
			fail_msg("'%s' was read", bad[i]);
		assert_int_equal(err.kind, ERR_USAGE);
		err_clear(&err);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_pytorchs),
		cmocka_unit_test(whole_images_are_as_patches),
		cmocka_unit_test(constants_have_a_loss),
		cmocka_unit_test(texts_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
