/*
 * t_volume.c - networks of ndim 3: their convolutions against sums in
 * double, gradients against finite differences, bits between numbers of
 * threads and between tiles.  t_golden has PyTorch's numbers.
 */
#include <math.h>

#include "nn/net_init.h"
#include "nn/weights_net.h"
#include "unit.h"

#include "base/mem.h"
#include "base/rng.h"
#include "kernel/cpu.h"
#include "nn/net.h"
#include "nn/volume.h"
#include "nn/weights.h"

static struct rng rng;

/* One stage, whose loss is the sum of weigh * y. */
struct trial {
	struct stage stage;
	struct conv conv;
	float *form[2], *scratch, *vector, *grad;
	size_t weights;
	float *memory[4], *weigh;
	size_t memories;
};

static float *noise(size_t n, double by)
{
	float *x = mem_floats(n);

	for (size_t i = 0; i < n; i++)
		x[i] = (float)(by * rng_normal(&rng));
	return x;
}

static float *zeros(size_t n)
{
	float *x = NULL;
	size_t cap = 0;

	mem_zeros(&x, &cap, n);
	return x;
}

static size_t len_of(const struct volume_maps *s)
{
	return s->c * s->n * s->all.h * s->all.w;
}

static struct volume_maps slices(struct trial *t, const struct solid *s,
				 size_t c)
{
	float *memory = zeros(volume_maps_len(s, c) + READ_PAST);

	t->memory[t->memories++] = memory;
	return volume_maps_in(memory, s, c);
}

static void cube(struct trial *t, struct cube *m, struct solid s, size_t c)
{
	float *x;

	m->v = slices(t, &s, c);
	m->d = slices(t, &s, c);
	x = noise(len_of(&m->v), 1);
	volume_maps_load(&m->v, x);
	free(x);
}

static void set_weigh(struct trial *t)
{
	t->weigh = noise(len_of(&t->stage.y.d), 1);
	volume_maps_load(&t->stage.y.d, t->weigh);
}

/* A convolution of IN to OUT channels, side K. */
static void set_up_conv(struct trial *t, size_t in, size_t out, size_t k,
			int valid, int precise, struct extent e)
{
	struct conv *c = &t->conv;
	size_t less = valid ? k - 1 : 0, halo = valid ? k - 1 : k / 2;
	struct solid x = {
		e.d, e.h, e.w, valid ? 0 : (k - 1) / 2, valid ? 0 : k / 2, halo
	};
	struct solid y = { e.d - less, e.h - less, e.w - less, 0, 0, halo };

	*t = (struct trial){ .conv = { in * k, out, k, .valid = valid } };
	c->b_at = in * out * k * k * k;
	t->weights = c->b_at + out;
	t->vector = noise(t->weights, 0.2);
	t->grad = zeros(t->weights);
	for (int back = 0; back < 2; back++) {
		struct arena a = { 0 };

		conv_form_place(c, &a, precise, back);
		t->form[back] = zeros(a.used);
		a = (struct arena){ .memory = t->form[back] };
		conv_form_place(c, &a, precise, back);
	}
	if (c->winograd)
		t->scratch = zeros(conv_form_scratch_len(c) + READ_PAST);
	t->stage = (struct stage){ stage_conv, stage_conv_back, .conv = c };
	cube(t, &t->stage.x, x, in);
	cube(t, &t->stage.y, y, out);
	set_weigh(t);
}

static void tear_down(struct trial *t)
{
	for (size_t i = 0; i < t->memories; i++)
		free(t->memory[i]);
	free(t->form[0]);
	free(t->form[1]);
	free(t->scratch);
	free(t->vector);
	free(t->grad);
	free(t->weigh);
}

static void there(const struct trial *t)
{
	if (t->stage.conv)
		conv_form_pack(t->stage.conv, t->vector);
	for (size_t z = 0; z < t->stage.y.v.n; z++)
		t->stage.forward(&t->stage, z, t->scratch);
}

static void back(const struct trial *t)
{
	for (size_t z = 0; z < t->stage.y.v.n; z++)
		t->stage.backward(&t->stage, z, t->scratch, t->grad);
}

