/*
 * t_gradient.c - gradients against finite differences, for every operator,
 * every loss and the whole network.
 *
 * Operators are linear in pieces, so a difference over any step that stays
 * inside a piece is exact up to rounding; inputs are drawn to lie well
 * apart from each other and from 0, where pieces meet.
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
#include "base/rng.h"
#include "kernel/upsampled_conv.h"
#include "nn/net.h"
#include "nn/net_init.h"
#include "nn/op.h"

#define H 6
#define W 18
#define IN 3
#define OUT 5
#define HALO 4 /* for a valid kernel of side 5 */

static struct rng rng;
static size_t side = 3; /* of a convolution's kernel */
static int valid;	/* its padding; cat: x is larger than x2 */

/* A case: one operator with its node's switches. */
struct trial {
	struct node node;
	struct conv conv;
	float *vector, *grad; /* a convolution's weights */
	size_t weights;
	float *weigh; /* L = sum of weigh * y */
	float *memory[6];
	int memories;
};

/* Values 0.1 apart in random order, none nearer to 0 than 0.05. */
static void spread(float *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] = 0.1f * ((float)i - (float)(n / 2)) + 0.05f;
	for (size_t i = n; i > 1; i--) {
		size_t j = rng_below(&rng, i);
		float t = x[j];

		x[j] = x[i - 1];
		x[i - 1] = t;
	}
}

static struct planes planes(struct trial *t, size_t c, size_t h, size_t w)
{
	size_t len = planes_len(c, h, w, HALO);
	float *memory = mem_floats(len);

	memset(memory, 0, len * sizeof(*memory));
	t->memory[t->memories++] = memory;
	return planes_in(memory, c, h, w, HALO);
}

static void fill(const struct planes *p, int well_apart)
{
	size_t n = p->c * p->h * p->w;
	float *x = mem_floats(n);

	if (well_apart)
		spread(x, n);
	for (size_t i = 0; !well_apart && i < n; i++)
		x[i] = (float)rng_normal(&rng);
	planes_load(p, x);
	free(x);
}

static struct map map(struct trial *t, size_t c, size_t h, size_t w)
{
	struct map m;

	m.v = planes(t, c, h, w);
	m.d = planes(t, c, h, w);
	fill(&m.v, 1);
	return m;
}

/* Weights small enough, and biases far enough from 0, that no step changes
 * the side of 0 on which an output lies. */
static void set_up_conv(struct trial *t, int relu)
{
	size_t taps = OUT * IN * side * side;

	t->conv = (struct conv){
		.in = IN,
		.out = OUT,
		.k = side,
		.b_at = taps,
		.packed = mem_floats(conv_form_direct_len(IN, OUT, side)),
		.flipped = mem_floats(conv_form_direct_len(OUT, IN, side)),
		.valid = valid,
	};
	t->weights = taps + OUT;
	t->vector = mem_floats(t->weights);
	t->grad = mem_zero(t->weights, sizeof(float));
	for (size_t i = 0; i < taps; i++)
		t->vector[i] = 0.05f * (float)rng_normal(&rng);
	for (size_t i = taps; i < t->weights; i++)
		t->vector[i] = (relu ? 40.0f : 1.0f) * (i % 2 ? 1 : -1);
	conv_form_pack(&t->conv, t->vector);
	t->node.conv = &t->conv;
	t->node.relu = relu;
}

/* All channels come from below. */
static void set_up_upconv(struct trial *t)
{
	set_up_conv(t, 0);
	t->conv.up = IN;
	t->conv.upsampled =
		mem_floats(upsampled_conv_weights_len(IN, OUT, 0, 1));
	t->conv.upsampled_back =
		mem_floats(upsampled_conv_weights_len(IN, OUT, 1, 1));
	t->weights -= OUT; /* its biases are another's */
	t->node.scratch =
		mem_floats(upsampled_conv_scratch_len(IN, OUT, 1) + READ_PAST);
	conv_form_pack(&t->conv, t->vector);
}

