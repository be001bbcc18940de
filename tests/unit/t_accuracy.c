/*
 * t_accuracy.c - how far rounding takes the kernels from the same sums in
 * double: each set of kernels, the direct way and Winograd's, forward and
 * backward, on random shapes; and the whole network's gradient.
 *
 * XP_FULL=1 takes the big network at its full size, which takes a minute.
 */
#include <math.h>

#include "nn/net_init.h"
#include "unit.h"

#include "base/mem.h"
#include "base/rng.h"
#include "exact.h"
#include "kernel/cpu.h"
#include "nn/op.h"

#define FORWARD 2e-6 /* relative, root of mean square */
#define BACKWARD 3e-6
#define OUTPUT 1e-5 /* forward, of fifteen convolutions */

static struct rng rng;

static int is_quick(void)
{
	return getenv("XP_QUICK") != NULL;
}

static float *noise(size_t n, double scale)
{
	float *x = mem_floats(n);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)(scale * rng_normal(&rng));
	return x;
}

static void widen(double *to, const float *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = from[i];
}

/* A convolution with its data and its results in double; SIZE are the
 * results that its terms would have if their signs were random: what an
 * error is compared with, however much a sum of few terms cancels. */
struct trial {
	struct exact_conv c, size;
	struct exact_map x, y, size_x, size_y;
	float *weight, *bias, *in, *dy;
	size_t taps;
};

static void square(double *to, const double *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to[i] = from[i] * from[i];
}

static void take_root(double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] = sqrt(x[i]);
}

static struct exact_conv new_conv(size_t in, size_t out, size_t k, int valid)
{
	size_t taps = in * out * k * k;
	double *w = mem_zero(2 * (taps + out), sizeof(double));

	return (struct exact_conv){
		in,   out, k, w, w + taps, w + taps + out, w + 2 * taps + out,
		valid
	};
}

/* Input as a ReLU leaves it, weights as they are drawn, any gradient. */
static void draw(struct trial *t, size_t in, size_t out, size_t k, size_t h,
		 size_t w, int valid)
{
	size_t less = valid ? k - 1 : 0;

	t->taps = in * out * k * k;
	t->c = new_conv(in, out, k, valid);
	t->size = new_conv(in, out, k, valid);
	t->x = exact_new(in, h, w);
	t->y = exact_new(out, h - less, w - less);
	t->size_x = exact_new(in, h, w);
	t->size_y = exact_new(out, h - less, w - less);
	t->weight = noise(t->taps, sqrt(2.0 / (double)(in * k * k)));
	t->bias = noise(out, 0.1);
	t->in = noise(in * h * w, 1);
	t->dy = noise(out * t->y.h * t->y.w, 1);
	for (size_t i = 0; in > 1 && i < in * h * w; i++)
		t->in[i] = t->in[i] > 0 ? t->in[i] : 0;
}

static void work_out(struct trial *t)
{
	size_t in = t->x.c * t->x.h * t->x.w, out = t->y.c * t->y.h * t->y.w;
	double *w = (double *)(uintptr_t)t->c.w;

	widen(w, t->weight, t->taps);
	widen(w + t->taps, t->bias, t->c.out);
	widen(t->x.v, t->in, in);
	square((double *)(uintptr_t)t->size.w, w, t->taps + t->c.out);
	square(t->size_x.v, t->x.v, in);
	exact_forward(&t->c, &t->x, &t->y);
	exact_forward(&t->size, &t->size_x, &t->size_y);
	widen(t->y.d, t->dy, out);
	square(t->size_y.d, t->y.d, out);
	exact_backward(&t->c, &t->x, &t->y, 0);
	exact_backward(&t->size, &t->size_x, &t->size_y, 0);
	take_root(t->size_y.v, out);
	take_root(t->size_x.d, in);
	take_root(t->size.dw, t->taps + t->c.out);
}

static void trial_release(struct trial *t)
{
	free((void *)(uintptr_t)t->c.w);
	free((void *)(uintptr_t)t->size.w);
	exact_free(&t->x);
	exact_free(&t->y);
	exact_free(&t->size_x);
	exact_free(&t->size_y);
	free(t->weight);
	free(t->bias);
	free(t->in);
	free(t->dy);
}