static float *at(const struct volume_maps *s, size_t c, size_t z, size_t y,
		 size_t x)
{
	struct planes p = volume_maps_at(s, z);

	return planes_row(&p, c, y) + x;
}

/* Sums of squares, of what is wrong and of what is right. */
struct off {
	double wrong, all;
};

static void compare(struct off *o, double got, double want)
{
	o->wrong += (got - want) * (got - want);
	o->all += want * want;
}

static void near(const struct off *o, const char *what, const struct trial *t)
{
	if (!(sqrt(o->wrong / o->all) < 2e-6))
		fail_msg("%s: %zu to %zu channels, kernel %zu, %zux%zux%zu: "
			 "off by %g",
			 what, t->stage.x.v.c, t->conv.out, t->conv.k,
			 t->stage.x.v.n, t->stage.x.v.all.h, t->stage.x.v.all.w,
			 sqrt(o->wrong / o->all));
}

/* Each tap's product: what it adds to y, dx and dw, all in double. */
struct sums {
	double *y, *dx, *dw;
};

static void tap(const struct trial *t, const struct sums *to, size_t o,
		size_t c, const size_t k[3], const size_t p[3])
{
	const struct volume_maps *x = &t->stage.x.v, *y = &t->stage.y.v;
	size_t side = t->conv.k, before = t->conv.valid ? 0 : (side - 1) / 2;
	size_t q[3], ix, iy, iw;
	double dy = *at(&t->stage.y.d, o, p[0], p[1], p[2]);

	for (int i = 0; i < 3; i++)
		q[i] = p[i] + k[i] - before;
	if (q[0] >= x->n || q[1] >= x->all.h || q[2] >= x->all.w)
		return;
	/* As slices meet them: (out, k, in, k, k). */
	iw = (((o * side + k[0]) * x->c + c) * side + k[1]) * side + k[2];
	iy = ((o * y->n + p[0]) * y->all.h + p[1]) * y->all.w + p[2];
	ix = ((c * x->n + q[0]) * x->all.h + q[1]) * x->all.w + q[2];
	to->y[iy] += (double)t->vector[iw] * *at(x, c, q[0], q[1], q[2]);
	to->dx[ix] += t->vector[iw] * dy;
	to->dw[iw] += dy * *at(x, c, q[0], q[1], q[2]);
}

static void each_tap(const struct trial *t, const struct sums *to, size_t o,
		     size_t c)
{
	const struct volume_maps *y = &t->stage.y.v;
	size_t side = t->conv.k, h = y->all.h, w = y->all.w, k[3], p[3];

	for (size_t i = 0; i < side * side * side; i++) {
		k[0] = i / side / side;
		k[1] = i / side % side;
		k[2] = i % side;
		for (size_t j = 0; j < y->n * h * w; j++) {
			p[0] = j / w / h;
			p[1] = j / w % h;
			p[2] = j % w;
			tap(t, to, o, c, k, p);
		}
	}
}

static void compare_maps(const struct trial *t, const char *what,
			 const struct volume_maps *got, const double *want)
{
	size_t h = got->all.h, w = got->all.w;
	struct off off = { 0 };

	for (size_t i = 0; i < len_of(got); i++)
		compare(&off,
			*at(got, i / w / h / got->n, i / w / h % got->n,
			    i / w % h, i % w),
			want[i]);
	near(&off, what, t);
}

static void check_conv(struct trial *t)
{
	const struct volume_maps *x = &t->stage.x.v, *y = &t->stage.y.v;
	size_t area = y->n * y->all.h * y->all.w;
	struct sums s = { mem_zero(len_of(y), sizeof(double)),
			  mem_zero(len_of(x), sizeof(double)),
			  mem_zero(t->weights, sizeof(double)) };
	struct off off = { 0 };

	for (size_t i = 0; i < len_of(y); i++) {
		s.y[i] = t->vector[t->conv.b_at + i / area];
		s.dw[t->conv.b_at + i / area] += t->weigh[i];
	}
	for (size_t i = 0; i < x->c * t->conv.out; i++)
		each_tap(t, &s, i / x->c, i % x->c);
	there(t);
	back(t);
	compare_maps(t, "y", y, s.y);
	compare_maps(t, "dx", &t->stage.x.d, s.dx);
	for (size_t i = 0; i < t->weights; i++)
		compare(&off, t->grad[i], s.dw[i]);
	near(&off, "dw", t);
	free(s.y);
	free(s.dx);
	free(s.dw);
}

