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

/* One stage, whose loss is the sum of weigh * y.  X: a copy of its input, whose
 * gradient takes its place. */
struct trial {
	struct stage stage;
	struct conv conv;
	float *form[2], *scratch, *vector, *slots;
	double *grad;
	size_t weights;
	float *memory[2], *weigh, *x;
	size_t memories, threads;
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

static struct volume_maps maps(struct trial *t, size_t c, struct extent e,
			       size_t halo)
{
	struct solid s = { e.d, e.d, e.h, e.w, halo };
	float *memory = zeros(volume_maps_len(&s, c) + READ_PAST);

	t->memory[t->memories++] = memory;
	return volume_maps_in(memory, &s, c);
}

static void load(const struct volume_maps *m, const float *x)
{
	volume_maps_load(m, 0, m->n, x);
}

/* From X to Y, both of C channels if it is no convolution. */
static void set_up(struct trial *t, size_t in, size_t out, struct extent x,
		   struct extent y, size_t halo)
{
	t->stage.x = maps(t, in, x, halo);
	t->stage.y = maps(t, out, y, halo);
	t->x = noise(len_of(&t->stage.x), 1);
	load(&t->stage.x, t->x);
	t->weigh = noise(len_of(&t->stage.y), 1);
}

static void place_weights(struct trial *t, int precise)
{
	struct conv *c = &t->conv;

	c->b_at = c->in * c->out * conv_form_taps(c);
	t->weights = c->b_at + c->out;
	t->vector = noise(t->weights, 0.2);
	t->grad = mem_zero(t->weights, sizeof(*t->grad));
	for (int back = 0; back < 2; back++) {
		struct arena a = { 0 };

		conv_form_place(c, &a, precise, back);
		t->form[back] = zeros(a.used);
		a = (struct arena){ .memory = t->form[back] };
		conv_form_place(c, &a, precise, back);
	}
	t->scratch = zeros(conv_form_scratch_len(c, 1) + READ_PAST);
}

/* A convolution of IN to OUT channels, side K. */
static void set_up_conv(struct trial *t, size_t in, size_t out, size_t k,
			int valid, int precise, struct extent e)
{
	size_t less = valid ? k - 1 : 0, halo = valid ? k - 1 : k / 2;
	struct extent y = { e.d - less, e.h - less, e.w - less };

	*t = (struct trial){
		.conv = { in, out, k, .valid = valid, .volume = 1 },
		.threads = 1,
	};
	place_weights(t, precise);
	t->stage = (struct stage){ .op = &stage_conv,
				   .conv = &t->conv,
				   .fast = !precise };
	set_up(t, in, out, e, y, halo);
}

/* A convolution of IN doubled channels; E is the output's. */
static void set_up_upconv(struct trial *t, size_t in, size_t out,
			  struct extent e)
{
	struct extent x = { e.d / 2, e.h / 2, e.w / 2 };