/* The worst of each kind, for a line at the end. */
static struct worst {
	double error;
	char what[120];
} worst[2][4];

static double relative(const float *got, const double *want, const double *size,
		       size_t n)
{
	double wrong = 0, all = 0;

	for (size_t i = 0; i < n; i++) {
		double d = got[i] - want[i];

		wrong += d * d;
		all += size[i] * size[i];
	}
	return sqrt(wrong / all);
}

static void hold(const struct trial *t, int wino, int kind, double error,
		 double most)
{
	static const char *const names[] = { "y", "dx", "dw", "db" };
	struct worst *w = &worst[wino][kind];
	char what[120];

	snprintf(what, sizeof what,
		 "%s %s, %s: %zu to %zu channels, side "
		 "%zu%s, %zu x %zu",
		 cpu_in_use()->name, wino ? "winograd" : "direct", names[kind],
		 t->c.in, t->c.out, t->c.k, t->c.valid ? " valid" : "", t->x.h,
		 t->x.w);
	if (!(error < most))
		fail_msg("%s: off by %.2g, at most %.2g", what, error, most);
	if (error > w->error) {
		w->error = error;
		memcpy(w->what, what, sizeof what);
	}
}

/* ---- the same by lib/nn ---- */

struct fast {
	struct node node;
	struct conv conv;
	float *memory[4], *vector, *grad, *scratch;
};

static struct planes planes(size_t c, size_t h, size_t w, float **memory)
{
	size_t len = planes_len(c, h, w, KERNEL_MAX / 2) + READ_PAST;

	*memory = mem_floats(len);
	memset(*memory, 0, len * sizeof(**memory));
	return planes_in(*memory, c, h, w, KERNEL_MAX / 2);
}

static void set_up(struct fast *f, const struct trial *t, int wino)
{
	size_t in = t->c.in, out = t->c.out, k = t->c.k;

	f->conv = (struct conv){
		.in = in,
		.out = out,
		.k = k,
		.b_at = t->taps,
		.valid = t->c.valid,
		.packed = mem_floats(conv_form_direct_len(in, out, k)),
		.flipped = mem_floats(conv_form_direct_len(out, in, k)),
	};
	f->vector = mem_floats(t->taps + out);
	f->grad = mem_zero(t->taps + out, sizeof(float));
	f->scratch = NULL;
	memcpy(f->vector, t->weight, t->taps * sizeof(float));
	memcpy(f->vector + t->taps, t->bias, out * sizeof(float));
	if (wino) {
		f->conv.winograd = mem_floats(conv_form_winograd_len(in, out));
		f->conv.winograd_flipped =
			mem_floats(conv_form_winograd_len(out, in));
		f->scratch = mem_floats(conv_form_scratch_len(&f->conv, 1));
	}
	conv_form_pack(&f->conv, f->vector);
	f->node = (struct node){ .op = &op_conv,
				 .conv = &f->conv,
				 .scratch = f->scratch };
	f->node.x.v = planes(in, t->x.h, t->x.w, &f->memory[0]);
	f->node.x.d = planes(in, t->x.h, t->x.w, &f->memory[1]);
	f->node.y.v = planes(out, t->y.h, t->y.w, &f->memory[2]);
	f->node.y.d = planes(out, t->y.h, t->y.w, &f->memory[3]);
	planes_load(&f->node.x.v, t->in);
	planes_load(&f->node.y.d, t->dy);
}

static void tear_down(struct fast *f)
{
	for (int i = 0; i < 4; i++)
		free(f->memory[i]);
	free(f->conv.packed);
	free(f->conv.flipped);
	free(f->conv.winograd);
	free(f->conv.winograd_flipped);
	free(f->vector);
	free(f->grad);
	free(f->scratch);
}