/* Every set of kernels, there and back, on shapes of all kinds. */
static void check_convs(void **state)
{
	static const struct {
		size_t in, out, k;
		int valid;
		struct extent e;
	} c[] = {
		{ 1, 3, 3, 0, { 1, 1, 1 } },   { 1, 8, 3, 0, { 3, 5, 17 } },
		{ 3, 8, 3, 0, { 4, 6, 9 } },   { 8, 9, 3, 0, { 2, 7, 21 } },
		{ 12, 8, 3, 1, { 5, 8, 22 } }, { 2, 3, 2, 0, { 3, 4, 5 } },
		{ 2, 5, 4, 0, { 4, 6, 18 } },  { 2, 3, 4, 1, { 5, 7, 20 } },
		{ 5, 6, 1, 0, { 3, 4, 7 } },   { 1, 2, 5, 0, { 2, 3, 33 } },
	};

	(void)state;
	rng_init(&rng, 1, "convolutions", 0, 0);
	for (size_t k = 0; cpu_at(k) && !(k && getenv("XP_QUICK")); k++)
		for (size_t i = 0; i < 2 * sizeof(c) / sizeof(*c); i++) {
			struct trial t;

			cpu_use(cpu_at(k));
			set_up_conv(&t, c[i / 2].in, c[i / 2].out, c[i / 2].k,
				    c[i / 2].valid, i % 2, c[i / 2].e);
			check_conv(&t);
			tear_down(&t);
		}
	cpu_use(NULL);
}

/* The other operators are linear in pieces: inputs are so far apart that a
 * difference stays inside one. */
static double value(const struct trial *t)
{
	size_t len = len_of(&t->stage.y.v);
	float *y = mem_floats(len);
	double sum = 0;

	there(t);
	volume_maps_save(&t->stage.y.v, y);
	for (size_t i = 0; i < len; i++)
		sum += (double)y[i] * t->weigh[i];
	free(y);
	return sum;
}

static void spread(const struct volume_maps *s)
{
	size_t n = len_of(s);
	float *x = mem_floats(n);

	for (size_t i = 0; i < n; i++)
		x[i] = 0.1f * ((float)i - (float)(n / 2)) + 0.05f;
	for (size_t i = n; i > 1; i--) {
		size_t j = rng_below(&rng, i);
		float old = x[j];

		x[j] = x[i - 1];
		x[i - 1] = old;
	}
	volume_maps_load(s, x);
	free(x);
}

static void check_stage(struct stage stage, struct extent x, struct extent y)
{
	struct trial t = { .stage = stage };
	const struct volume_maps *v = &t.stage.x.v;

	cube(&t, &t.stage.x, (struct solid){ x.d, x.h, x.w, 1, 1, 1 }, 3);
	cube(&t, &t.stage.y, (struct solid){ y.d, y.h, y.w, 0, 2, 1 }, 3);
	spread(v);
	set_weigh(&t);
	value(&t);
	memset(t.memory[1], 0,
	       volume_maps_len(&(struct solid){ x.d, x.h, x.w, 1, 1, 1 }, 3) *
		       sizeof(float));
	back(&t);
	for (size_t i = 0; i < len_of(v); i++) {
		size_t c = i / x.w / x.h / x.d, z = i / x.w / x.h % x.d;
		float *p = at(v, c, z, i / x.w % x.h, i % x.w), old = *p;
		double got = *at(&t.stage.x.d, c, z, i / x.w % x.h, i % x.w);
		double want;

		*p = old + 0.03125f;
		want = value(&t);
		*p = old - 0.03125f;
		want = (want - value(&t)) / 0.0625;
		*p = old;
		if (!(fabs(got - want) <= 2e-3 * fmax(1, fabs(want))))
			fail_msg("%zu: %g, difference %g", i, got, want);
	}
	tear_down(&t);
}