static size_t factor = 2; /* of pool and up */
static int linear;	  /* 1: up interpolates */

static void set_up(struct trial *t, const struct op *op, int add, int relu)
{
	struct node *n = &t->node;
	size_t s[3];

	*t = (struct trial){
		.node = { .op = op, .add = add, .k = factor, .linear = linear }
	};
	if (op == &op_conv)
		set_up_conv(t, relu);
	if (op == &op_upconv)
		set_up_upconv(t);
	n->x = map(t, IN, H, W);
	if (op->inputs == 2)
		n->x2 = map(t, 2, H - (valid ? 3 : 0), W - (valid ? 2 : 0));
	op->shape(n, s);
	n->y.v = planes(t, s[0], s[1], s[2]);
	n->y.d = planes(t, s[0], s[1], s[2]);
	t->weigh = mem_floats(s[0] * s[1] * s[2]);
	fill(&n->y.d, 0);
	planes_save(&n->y.d, t->weigh);
}

static void tear_down(struct trial *t)
{
	for (int i = 0; i < t->memories; i++)
		free(t->memory[i]);
	free(t->conv.packed);
	free(t->conv.flipped);
	free(t->conv.upsampled);
	free(t->conv.upsampled_back);
	free(t->node.scratch);
	free(t->vector);
	free(t->grad);
	free(t->weigh);
}

static double value(const struct trial *t)
{
	const struct planes *y = &t->node.y.v;
	const float *weigh = t->weigh;
	double sum = 0;

	if (t->node.conv)
		conv_form_pack(t->node.conv, t->vector);
	op_forward(&t->node);
	for (size_t c = 0; c < y->c; c++)
		for (size_t i = 0; i < y->h; i++)
			for (size_t x = 0; x < y->w; x++)
				sum += (double)*weigh++ *
				       planes_row(y, c, i)[x];
	return sum;
}

/* dL/d*x against GOT. */
static void compare(const struct trial *t, float *x, double got, const char *by)
{
	static unsigned calls;
	const float step = 1.0f / 64;
	float old = *x;
	double up, down, want;

	if (getenv("XP_QUICK") && calls++ % 7)
		return;
	*x = old + step;
	up = value(t);
	want = *x;
	*x = old - step;
	down = value(t);
	want = (up - down) / (want - *x);
	*x = old;
	if (!(fabs(got - want) <= 2e-3 * fmax(1, fabs(want))))
		fail_msg("%s (add %d, relu %d), by %s: %g, difference %g",
			 t->node.op->name, t->node.add, t->node.relu, by, got,
			 want);
}

static void compare_map(const struct trial *t, const struct map *m, float start,
			const char *by)
{
	for (size_t c = 0; c < m->v.c; c++)
		for (size_t y = 0; y < m->v.h; y++)
			for (size_t x = 0; x < m->v.w; x++)
				compare(t, planes_row(&m->v, c, y) + x,
					planes_row(&m->d, c, y)[x] - start, by);
}

/* Gradients start as START everywhere: ADD must keep it, else it goes. */
static void check_trial(const struct op *op, int add, int relu)
{
	float start = 0.5f;
	struct trial t;

	set_up(&t, op, add, relu);
	value(&t);
	for (int i = 0; i < op->inputs; i++) {
		const struct planes *d = i ? &t.node.x2.d : &t.node.x.d;

		for (size_t c = 0; c < d->c; c++)
			for (size_t y = 0; y < d->h; y++)
				for (size_t x = 0; x < d->w; x++)
					planes_row(d, c, y)[x] = start;
	}
	op_backward(&t.node, t.grad);
	compare_map(&t, &t.node.x, add ? start : 0, "x");
	if (op->inputs == 2)
		compare_map(&t, &t.node.x2, add ? start : 0, "x2");
	for (size_t i = 0; i < t.weights; i++)
		compare(&t, t.vector + i, t.grad[i], "weights");
	tear_down(&t);
}