static void compare(const struct trial *t, int wino)
{
	size_t in = t->x.c * t->x.h * t->x.w, out = t->y.c * t->y.h * t->y.w;
	float *got = mem_floats(in > out ? in : out);
	struct fast f;

	set_up(&f, t, wino);
	op_forward(&f.node);
	planes_save(&f.node.y.v, got);
	hold(t, wino, 0, relative(got, t->y.v, t->size_y.v, out), FORWARD);
	op_backward(&f.node, f.grad);
	planes_save(&f.node.x.d, got);
	hold(t, wino, 1, relative(got, t->x.d, t->size_x.d, in), BACKWARD);
	hold(t, wino, 2, relative(f.grad, t->c.dw, t->size.dw, t->taps),
	     BACKWARD);
	hold(t, wino, 3,
	     relative(f.grad + t->taps, t->c.db, t->size.db, t->c.out),
	     BACKWARD);
	tear_down(&f);
	free(got);
}

static void one_shape(size_t in, size_t out, size_t k, size_t h, size_t w,
		      int valid)
{
	struct trial t;

	draw(&t, in, out, k, h, w, valid);
	work_out(&t);
	for (size_t i = 0; cpu_at(i); i++) {
		cpu_use(cpu_at(i));
		compare(&t, 0);
		if (conv_form_suits_winograd(&(struct conv){
			    .in = in, .out = out, .k = k, .valid = valid }))
			compare(&t, 1);
	}
	cpu_use(NULL);
	trial_release(&t);
}

/* 1 to MOST, as many in each octave. */
static size_t octaves(double most)
{
	return (size_t)exp(rng_uniform(&rng) * log(most + 1));
}

static void check_shapes(void **state)
{
	int times = is_quick() ? 8 : 60;
	size_t many = is_quick() ? 48 : 384;
	double most = is_quick() ? 3e5 : 8e6; /* products of a shape */

	(void)state;
	rng_init(&rng, 1, "accuracy", 0, 0);
	one_shape(1, 1, 3, 1, 1, 0);
	one_shape(many, many, 3, 1, 1, 0);
	one_shape(many, 1, 3, 5, 31, 0);
	one_shape(1, many, 3, 31, 5, 0);
	one_shape(many, 8, 3, 5, 31, 0);
	one_shape(8, many, 3, 31, 5, 0);
	one_shape(8, 8, 3, 1, 1, 0);
	for (int i = 0; i < times;) {
		size_t in = octaves(384), out = octaves(384);
		size_t h = octaves(120), w = octaves(300);
		size_t k = i % 4 ? 3 : 1 + rng_below(&rng, 11);
		int valid = i % 3 == 0 && h >= k && w >= k;

		if ((double)(in * out * k * k) * (double)(h * w) > most)
			continue;
		one_shape(in, out, k, h, w, valid);
		i++;
	}
	for (int wino = 0; wino < 2; wino++)
		for (int kind = 0; kind < 4; kind++)
			print_message("# %.2g %s\n", worst[wino][kind].error,
				      worst[wino][kind].what);
}

/* A convolution as large as the big network's, whose sums are long. */
static void check_large(void **state)
{
	(void)state;
	if (is_quick())
		skip();
	rng_init(&rng, 2, "accuracy", 0, 0);
	one_shape(384, 128, 3, 16, 20, 0);
	one_shape(32, 32, 3, 96, 130, 0);
}

/* ---- the whole network ---- */

/* A ReLU's input that is 0 but for rounding, or two pixels of a maximum
 * that are the same but for rounding, make the gradient jump, and a large
 * image has some whatever the kernels do.  So the network is given weights
 * that leave room there. */
#define ROOM 1e-5 /* of a map's standard deviation */

static int compare_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The middle of the widest gap between values of the middle half. */
static float widest_gap(const double *v, size_t n)
{
	double *sorted = mem_alloc(n * sizeof(*v)), most = -1, at = *v - 1;

	memcpy(sorted, v, n * sizeof(*v));
	qsort(sorted, n, sizeof(*v), compare_double);
	for (size_t i = n / 4; i + 1 < n - n / 4; i++)
		if (sorted[i + 1] - sorted[i] > most) {
			most = sorted[i + 1] - sorted[i];
			at = (sorted[i + 1] + sorted[i]) / 2;
		}
	free(sorted);
	return (float)at;
}