	*t = (struct trial){
		.conv = { in + 8, out, 3, .up = in, .volume = 1 },
		.threads = 1,
	};
	place_weights(t, 0);
	t->stage = (struct stage){ .op = &stage_upconv, .conv = &t->conv };
	set_up(t, in, out, x, e, 1);
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
	free(t->slots);
	free(t->weigh);
	free(t->x);
	free(t->stage.which);
}

static void there(const struct trial *t)
{
	const struct stage *s = &t->stage;
	size_t half = s->y.n / 4 * 2;
	struct stage_span span[2] = { { 0, half, t->threads },
				      { half, s->y.n, t->threads } };

	if (s->conv)
		conv_form_pack(s->conv, t->vector);
	for (int i = 0; i < 2; i++)
		for (size_t p = 0; span[i].to > span[i].from &&
				   p < s->op->pieces(s, &span[i]);
		     p++)
			s->op->forward(s, &span[i], p, t->scratch);
}

/* The slots hold something else before. */
static void add_slots(struct trial *t)
{
	const struct stage *s = &t->stage;
	size_t len = stage_slot_len(s), slots = s->op->slots(s);

	t->slots = noise(slots * len, 1);
	for (size_t p = s->op->grad_pieces(s); p-- > 0;)
		s->op->grad(s, p, t->slots, t->scratch);
	for (size_t i = 0; i < slots * len; i++)
		t->grad[i % len] += t->slots[i];
}

static void back(struct trial *t)
{
	const struct stage *s = &t->stage;

	load(&s->y, t->weigh);
	if (s->op->grad)
		add_slots(t);
	for (size_t p = s->op->back ? s->op->back_pieces(s, t->threads) : 0;
	     p-- > 0;)
		s->op->back(s, p, t->threads, t->scratch);
}

static float *at(const struct volume_maps *s, size_t c, size_t z, size_t y,
		 size_t x)
{
	struct planes p = volume_maps_at(s, (ptrdiff_t)z);

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
	if (!(sqrt(o->wrong) <= 2e-6 * sqrt(o->all)))
		fail_msg("%s: %zu to %zu channels, kernel %zu, %zux%zux%zu: "
			 "off by %g",
			 what, t->stage.x.c, t->conv.out, t->conv.k,
			 t->stage.x.n, t->stage.x.all.h, t->stage.x.all.w,
			 sqrt(o->wrong / o->all));
}

/* Each tap's product: what it adds to y, dx and dw, all in double. */
struct sums {
	double *y, *dx, *dw;
};

/* P: a pixel of y; K: a tap.  A doubled channel lies behind those that are
 * not. */
static void tap(const struct trial *t, const struct sums *to, size_t o,
		size_t c, const size_t k[3], const size_t p[3])
{
	const struct volume_maps *x = &t->stage.x, *y = &t->stage.y;
	size_t side = t->conv.k, before = t->conv.valid ? 0 : (side - 1) / 2;
	size_t q[3], ix, iy, iw, skip = t->conv.in - x->c;
	double dy;

	for (int i = 0; i < 3; i++)
		q[i] = p[i] + k[i] - before;
	for (int i = 0; i < 3 && t->conv.up; i++)
		q[i] = q[i] == (size_t)-1 ? q[i] : q[i] / 2;
	if (q[0] >= x->n || q[1] >= x->all.h || q[2] >= x->all.w)
		return;
	iw = (((o * t->conv.in + skip + c) * side + k[0]) * side + k[1]) *
		     side +
	     k[2];
	iy = ((o * y->n + p[0]) * y->all.h + p[1]) * y->all.w + p[2];
	ix = ((c * x->n + q[0]) * x->all.h + q[1]) * x->all.w + q[2];
	dy = t->weigh[iy];
	to->y[iy] += (double)t->vector[iw] * t->x[ix];
	to->dx[ix] += t->vector[iw] * dy;
	to->dw[iw] += dy * t->x[ix];
}

static void each_tap(const struct trial *t, const struct sums *to, size_t o,
		     size_t c)
{
	const struct volume_maps *y = &t->stage.y;
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

/* The bias belongs to the channels that are not doubled. */
static void check_conv(struct trial *t)
{
	const struct volume_maps *x = &t->stage.x, *y = &t->stage.y;
	size_t area = y->n * y->all.h * y->all.w;
	struct sums s = { mem_zero(len_of(y), sizeof(double)),
			  mem_zero(len_of(x), sizeof(double)),
			  mem_zero(t->weights, sizeof(double)) };
	struct off off = { 0 };

	for (size_t i = 0; i < len_of(y) && !t->conv.up; i++) {
		s.y[i] = t->vector[t->conv.b_at + i / area];
		s.dw[t->conv.b_at + i / area] += t->weigh[i];
	}
	for (size_t i = 0; i < x->c * t->conv.out; i++)
		each_tap(t, &s, i / x->c, i % x->c);
	there(t);
	compare_maps(t, "y", y, s.y);
	back(t);
	for (size_t i = 0; i < len_of(x); i++)
		s.dx[i] = t->x[i] <= 0 ? 0 : s.dx[i];
	compare_maps(t, "dx", x, s.dx);
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
		{ 1, 3, 3, 0, { 1, 1, 1 } },	 { 1, 8, 3, 0, { 3, 5, 17 } },
		{ 3, 8, 3, 0, { 4, 6, 9 } },	 { 8, 9, 3, 0, { 2, 7, 21 } },
		{ 12, 8, 3, 1, { 5, 8, 22 } },	 { 2, 3, 2, 0, { 3, 4, 5 } },
		{ 2, 5, 4, 0, { 4, 6, 18 } },	 { 2, 3, 4, 1, { 5, 7, 20 } },
		{ 5, 6, 1, 0, { 3, 4, 7 } },	 { 1, 2, 5, 0, { 2, 3, 33 } },
		{ 20, 40, 3, 0, { 2, 30, 34 } }, { 9, 70, 3, 0, { 1, 6, 6 } },
		{ 50, 9, 3, 0, { 37, 5, 6 } },
	};

	(void)state;
	rng_init(&rng, 1, "convolutions", 0, 0);
	for (size_t k = 0; cpu_at(k) && !(k && getenv("XP_QUICK")); k++)
		for (size_t i = 0; i < 2 * sizeof(c) / sizeof(*c); i++) {
			struct trial t;

			cpu_use(cpu_at(k));
			set_up_conv(&t, c[i / 2].in, c[i / 2].out, c[i / 2].k,
				    c[i / 2].valid, i % 2, c[i / 2].e);
			t.threads = i / 2 % 2 ? 1 : 5;
			check_conv(&t);
			tear_down(&t);
		}
	cpu_use(NULL);
}

/* The same for channels that are doubled. */
static void check_upconvs(void **state)
{
	static const struct {
		size_t in, out;
		struct extent e;
	} c[] = {
		{ 8, 8, { 2, 2, 2 } },
		{ 9, 12, { 4, 6, 34 } },
		{ 20, 8, { 6, 10, 20 } },
		{ 8, 17, { 36, 4, 70 } },
	};

	(void)state;
	rng_init(&rng, 8, "doubled", 0, 0);
	for (size_t k = 0; cpu_at(k) && !(k && getenv("XP_QUICK")); k++)
		for (size_t i = 0; i < 2 * sizeof(c) / sizeof(*c); i++) {
			struct trial t;

			cpu_use(cpu_at(k));
			set_up_upconv(&t, c[i / 2].in, c[i / 2].out,
				      c[i / 2].e);
			t.threads = i % 2 ? 7 : 1;
			check_conv(&t);
			tear_down(&t);
		}
	cpu_use(NULL);
}

/* The other operators are linear in pieces: inputs are so far apart that a
 * difference stays inside one. */
static double value(struct trial *t)
{
	size_t len = len_of(&t->stage.y);
	float *y = mem_floats(len);
	double sum = 0;

	load(&t->stage.x, t->x);
	there(t);
	volume_maps_save(&t->stage.y, 0, t->stage.y.n, y);
	for (size_t i = 0; i < len; i++)
		sum += (double)y[i] * t->weigh[i];
	free(y);
	return sum;
}

static void spread(float *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		x[i] = 0.1f * ((float)i - (float)(n / 2)) + 0.05f;
	for (size_t i = n; i > 1; i--) {
		size_t j = rng_below(&rng, i);
		float old = x[j];

		x[j] = x[i - 1];
		x[i - 1] = old;
	}
}

/* Pooling adds to the gradient that is there. */
static void begin_back(const struct trial *t)
{
	const struct volume_maps *x = &t->stage.x;
	float *some = mem_floats(len_of(x));

	for (size_t i = 0; i < len_of(x); i++)
		some[i] = t->stage.op == &stage_pool ? 0.5f : NAN;
	load(x, some);
	free(some);
}

static void check_stage(struct stage stage, struct extent x, struct extent y)
{
	struct trial t = { .stage = stage, .threads = 1 };
	const struct volume_maps *v = &t.stage.x;
	double least = stage.op == &stage_pool ? 0.5 : 0;
	float *d;

	set_up(&t, 3, 3, x, y, 1);
	t.stage.which = mem_zero(stage_pool_len(&t.stage.y), sizeof(uint16_t));
	t.scratch = zeros(x.w);
	spread(t.x, len_of(v));
	value(&t);
	begin_back(&t);
	back(&t);
	d = mem_floats(len_of(v));
	volume_maps_save(v, 0, v->n, d);
	for (size_t i = 0; i < len_of(v); i++) {
		double got = d[i] - least, want;
		float old = t.x[i];

		t.x[i] = old + 0.03125f;
		want = value(&t);
		t.x[i] = old - 0.03125f;
		want = (want - value(&t)) / 0.0625;
		t.x[i] = old;
		if (!(fabs(got - want) <= 2e-3 * fmax(1, fabs(want))))
			fail_msg("%zu: %g, difference %g", i, got, want);
	}
	free(d);
	tear_down(&t);
}

static void check_stages(void **state)
{
	(void)state;
	rng_init(&rng, 2, "stages", 0, 0);
	for (size_t k = 1; k < 4; k++) {
		struct extent small = { 2, 3, 5 };
		struct extent large = { 2 * k, 3 * k, 5 * k };

		check_stage((struct stage){ &stage_pool, .k = k }, large,
			    small);
		check_stage((struct stage){ &stage_up, .k = k }, small, large);
		check_stage((struct stage){ &stage_up_linear, .k = k }, small,
			    large);
	}
	check_stage((struct stage){ &stage_crop, .k = 1 },
		    (struct extent){ 5, 6, 9 }, (struct extent){ 2, 4, 5 });
}

/* Of equal values the first one is the maximum, and a NaN is seen. */
static void check_ties(void **state)
{
	struct trial t = { .stage = { &stage_pool, .k = 2 }, .threads = 1 };
	struct extent two = { 2, 2, 2 }, one = { 1, 1, 1 };
	float x[8] = { 1, 1, 1, 1, 3, 3, 3, 3 }, none[8] = { 0 };

	(void)state;
	rng_init(&rng, 7, "ties", 0, 0);
	set_up(&t, 1, 1, two, one, 0);
	t.stage.which = mem_zero(stage_pool_len(&t.stage.y), sizeof(uint16_t));
	load(&t.stage.x, x);
	there(&t);
	assert_true(*at(&t.stage.y, 0, 0, 0, 0) == 3);
	assert_int_equal(*t.stage.which, 4);
	load(&t.stage.x, none);
	back(&t);
	volume_maps_save(&t.stage.x, 0, 2, x);
	for (size_t i = 0; i < 8; i++)
		assert_true(x[i] == (i == 4 ? *t.weigh : 0));
	*at(&t.stage.x, 0, 0, 1, 0) = NAN;
	there(&t);
	assert_true(isnan(*at(&t.stage.y, 0, 0, 0, 0)));
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
static void check_weight(struct net *net, const struct objective *loss,
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
		up = objective_pixels(loss, 0, pred, y, len);
		*w = old - step;
		width -= (double)*w;
		net_forward(net, x, pred, 2, e);
		down = objective_pixels(loss, 0, pred, y, len);
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
	net_gradient(net, &objective_mse, x, y, grad, 2, e);
	for (size_t i = 0; i < net_size(net); i++)
		sum += (double)grad[i] * grad[i];
	sum = sqrt(sum / (double)net_size(net));
	assert_true(sum > 0);
	for (size_t i = 0; i < net_size(net); i += skip)
		check_weight(net, &objective_mse, x, y, e, i, grad[i], sum);
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
	loss = net_gradient(net, &objective_mse, x, y, grad, N, e);
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
	struct unet u = { 2, 1, 1, 3, 2, 2, 3, 0, 1, 0, 0 }, got;
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
	struct unet u = { 2, 1, 1, 8, 2, 2, 3, 0, 1, 0, 0 };
	struct extent e = { 4, 8, 20 };
	double one = net_memory_gradient(&u, 1, e, 0);

	(void)state;
	/* A sample is on all threads. */
	assert_true(net_memory_gradient(&u, 3, e, 1) <
		    1.5 * net_memory_gradient(&u, 1, e, 1));
	assert_true(net_memory_forward(&u, 1, e, 0) < one);
	assert_true(net_memory_gradient(&u, 1, e, 1) < one);
	/* At least what the maps hold without zeros around. */
	assert_true(one > 8 * 4 * 8 * 20 * (1 + 8 + 24 + 8 + 8 + 1 + 5));
	/* The way there and back of its weights. */
	assert_true(net_memory_weights(&u, 1, 1) > 12 * unet_size(&u));
}

static const struct unet nets[] = {
	{ 2, 2, 2, 3, 2, 2, 3, 0, 1, 0, 0 },
	{ 2, 2, 2, 2, 2, 2, 4, 0, 1, 0, 0 },
	{ 2, 2, 2, 2, 2, 2, 3, 1, 1, 0, 0 },
	{ 3, 2, 2, 2, 1, 2, 2, 1, 1, 0, 0 },
	{ 2, 2, 2, 8, 1, 2, 3, 0, 1, 0, 0 },
	{ 2, 2, 2, 3, 1, 2, 3, 0, 1, 1, ACTIVATION_TANH },
};
static const struct unet tiled[] = {
	{ 2, 1, 1, 8, 1, 2, 3, 0, 1, 0, 0 },
	{ 2, 2, 1, 2, 2, 2, 2, 0, 1, 0, 0 },
	{ 2, 1, 1, 3, 1, 2, 3, 0, 1, 1, 0 },
};

#define WITH(test, u) cmocka_unit_test_prestate(test, (void *)(uintptr_t) & (u))

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_convs),
		cmocka_unit_test(check_upconvs),
		cmocka_unit_test(check_stages),
		cmocka_unit_test(check_ties),
		WITH(check_network, nets[0]),
		WITH(check_network, nets[1]),
		WITH(check_network, nets[2]),
		WITH(check_network, nets[4]),
		WITH(check_network, nets[5]),
		WITH(check_threads, nets[0]),
		WITH(check_threads, nets[3]),
		WITH(check_threads, nets[4]),
		WITH(check_threads, nets[5]),
		WITH(check_tiles, tiled[0]),
		WITH(check_tiles, tiled[1]),
		WITH(check_tiles, tiled[2]),
		cmocka_unit_test_setup_teardown(check_weights, unit_enter,
						unit_leave),
		cmocka_unit_test(check_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