static void check_stages(void **state)
{
	(void)state;
	rng_init(&rng, 2, "stages", 0, 0);
	for (size_t k = 1; k < 4; k++) {
		struct extent small = { 2, 3, 5 };
		struct extent large = { 2 * k, 3 * k, 5 * k };

		check_stage((struct stage){ stage_pool, stage_pool_back,
					    .k = k },
			    large, small);
		check_stage((struct stage){ stage_up, stage_up_back, .k = k },
			    small, large);
	}
	check_stage((struct stage){ stage_crop, stage_crop_back, .k = 1 },
		    (struct extent){ 5, 6, 9 }, (struct extent){ 2, 4, 5 });
}

/* Of equal values the first one is the maximum, and a NaN is seen. */
static void check_ties(void **state)
{
	struct trial t = { .stage = { stage_pool, stage_pool_back, .k = 2 } };
	struct solid two = { 2, 2, 2, 0, 0, 0 }, one = { 1, 1, 1, 0, 0, 0 };
	float x[8] = { 1, 1, 1, 1, 3, 3, 3, 3 };

	(void)state;
	cube(&t, &t.stage.x, two, 1);
	cube(&t, &t.stage.y, one, 1);
	volume_maps_load(&t.stage.x.v, x);
	*at(&t.stage.y.d, 0, 0, 0, 0) = 5;
	there(&t);
	assert_true(*at(&t.stage.y.v, 0, 0, 0, 0) == 3);
	memset(t.memory[1], 0, volume_maps_len(&two, 1) * sizeof(float));
	back(&t);
	volume_maps_save(&t.stage.x.d, x);
	for (size_t i = 0; i < 8; i++)
		assert_true(x[i] == (i == 4 ? 5 : 0));
	*at(&t.stage.x.v, 0, 0, 1, 0) = NAN;
	there(&t);
	assert_true(isnan(*at(&t.stage.y.v, 0, 0, 0, 0)));
	tear_down(&t);
}

static struct net *make(const struct unet *u, struct thread_pool *pool)
{
	struct err err = { 0 };
	struct net *net = net_new(u, pool, &err);

	if (!net)
		fail_msg("%s", err.text);
	net_init(net, 5);
	return net;
}

/* Behind the last layer lie ReLUs and maxima, so of several steps the best
 * counts. */
static void check_weight(struct net *net, const struct loss *loss,
			 const float *x, const float *y, struct extent e,
			 size_t i, double got, double scale)
{
	const struct unet *u = net_unet(net);
	size_t len = 2 * 2 * unet_output(u, e.d) * unet_output(u, e.h) *
		     unet_output(u, e.w);
	float *pred = mem_floats(len), *w = net_weights(net) + i, old = *w;
	double worst = INFINITY, fd = 0;

	for (float step = 1.0f / 64; step > 5e-5f; step /= 4) {
		double up, down, width;

		*w = old + step;
		width = (double)*w;
		net_forward(net, x, pred, 2, e);
		up = loss->eval(pred, y, NULL, len);
		*w = old - step;
		width -= (double)*w;
		net_forward(net, x, pred, 2, e);
		down = loss->eval(pred, y, NULL, len);
		if (fabs((up - down) / width - got) < worst) {
			fd = (up - down) / width;
			worst = fabs(fd - got);
		}
	}
	*w = old;
	free(pred);
	if (worst > 0.02 * fmax(fabs(got), scale))
		fail_msg("weight %zu: %g, difference %g", i, got, fd);
}

static void check_network(void **state)
{
	const struct unet *u = *state;
	struct thread_pool *pool = thread_pool_new(1);
	struct net *net = make(u, pool);
	struct extent e = { unet_input(u, 4), unet_input(u, 6),
			    unet_input(u, 8) };
	size_t skip = getenv("XP_QUICK") ? 2999 : 13;
	float *x, *y, *grad = mem_floats(net_size(net));
	double sum = 0;

	rng_init(&rng, 3, "network", 0, 0);
	x = noise(4 * e.d * e.h * e.w, 1);
	y = noise(4 * unet_output(u, e.d) * unet_output(u, e.h) *
			  unet_output(u, e.w),
		  1);
	net_gradient(net, losses[0], x, y, grad, 2, e);
	for (size_t i = 0; i < net_size(net); i++)
		sum += (double)grad[i] * grad[i];
	sum = sqrt(sum / (double)net_size(net));
	assert_true(sum > 0);
	for (size_t i = 0; i < net_size(net); i += skip)
		check_weight(net, losses[0], x, y, e, i, grad[i], sum);
	free(x);
	free(y);
	free(grad);
	net_free(net);
	thread_pool_free(pool);
}

