/*
 * t_bits.c - one experiment, one set of bits: trainings, predictions and
 * scores have the bytes that are written here, whatever the instruction set,
 * the number of threads and the compiler.
 *
 * Where results are meant to change, the digests that a failure prints take
 * the place of those in the table.
 */
#include "unit.h"

#include "file/digest.h"
#include "base/mem.h"
#include "base/rng.h"
#include "kernel/cpu.h"
#include "metric/measure.h"
#include "optimise/optimiser.h"
#include "nn/net_init.h"

enum { N = 3, STEPS = 4, RANGE = 6 };

static const struct experiment {
	const char *name;
	struct unet u;
	int precise;
	size_t depth, side, wide;   /* of a patch, square */
	const char *trained, *rest; /* weights and losses; prediction and
				       scores */
} experiments[] = {
	{ "planes",
	  { 3, 1, 1, 8, 2, 2, 3, 0, 0, 0, 0 },
	  0,
	  1,
	  48,
	  132,
	  "361bfe5a3e0d66e2693b0b482f763e22a9720f2e2c98bb73272fe6f8537d172c",
	  "d08daed746c8618bbde6564542a7f505e243638677cf8fd23e868c1946cf8ed6" },
	{ "precise",
	  { 2, 1, 1, 9, 2, 2, 3, 0, 0, 0, 0 },
	  1,
	  1,
	  26,
	  38,
	  "bf3818d4d3e873aecbeebae0660e6887cc9be41d9811049b31d1bc592e09b9f9",
	  "655f12057e26ecdce8774688c009eaa37f94d50bc6bb63e4a6959ebd3353c0d8" },
	{ "valid",
	  { 2, 1, 1, 8, 2, 2, 3, 1, 0, 0, 0 },
	  0,
	  1,
	  40,
	  68,
	  "abd25336bc1972d59b6b8117e47aab7f71119a290296e871f212a726af9430e8",
	  "5d6ad6bc9e38d3a492fcedc58f3ee3538220281ec12f8dc9ce155090d24736f1" },
	{ "wide kernels",
	  { 2, 2, 1, 3, 3, 3, 5, 0, 0, 0, 0 },
	  0,
	  1,
	  30,
	  33,
	  "e454f0d51e0fb24f2a3b50ce0945e9f54e6ebe1c4d1dd766168932c0517f6f79",
	  "579a3a75c14ac118741701a8f03c2b9baeab261eff482505e677772af6649db4" },
	{ "points",
	  { 2, 1, 1, 5, 3, 2, 1, 0, 0, 0, 0 },
	  0,
	  1,
	  22,
	  34,
	  "8bfc0f4e65fccbe786f91ace681f4122329570bc72071ac3bef11302ca63ad93",
	  "9e16795894c492f961bd46821306d1dc2df86e916d96b0021879a7bca0a89ae5" },
	{ "volumes",
	  { 2, 1, 1, 8, 2, 2, 3, 0, 1, 0, 0 },
	  0,
	  6,
	  20,
	  28,
	  "bec2a68fba8d1d8cc1d5784d7ec516b47e78b2a466f43f0def02c94efc5fe5f2",
	  "1a520c70d52f45ccf85b47e87e04fb1fa803ba15a981e375954d77a585a17bf6" },
	{ "valid volumes",
	  { 2, 1, 1, 3, 2, 2, 3, 1, 1, 0, 0 },
	  0,
	  18,
	  18,
	  20,
	  "8ca0b60e2a50a952dddc963bb83ad611f5ed743e2353655c9d3ed24597448651",
	  "75dbf7075f5b46b4a9085bcc16ded48855021421e70c99a3063269801e411f8e" },
	{ "bilinear",
	  { 3, 1, 1, 8, 1, 2, 3, 0, 0, 1, ACTIVATION_SIGMOID },
	  0,
	  1,
	  48,
	  132,
	  "1427c64caaeabcda01e77d72680f0e517b7dbc95b4b819b0bdb734fe6ab47a27",
	  "ede26ef386189bdc685fdd4498685cb60221da5dc78a9ba3173119e52bb9ba69" },
	{ "trilinear",
	  { 2, 1, 1, 8, 1, 2, 3, 0, 1, 1, ACTIVATION_SOFTPLUS },
	  0,
	  6,
	  20,
	  28,
	  "0ea942067d1482a844bbbf21d81f74a0b2ee149ebd73d656dc4e6893e36bf7ae",
	  "142b9dc7bb9f20b489160b9d80060c1111e160db64ea2d50b80aafb1a41b03b7" },
};