static void check_operators(void **state)
{
	(void)state;
	rng_init(&rng, 1, "operators", 0, 0);
	for (size_t i = 0; ops[i]; i++)
		for (int add = 0; add < 2; add++)
			check_trial(ops[i], add, 0);
	check_trial(&op_conv, 0, 1);
	for (side = 1; side <= 5; side++)
		for (int i = 0; i < 4; i++) {
			valid = i / 2;
			check_trial(&op_conv, i % 2, 0);
		}
	side = 3;
	check_trial(&op_cat, 0, 0);
	check_trial(&op_cat, 1, 0);
	valid = 0;
	for (linear = 1, factor = 1; factor < 5; factor++)
		for (int add = 0; add < 2; add++)
			check_trial(&op_up, add, 0);
	linear = 0;
	factor = 2;
	assert_ptr_equal(ops[0], &op_conv);
}

enum { PLANES = 2, DOWN = 13, ACROSS = 14, N = PLANES * DOWN * ACROSS };

static const struct loss_shape stack = { PLANES, DOWN, ACROSS, 1 },
			       channels = { PLANES, DOWN, ACROSS, PLANES };

/* Read TEXT; the range and the threshold fit values of spread. */
static struct objective objective(const char *text, double foreground)
{
	struct objective o;
	struct err err = { 0 };

	if (objective_read(&o, text, &err) < 0)
		fail_msg("%s", err.text);
	o.foreground = foreground;
	for (int k = 0; k < PLANES; k++)
		o.channel[k] = (struct objective_channel){ 0.3 + k, 4 - k };
	return o;
}

/* Every value has a difference of its own, over a step so small that no error
 * changes its sign or passes huber's delta. */
static void check_objective(const char *text, double foreground,
			    struct loss_shape shape)
{
	struct objective o = objective(text, foreground);
	float pred[N], want[N], grad[N];
	double *room = mem_zero(objective_room(&o, shape) + 1, sizeof *room);
	const double step = 1.0 / 4096;

	spread(pred, N);
	spread(want, N);
	for (size_t k = 0; k < N; k++) {
		pred[k] *= 0.1f;
		want[k] = want[k] * 0.1f + 0.005f + pred[k] / 2;
	}
	objective_eval(&o, pred, want, grad, shape, room);
	for (size_t k = 0; k < N; k++) {
		float old = pred[k];
		double up, down, width;

		pred[k] = (float)(old + step);
		width = (double)pred[k];
		up = objective_eval(&o, pred, want, NULL, shape, room);
		pred[k] = (float)(old - step);
		width -= (double)pred[k];
		down = objective_eval(&o, pred, want, NULL, shape, room);
		pred[k] = old;
		if (fabs((up - down) / width - grad[k]) >
		    2e-4 * fabs(grad[k]) + 1e-8)
			fail_msg("%s: %g, difference %g", text, grad[k],
				 (up - down) / width);
	}
	free(room);
}

static void check_losses(void **state)
{
	(void)state;
	rng_init(&rng, 2, "losses", 0, 0);
	assert_non_null(losses[0]);
	for (size_t i = 0; losses[i]; i++)
		check_objective(losses[i]->name, 1, stack);
	check_objective("huber:0.3", 1, stack);
	check_objective("mse", 5, stack);
	check_objective("mse+0.5*l1+0.25*ssim", 1, stack);
	check_objective("2*pcc+huber:0.7", 3, stack);
	check_objective("mse+0.5*l1+0.25*ssim", 1, channels);
	check_objective("2*pcc+huber:0.7", 3, channels);
}

/* Two samples of two planes. */
enum { HIGH = 12, WIDE = 16, ALL = 2 * 2 * HIGH * WIDE };

/* Returns the mean over two samples. */
static double batch_loss(const struct objective *o, const float *pred,
			 const float *y)
{
	struct loss_shape s = { 2, HIGH, WIDE, 2 };
	double *room = mem_zero(objective_room(o, s) + 1, sizeof *room);
	double sum = objective_eval(o, pred, y, NULL, s, room) +
		     objective_eval(o, pred + ALL / 2, y + ALL / 2, NULL, s,
				    room);

	free(room);
	return sum / 2;
}