enum { N = 5 };

/* Loss and gradient of some samples, then the output. */
static double run(const struct unet *u, int threads, float *grad, float *out)
{
	struct thread_pool *pool = thread_pool_new(threads);
	struct net *net = make(u, pool);
	size_t s = unet_input(u, 4), o = unet_output(u, s);
	struct extent e = { s, s, s }, other = { s, s, unet_input(u, 6) };
	float *x, *y;
	double loss;

	rng_init(&rng, 4, "threads", 0, 0);
	x = noise(N * 2 * s * s * s * 2, 1);
	y = noise(N * 2 * o * o * o, 1);
	/* Another shape first: nothing of it may be left. */
	net_forward(net, x, out, 1, other);
	loss = net_gradient(net, losses[0], x, y, grad, N, e);
	net_forward(net, x, out, N, e);
	free(x);
	free(y);
	net_free(net);
	thread_pool_free(pool);
	return loss;
}

static void check_threads(void **state)
{
	static const int threads[] = { 2, 3, 5, 8, 17, 64 };
	const struct unet *u = *state;
	size_t n = (size_t)unet_size(u), o = unet_output(u, unet_input(u, 4));
	size_t len = N * 2 * o * o * o;
	float *g1 = mem_floats(n), *g2 = mem_floats(n);
	float *y1 = mem_floats(len), *y2 = mem_floats(len);
	double loss = run(u, 1, g1, y1);

	for (size_t i = 0; i < (getenv("XP_QUICK") ? 2 : 6); i++) {
		double again = run(u, threads[i], g2, y2);

		assert_memory_equal(&loss, &again, sizeof(loss));
		assert_memory_equal(g1, g2, n * sizeof(*g1));
		assert_memory_equal(y1, y2, len * sizeof(*y1));
	}
	free(g1);
	free(g2);
	free(y1);
	free(y2);
}

/* Copy E from (Z, Y, X) of C channels with the sides FULL. */
static void cut(float *to, const float *from, size_t c, struct extent full,
		const size_t p[3], struct extent e)
{
	for (size_t i = 0; i < c * e.d; i++)
		for (size_t y = 0; y < e.h; y++, to += e.w)
			memcpy(to,
			       from +
				       ((i / e.d * full.d + i % e.d + p[0]) *
						full.h +
					p[1] + y) *
					       full.w +
				       p[2],
			       e.w * sizeof(*to));
}

/* A window at multiples of unet_grid, of slices at multiples of
 * unet_multiple, has the whole's bits as far from its edges as unet_reach,
 * or between slices unet_context. */
static void check_tiles(void **state)
{
	const struct unet *u = *state;
	struct thread_pool *pool;
	struct net *net;

	if (getenv("XP_QUICK") && u->num_fmaps == 8)
		skip(); /* as large as Winograd's reach asks for */
	pool = thread_pool_new(2);
	net = make(u, pool);
	size_t m = unet_multiple(u), g = unet_grid(u);
	size_t deep = round_up(unet_context(u), m);
	size_t halo = round_up(unet_reach(u), g);
	struct extent e = { 2 * deep + m, 2 * halo + g, 2 * halo + g };
	struct extent full = { e.d + m, e.h + g, e.w + g };
	size_t p[3] = { m, g, g }, len = (size_t)u->in_channels;
	float *x, *whole = mem_floats(full.d * full.h * full.w);
	float *part = mem_floats(len * e.d * e.h * e.w);
	float *some = mem_floats(e.d * e.h * e.w);

	rng_init(&rng, 6, "tiles", 0, 0);
	x = noise(len * full.d * full.h * full.w, 1);
	net_forward(net, x, whole, 1, full);
	cut(part, x, len, full, p, e);
	net_forward(net, part, some, 1, e);
	for (size_t i = 0; i < m * g; i++) {
		size_t z = deep + i / g, y = halo + i % g;

		assert_memory_equal(
			some + (z * e.h + y) * e.w + halo,
			whole + ((z + m) * full.h + y + g) * full.w + halo + g,
			g * sizeof(*some));
	}
	free(x);
	free(part);
	free(whole);
	free(some);
	net_free(net);
	thread_pool_free(pool);
}

