/*
 * t_golden.c - output, every gradient and ten Adam steps against PyTorch.
 *
 * tests/ref/make_unet_ref.py made the numbers with the published package.
 * An error is relative to the tensor's greatest value.
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
#include "loss/loss.h"
#include "optimise/optimiser.h"
#include "nn/net.h"
#include "nn/unet.h"
#include "nn/weights.h"
#include "nn/weights_net.h"

#define TOLERANCE 1e-4

struct golden {
	struct weights file;
	struct thread_pool *pool;
	struct net *net;
	const struct tensor *x, *y, *out;
};

static const struct tensor *need(const struct weights *w, const char *name)
{
	const struct tensor *t = weights_find(w, name);

	if (!t)
		fail_msg("no tensor %s", name);
	return t;
}

/* Tensors "w.NAME" of the file as NAME. */
static void load(struct golden *g)
{
	struct weights w = { 0 };
	struct err err = { 0 };

	for (size_t i = 0; i < g->file.n; i++) {
		const struct tensor *t = &g->file.tensor[i];

		if (!strncmp(t->name, "w.", 2))
			weights_add(&w, t->name + 2, t->shape, t->dims,
				    t->data);
	}
	if (weights_net_load(&w, g->net, &err) < 0)
		fail_msg("%s", err.text);
	weights_release(&w);
}

static void open_golden(struct golden *g, const char *name)
{
	const char *top = getenv("srcdir");
	char *path = mem_printf("%s/tests/ref/unet/%s.safetensors",
				top ? top : ".", name);
	struct err err = { 0 };
	struct unet u;

	if (weights_read(&g->file, path, &err) < 0 ||
	    weights_net_unet(&g->file, &u, &err) < 0)
		fail_msg("%s", err.text);
	free(path);
	g->pool = thread_pool_new(2);
	g->net = net_new(&u, g->pool, &err);
	if (!g->net)
		fail_msg("%s", err.text);
	load(g);
	g->x = need(&g->file, "x");
	g->y = need(&g->file, "y");
	g->out = need(&g->file, "out");
}

static void close_golden(struct golden *g)
{
	net_free(g->net);
	thread_pool_free(g->pool);
	weights_release(&g->file);
}

static void near(const char *what, const float *got, const struct tensor *t)
{
	double worst = 0, greatest = 0;

	for (size_t i = 0; i < t->len; i++) {
		double d = fabs((double)got[i] - t->data[i]);

		worst = isnan(d) || isnan(worst) ? NAN : fmax(worst, d);
		greatest = fmax(greatest, fabs(t->data[i]));
	}
	assert_true(greatest > 0);
	if (!(worst <= TOLERANCE * greatest))
		fail_msg("%s %s: off by %g of %g", what, t->name, worst,
			 greatest);
}

/* Of x, (n, c, h, w) or (n, c, d, h, w). */
static struct extent sides(const struct golden *g)
{
	const size_t *s = g->x->shape + g->x->dims - 2;

	return (struct extent){ g->x->dims == 5 ? s[-1] : 1, s[0], s[1] };
}

static double gradient(struct golden *g, float *grad)
{
	return net_gradient(g->net, &objective_mse, g->x->data, g->y->data,
			    grad, g->x->shape[0], sides(g));
}

static void check_gradients(struct golden *g)
{
	float *grad = mem_floats(net_size(g->net));

	gradient(g, grad);
	for (size_t i = 0; i < net_params(g->net); i++) {
		const struct param *p = net_param(g->net, i);
		char *name = mem_printf("g.%s", p->name);

		near("gradient", grad + p->offset, need(&g->file, name));
		free(name);
	}
	free(grad);
}

static void check_steps(struct golden *g)
{
	const char *text = weights_get(&g->file, "losses");
	float *grad = mem_floats(net_size(g->net));
	struct optimiser adam;
	char *end;

	assert_non_null(text);
	optimiser_init(&adam, &(struct optimiser_options){ .lr = 1e-3 },
		       net_size(g->net), g->pool);
	for (int i = 0; i < 10; i++, text = end) {
		double want = strtod(text, &end), got = gradient(g, grad);

		assert_true(end > text);
		if (!(fabs(got - want) <= TOLERANCE * want))
			fail_msg("loss %d: %.9g, want %.9g", i, got, want);
		optimiser_step(&adam, net_weights(g->net), grad);
	}
	optimiser_release(&adam);
	free(grad);
}

static void check(void **state)
{
	struct golden g;
	float *out;

	open_golden(&g, *state);
	out = mem_floats(g.out->len);
	net_forward(g.net, g.x->data, out, g.x->shape[0], sides(&g));
	near("output", out, g.out);
	free(out);
	check_gradients(&g);
	check_steps(&g);
	close_golden(&g);
}

static void shapes_imply_arguments(void **state)
{
	struct weights bare = { 0 };
	struct golden g;
	struct unet u;
	struct err err = { 0 };

	open_golden(&g, *state);
	for (size_t i = 0; i < g.file.n; i++) {
		const struct tensor *t = &g.file.tensor[i];

		if (!strncmp(t->name, "w.", 2))
			weights_add(&bare, t->name + 2, t->shape, t->dims,
				    t->data);
	}
	assert_int_equal(weights_net_unet(&bare, &u, &err), 0);
	assert_memory_equal(&u, net_unet(g.net), sizeof(u));
	weights_release(&bare);
	close_golden(&g);
}

#define NET(name)                                                \
	{                                                        \
		name, check, NULL, NULL, (char *)(uintptr_t)name \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		NET("plain"),
		NET("channels"),
		NET("factor3"),
		NET("kernel5"),
		NET("deep"),
		NET("wide"),
		NET("flat"),
		NET("kernel7"),
		NET("kernel1"),
		NET("kernel2"),
		NET("kernel4"),
		NET("kernel11"),
		NET("valid"),
		NET("valid-flat"),
		NET("valid-kernel4"),
		NET("valid-maps8"),
		NET("volume"),
		NET("volume-deep"),
		NET("volume-maps8"),
		NET("volume-factor3"),
		NET("volume-kernel4"),
		NET("volume-flat"),
		NET("volume-kernel1"),
		NET("volume-valid"),
		NET("volume-valid-kernel2"),
		NET("bilinear"),
		NET("bilinear-maps8"),
		NET("bilinear-factor3"),
		NET("bilinear-valid"),
		NET("trilinear"),
		NET("trilinear-factor3"),
		NET("trilinear-valid"),
		NET("final-relu"),
		cmocka_unit_test_prestate(shapes_imply_arguments,
					  (char *)(uintptr_t) "channels"),
		cmocka_unit_test_prestate(shapes_imply_arguments,
					  (char *)(uintptr_t) "volume-deep"),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