/* The last layer's gradient is exact up to rounding; behind it lie ReLUs
 * and maxima, so of several steps the best counts. */
static void check_weight(struct net *net, const struct objective *o,
			 const float *x, const float *y, size_t i, double got,
			 double scale)
{
	const struct unet *u = net_unet(net);
	size_t h = unet_input(u, HIGH), across = unet_input(u, WIDE);
	float *pred = mem_floats(ALL), *w = net_weights(net) + i, old = *w;
	double worst = INFINITY, fd = 0;

	for (float step = 1.0f / 64; step > 5e-5f; step /= 4) {
		double up, down, width;

		*w = old + step;
		width = (double)*w;
		net_forward(net, x, pred, 2, (struct extent){ 1, h, across });
		up = batch_loss(o, pred, y);
		*w = old - step;
		width -= (double)*w;
		net_forward(net, x, pred, 2, (struct extent){ 1, h, across });
		down = batch_loss(o, pred, y);
		if (fabs((up - down) / width - got) < worst) {
			fd = (up - down) / width;
			worst = fabs(fd - got);
		}
	}
	*w = old;
	free(pred);
	if (worst > 0.02 * fmax(fabs(got), scale))
		fail_msg("%s, weight %zu: %g, difference %g",
			 o->term[0].loss->name, i, got, fd);
}

static void check_network(void **state)
{
	const struct unet *u = *state;
	struct thread_pool *pool = thread_pool_new(1);
	struct err err = { 0 };
	struct net *net = net_new(u, pool, &err);
	size_t h = unet_input(u, HIGH), w = unet_input(u, WIDE);
	size_t len = 4 * h * w;
	float *x = mem_floats(len), *y = mem_floats(ALL), *grad;

	assert_non_null(net);
	net_init(net, 4);
	rng_init(&rng, 7, "network", 0, 0);
	for (size_t i = 0; i < len; i++)
		x[i] = (float)rng_normal(&rng);
	for (size_t i = 0; i < ALL; i++) { /* few errors change their sign */
		y[i] = (float)rng_normal(&rng);
		y[i] += y[i] > 0 ? 0.5f : -0.5f;
	}
	grad = mem_floats(net_size(net));
	for (size_t l = 0; losses[l]; l++) {
		struct objective o = objective(losses[l]->name, 1);
		double sum = 0;

		net_gradient(net, &o, x, y, grad, 2,
			     (struct extent){ 1, h, w });
		for (size_t i = 0; i < net_size(net); i++)
			sum += (double)grad[i] * grad[i];
		sum = sqrt(sum / (double)net_size(net));
		assert_true(sum > 0);
		for (size_t i = 0; i < net_size(net);
		     i += getenv("XP_QUICK") ? 997 : 7)
			check_weight(net, &o, x, y, i, grad[i], sum);
	}
	free(grad);
	free(x);
	free(y);
	net_free(net);
	thread_pool_free(pool);
}

/* The fourth goes by Winograd. */
static const struct unet nets[] = {
	{ 3, 2, 2, 3, 2, 2, 3, 0, 0, 0, 0 },
	{ 2, 2, 2, 3, 2, 2, 4, 0, 0, 0, 0 },
	{ 2, 2, 2, 3, 2, 2, 3, 1, 0, 0, 0 },
	{ 2, 2, 2, 8, 1, 2, 3, 1, 0, 0, 0 },
	{ 3, 2, 2, 3, 2, 2, 3, 0, 0, 1, ACTIVATION_SOFTPLUS },
	{ 2, 2, 2, 3, 1, 2, 3, 1, 0, 1, ACTIVATION_SIGMOID },
};

#define NETWORK(i) \
	cmocka_unit_test_prestate(check_network, (void *)(uintptr_t)&nets[i])

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_operators),
		cmocka_unit_test(check_losses),
		NETWORK(0),
		NETWORK(1),
		NETWORK(2),
		NETWORK(3),
		NETWORK(4),
		NETWORK(5),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