/* Weights to a file and back, and what a file of ndim 2 is to them. */
static void check_weights(void **state)
{
	struct unet u = { 2, 1, 1, 3, 2, 2, 3, 0, 1 }, got;
	struct thread_pool *pool = thread_pool_new(1);
	struct net *net = make(&u, pool), *other, *flat;
	struct weights w, back = { 0 };
	struct err err = { 0 };

	(void)state;
	u.volume = 0;
	flat = make(&u, pool);
	weights_net_view(&w, net);
	assert_int_equal(weights_write(&w, "w.safetensors", 0, &err), 0);
	weights_release(&w);
	assert_int_equal(weights_read(&back, "w.safetensors", &err), 0);
	assert_int_equal(
		weights_find(&back, "final_conv.final_conv.weight")->dims, 5);
	assert_int_equal(weights_net_unet(&back, &got, &err), 0);
	assert_memory_equal(&got, net_unet(net), sizeof(got));
	other = net_new(&got, pool, &err);
	assert_int_equal(weights_net_load(&back, other, &err), 0);
	assert_memory_equal(net_weights(other), net_weights(net),
			    net_size(net) * sizeof(float));
	assert_int_equal(weights_net_load(&back, flat, &err), -1);
	assert_says(&err, ERR_DATA, "(3, 1, 3, 3, 3)");
	weights_release(&back);
	net_free(net);
	net_free(other);
	net_free(flat);
	thread_pool_free(pool);
}

/* The memory that is planned is taken, and scratch memory is shared. */
static void check_memory(void **state)
{
	struct unet u = { 2, 1, 1, 8, 2, 2, 3, 0, 1 };
	struct extent e = { 4, 8, 20 };
	double one = net_memory_gradient(&u, 1, e, 0);

	(void)state;
	assert_true(net_memory_gradient(&u, 3, e, 0) == 3 * one);
	assert_true(net_memory_forward(&u, 1, e, 0) < one);
	assert_true(net_memory_gradient(&u, 1, e, 1) < one);
	/* At least what the maps hold without zeros around. */
	assert_true(one > 8 * 4 * 8 * 20 * (1 + 8 + 24 + 8 + 8 + 1 + 5));
	/* The way there and back of its weights, and in two orders. */
	assert_true(net_memory_weights(&u, 1, 1) > 16 * unet_size(&u));
}

static const struct unet nets[] = {
	{ 2, 2, 2, 3, 2, 2, 3, 0, 1 }, { 2, 2, 2, 2, 2, 2, 4, 0, 1 },
	{ 2, 2, 2, 2, 2, 2, 3, 1, 1 }, { 3, 2, 2, 2, 1, 2, 2, 1, 1 },
	{ 2, 2, 2, 8, 1, 2, 3, 0, 1 },
};
static const struct unet tiled[] = {
	{ 2, 1, 1, 8, 1, 2, 3, 0, 1 },
	{ 2, 2, 1, 2, 2, 2, 2, 0, 1 },
};

#define WITH(test, u) cmocka_unit_test_prestate(test, (void *)(uintptr_t) & (u))

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_convs),
		cmocka_unit_test(check_stages),
		cmocka_unit_test(check_ties),
		WITH(check_network, nets[0]),
		WITH(check_network, nets[1]),
		WITH(check_network, nets[2]),
		WITH(check_network, nets[4]),
		WITH(check_threads, nets[0]),
		WITH(check_threads, nets[3]),
		WITH(check_threads, nets[4]),
		WITH(check_tiles, tiled[0]),
		WITH(check_tiles, tiled[1]),
		cmocka_unit_test_setup_teardown(check_weights, unit_enter,
						unit_leave),
		cmocka_unit_test(check_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
