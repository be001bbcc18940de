/*
 * fuzz_shapes.c - any bytes as a UNet, a patch and a batch: its gradient is
 * finite, has the same bits on one thread and on three, and nearly the same
 * numbers by the direct convolutions; prediction gives the same loss.
 */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "base/rng.h"
#include "kernel/cpu.h"
#include "nn/net.h"
#include "nn/net_init.h"
#include "nn/unet.h"

#include "replay.h"

#define WORK_MOST 4e6 /* products of one forward pass */
#define NEAR 1e-4     /* relative, root of mean square */

struct shape {
	struct unet u;
	size_t n, in, out; /* floats of a batch */
	struct extent e;
	uint64_t seed;
};

struct result {
	double loss;
	float *grad, *y;
	size_t weights;
};

static struct thread_pool *pools[2];

/* The next byte of DATA, 0 behind its end, below LIMIT. */
static size_t next(const uint8_t **data, size_t *n, size_t limit)
{
	if (!*n)
		return 0;
	--*n;
	return *(*data)++ % limit;
}

/* 0: it can be built and is small enough to try. */
static int parse(struct shape *s, const uint8_t *data, size_t n)
{
	struct unet *u = &s->u;
	struct err err = { 0 };
	size_t m, sets = 0;

	while (cpu_at(sets))
		sets++;
	*u = (struct unet){
		.depth = 1 + (int64_t)next(&data, &n, 8),
		.in_channels = 1 + (int64_t)next(&data, &n, 3),
		.out_channels = 1 + (int64_t)next(&data, &n, 3),
		.num_fmaps = 1 + (int64_t)next(&data, &n, 40),
		.fmap_inc_factor = 1 + (int64_t)next(&data, &n, 4),
		.downsample_factor = 2 + (int64_t)next(&data, &n, 3),
		.kernel_size = (int64_t)next(&data, &n, 13),
	};
	if (unet_check(u, &err) < 0) {
		FUZZ_CHECK(err.kind == ERR_USAGE && *err.text);
		return -1;
	}
	m = unet_multiple(u);
	s->e.h = m * (1 + next(&data, &n, 1 + 40 / m));
	s->e.w = m * (1 + next(&data, &n, 1 + 150 / m));
	s->n = 1 + next(&data, &n, 7);
	cpu_use(cpu_at(next(&data, &n, sets)));
	s->seed = next(&data, &n, 256);
	u->valid = (int64_t)next(&data, &n, 2);
	u->volume = (int64_t)next(&data, &n, 2);
	s->e.d = m * (1 + next(&data, &n, 1 + 16 / m));
	u->linear = (int64_t)next(&data, &n, 2);
	u->activation = (int64_t)next(&data, &n, ACTIVATIONS);
	s->e.d = u->volume ? unet_input(u, s->e.d) : 1;
	s->e.h = unet_input(u, s->e.h);
	s->e.w = unet_input(u, s->e.w);
	s->in = s->n * s->e.d * s->e.h * s->e.w;
	if (unet_check(u, &err) < 0 || (double)s->in * unet_size(u) > WORK_MOST)
		return -1;
	s->in *= (size_t)u->in_channels;
	s->out = s->n * (u->volume ? unet_output(u, s->e.d) : 1) *
		 unet_output(u, s->e.h) * unet_output(u, s->e.w) *
		 (size_t)u->out_channels;
	return 0;
}

static float *noise(size_t n, uint64_t seed, const char *name)
{
	float *x = mem_floats(n);
	struct rng r;

	rng_init(&r, seed, name, 0, 0);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
	return x;
}

/* Gradient and output on a pool. */
static struct result run(const struct shape *s, struct thread_pool *pool,
			 int precise)
{
	struct err err = { 0 };
	struct net *net = net_new(&s->u, pool, &err);
	float *x = noise(s->in, s->seed, "x");
	float *want = noise(s->out, s->seed, "want");
	struct result r = { 0 };

	FUZZ_CHECK(net);
	net_init(net, s->seed);
	net_precise(net, precise);
	r.weights = net_size(net);
	r.grad = mem_floats(r.weights);
	r.y = mem_floats(s->out);
	net_forward(net, x, r.y, 1, s->e);
	r.loss = net_gradient(net, &objective_mse, x, want, r.grad, s->n, s->e);
	net_forward(net, x, r.y, s->n, s->e);
	/* What passes through row by row is what training sees whole. */
	FUZZ_CHECK(fabs(objective_pixels(&objective_mse, 0, r.y, want, s->out) -
			r.loss) <= NEAR * r.loss);
	free(x);
	free(want);
	net_free(net);
	return r;
}

static void result_release(struct result *r)
{
	free(r->grad);
	free(r->y);
}

static void same_bits(const struct result *a, const struct result *b,
		      size_t out)
{
	FUZZ_CHECK(!memcmp(&a->loss, &b->loss, sizeof a->loss));
	FUZZ_CHECK(!memcmp(a->grad, b->grad, a->weights * sizeof *a->grad));
	FUZZ_CHECK(!memcmp(a->y, b->y, out * sizeof *a->y));
}

static int is_near(const struct result *a, const struct result *b)
{
	double square = 0, wrong = 0;

	for (size_t i = 0; i < a->weights; i++) {
		double d = (double)a->grad[i] - b->grad[i];

		FUZZ_CHECK(isfinite(a->grad[i]) && isfinite(b->grad[i]));
		square += (double)b->grad[i] * b->grad[i];
		wrong += d * d;
	}
	FUZZ_CHECK(fabs(a->loss - b->loss) <= NEAR * b->loss);
	return wrong <= NEAR * NEAR * square;
}

/* Where a ReLU's input is 0 but for rounding, or two pixels of a maximum
 * are the same, its gradient may jump.  Other numbers then do not. */
static int compare(struct shape *s)
{
	struct result one = run(s, pools[0], 0), three = run(s, pools[1], 0);
	struct result precise = run(s, pools[1], 1);
	int near;

	same_bits(&one, &three, s->out);
	near = is_near(&one, &precise);
	result_release(&one);
	result_release(&three);
	result_release(&precise);
	return near;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct shape s = { 0 };
	int near = 0;

	if (!pools[0]) {
		pools[0] = thread_pool_new(1);
		pools[1] = thread_pool_new(3);
	}
	if (parse(&s, data, n) == 0) {
		for (int i = 0; i < 4 && !near; i++, s.seed += 1000)
			near = compare(&s);
		FUZZ_CHECK(near);
	}
	cpu_use(NULL);
	return 0;
}

FUZZ_MAIN("shapes")