/* Of each F x F pixels of V the greatest is 0 or greatest by far. */
static int has_room(const double *v, size_t h, size_t w, size_t f)
{
	double sum = 0, room;

	for (size_t i = 0; i < h * w; i++)
		sum += v[i] * v[i];
	room = ROOM * sqrt(sum / (double)(h * w));
	for (size_t y = 0; y < h; y += f)
		for (size_t x = 0; x < w; x += f) {
			double best = 0, second = -1;

			for (size_t t = 0; t < f * f; t++) {
				double p = v[(y + t / f) * w + x + t % f];

				if (p > best) {
					second = best;
					best = p;
				} else if (p > second) {
					second = p;
				}
			}
			if (best > 0 && best - second < room)
				return 0;
		}
	return 1;
}

/* Bias channel O so that the ReLU has room; other weights if that leaves
 * the pooling none. */
static void leave_room(const struct exact_conv *c, const struct exact_map *x,
		       const struct exact_map *y, size_t pooled)
{
	size_t len = y->h * y->w, taps = c->in * c->k * c->k;

	for (size_t o = 0; o < c->out; o++) {
		double *w = (double *)(uintptr_t)c->w + o * taps;
		double *b = (double *)(uintptr_t)c->b + o;
		struct exact_map to = exact_channel(y, o);
		struct exact_conv one = { c->in, 1, c->k, w, b, NULL, NULL, 0 };

		for (int i = 0; i < 100; i++) {
			*b = 0;
			exact_forward(&one, x, &to);
			*b = -widest_gap(to.v, len);
			for (size_t p = 0; p < len; p++)
				to.v[p] += *b;
			if (!pooled || has_room(to.v, y->h, y->w, pooled))
				break;
			for (size_t t = 0; t < taps; t++)
				w[t] = (float)(w[t] *
					       (1 + 0.05 * rng_normal(&rng)));
		}
	}
}

/* ||got - want|| / ||want|| */
static double distance(const float *got, const double *want, size_t n)
{
	return relative(got, want, want, n);
}

static void compare_network(struct net *net, const float *x, const float *want,
			    size_t side)
{
	size_t len = side * side;
	float *grad = mem_floats(net_size(net)), *y = mem_floats(len);
	double *pred = mem_zero(len, sizeof(double)), loss;
	struct exact_net e;

	exact_net_init(&e, net);
	e.tune = leave_room;
	loss = exact_gradient(&e, x, want, side, side, pred);
	for (size_t i = 0; i < e.len; i++)
		net_weights(net)[i] = (float)e.w[i];
	for (int precise = 0; precise < 2; precise++) {
		double there, back, got;

		net_precise(net, precise);
		net_forward(net, x, y, 1, (struct extent){ 1, side, side });
		got = net_gradient(net, &objective_mse, x, want, grad, 1,
				   (struct extent){ 1, side, side });
		there = distance(y, pred, len);
		back = distance(grad, e.grad, e.len);
		print_message("# whole network, %s, side %zu: output %.2g, "
			      "gradient %.2g\n",
			      precise ? "precise" : "fast", side, there, back);
		assert_true(there < OUTPUT && back < BACKWARD);
		assert_true(fabs(got / loss - 1) < 1e-6);
	}
	exact_net_release(&e);
	free(grad);
	free(y);
	free(pred);
}

static void check_network(void **state)
{
	size_t side = getenv("XP_FULL") ? 256 : is_quick() ? 32 : 128;
	struct unet u = { 4, 1, 1, is_quick() ? 8 : 32, 2, 2, 3, 0, 0, 0, 0 };
	struct thread_pool *pool = thread_pool_new(thread_pool_processors());
	struct err err = { 0 };
	struct net *net = net_new(&u, pool, &err);
	float *x, *want;

	(void)state;
	assert_non_null(net);
	rng_init(&rng, 3, "accuracy", 0, 0);
	x = noise(side * side, 1);
	want = noise(side * side, 1);
	net_init(net, 1);
	compare_network(net, x, want, side);
	free(x);
	free(want);
	net_free(net);
	thread_pool_free(pool);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_shapes),
		cmocka_unit_test(check_large),
		cmocka_unit_test(check_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