/* LEN numbers around 0. */
static float *noise(size_t len, const char *name)
{
	float *x = mem_floats(len);
	struct rng r;

	rng_init(&r, 1, name, 0, 0);
	for (size_t i = 0; i < len; i++)
		x[i] = (float)rng_normal(&r);
	return x;
}

static size_t volume_of(struct extent e)
{
	return e.d * e.h * e.w;
}

static struct extent output_of(const struct unet *u, struct extent e)
{
	return (struct extent){ u->volume ? unet_output(u, e.d) : 1,
				unet_output(u, e.h), unet_output(u, e.w) };
}

/* All scores of the prediction X, of the truth Y. */
static void add_scores(struct hash *h, struct thread_pool *pool, const float *x,
		       const float *y, struct extent e)
{
	struct measure *m = measure_new(e.w, e.d * e.h, e.d, RANGE);
	double *value = mem_zero(measure_count(), sizeof(*value));

	measure_first(m, x, y, e.d * e.h);
	measure_second(m, pool, x, y, e.d * e.h);
	measure_end(m, value);
	for (size_t i = 0; i < measure_count(); i++)
		value[i] = isnan(value[i]) ? 0 : value[i]; /* of any sign */
	digest_add(h, value, measure_count() * sizeof(*value));
	measure_free(m);
	free(value);
}

static void hold(const struct experiment *x, const char *what, struct hash *h,
		 const char *want)
{
	char hex[DIGEST_HEX + 1];
	struct digest d;

	digest_end(h, &d);
	digest_hex(hex, &d);
	if (strcmp(hex, want) != 0)
		fail_msg("%s, %s, %s: %s", x->name, cpu_in_use()->name, what,
			 hex);
}

static void train(const struct experiment *x, struct net *net,
		  struct thread_pool *pool)
{
	struct extent e = { x->depth, x->side, x->side };
	size_t in = (size_t)x->u.in_channels * volume_of(e) * N;
	size_t out = volume_of(output_of(&x->u, e)) * N;
	float *source = noise(in, "source"), *target = noise(out, "target");
	float *grad = mem_floats(net_size(net));
	struct hash *h = digest_new();
	struct optimiser adam;

	optimiser_init(&adam, &(struct optimiser_options){ .lr = 1e-2 },
		       net_size(net), pool);
	for (int i = 0; i < STEPS; i++) {
		double loss = net_gradient(net, &objective_mse, source, target,
					   grad, N, e);

		digest_add(h, &loss, sizeof(loss));
		assert_int_equal(optimiser_step(&adam, net_weights(net), grad),
				 0);
	}
	digest_add(h, net_weights(net), net_size(net) * sizeof(float));
	hold(x, "trained", h, x->trained);
	optimiser_release(&adam);
	free(source);
	free(target);
	free(grad);
}

static void predict(const struct experiment *x, struct net *net,
		    struct thread_pool *pool)
{
	struct extent e = { x->depth, x->side, x->wide };
	struct extent to = output_of(&x->u, e);
	size_t len = (size_t)x->u.in_channels * volume_of(e);
	float *source = noise(len, "other source");
	float *target = noise(volume_of(to), "other target");
	float *y = mem_floats(volume_of(to));
	struct hash *h = digest_new();

	net_forward(net, source, y, 1, e);
	digest_add(h, y, volume_of(to) * sizeof(*y));
	add_scores(h, pool, y, target, to);
	hold(x, "prediction and scores", h, x->rest);
	free(source);
	free(target);
	free(y);
}

static void experiment(const struct experiment *x, int threads)
{
	struct thread_pool *pool = thread_pool_new(threads);
	struct err err = { 0 };
	struct net *net = net_new(&x->u, pool, &err);

	if (!net)
		fail_msg("%s", err.text);
	net_precise(net, x->precise);
	net_init(net, 5);
	train(x, net, pool);
	predict(x, net, pool);
	net_free(net);
	thread_pool_free(pool);
}

static void bits(void **state)
{
	const struct experiment *x = *state;

	for (size_t i = 0; cpu_at(i); i++)
		for (int threads = 1; threads <= 4; threads++) {
			if (getenv("XP_QUICK") && threads != 2)
				continue;
			cpu_use(cpu_at(i));
			experiment(x, threads);
		}
	cpu_use(NULL);
}

int main(void)
{
	enum { TESTS = sizeof(experiments) / sizeof(*experiments) };
	struct CMUnitTest tests[TESTS];

	for (size_t i = 0; i < TESTS; i++)
		tests[i] = (struct CMUnitTest)cmocka_unit_test_prestate(
			bits, (void *)(uintptr_t)&experiments[i]);
	for (size_t i = 0; i < TESTS; i++)
		tests[i].name = experiments[i].name;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
