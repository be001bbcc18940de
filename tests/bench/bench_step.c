/*
 * bench_step.c - seconds a training step takes:
 *
 *	bench_step [DEPTH FMAPS PATCH BATCH THREADS STEPS]
 *
 * Prints the median and the least, the convolutions' arithmetic in
 * GFLOP/s (2 for a multiply-add, none for the gradient by the image), and the
 * median of what each step's fingerprints take beside that step.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "train/step_print.h"
#include "nn/adam.h"
#include "kernel/cpu.h"
#include "nn/net_init.h"

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Multiply-adds of one step for one sample of SIDE x SIDE. */
static double work(const struct unet *u, double side)
{
	double sum = 0, depth = (double)u->depth;

	for (size_t i = 0; i < unet_convs(u); i++) {
		struct conv c = unet_conv(u, i);
		double level = i == unet_convs(u) - 1 ? 0 : (double)(i / 2);
		double s = side;

		if (level >= depth)
			level -= depth;
		while (level-- > 0)
			s /= (double)u->downsample_factor;
		sum += (i ? 3 : 2) * s * s * (double)(c.in * c.out * c.k * c.k);
	}
	return sum;
}

static float *noise(size_t n, uint64_t seed)
{
	float *x = mem_floats(n);
	struct rng r;

	rng_init(&r, seed, "noise", 0, 0);
	for (size_t i = 0; i < n; i++)
		x[i] = (float)rng_normal(&r);
	return x;
}

/* Seconds that the row of S takes, written. */
static double time_print(struct step_prints *p, const struct step_print *s)
{
	struct err err = { 0 };
	double start = now();

	step_print_add(p, s);
	if (s->step % 100 == 0)
		step_print_write(p, 0, &err);
	return now() - start;
}

int main(int argc, char **argv)
{
	long a[6] = { 3, 16, 128, 8, 2, 9 };
	struct unet u = { 0, 1, 1, 0, 2, 2, 3, 0, 0 };
	struct err err = { 0 };
	double *t, *share, loss = 0;
	struct step_prints prints = { 0 };
	char path[] = "bench_step.XXXXXX";

	for (int i = 1; i < argc && i < 7; i++)
		a[i - 1] = strtol(argv[i], NULL, 10);
	u.depth = a[0];
	u.num_fmaps = a[1];

	size_t side = (size_t)a[2], n = (size_t)a[3], len = n * side * side;
	struct thread_pool *pool = thread_pool_new((int)a[4]);
	struct net *net = net_new(&u, pool, &err);

	if (!net) {
		fprintf(stderr, "bench_step: %s\n", err.text);
		return 2;
	}
	net_init(net, 1);

	float *x = noise(len, 1), *y = noise(len, 2);
	float *grad = mem_floats(net_size(net));
	struct adam adam;

	adam_init(&adam, net_size(net), 1e-4, pool);
	t = mem_zero((size_t)a[5] + 2, sizeof(*t));
	share = mem_zero((size_t)a[5] + 2, sizeof(*share));
	close(mkstemp(path));
	step_print_open(&prints, path, 0, net,
			(double)n * work(&u, (double)side), pool, &err);
	for (long i = 0; i < a[5] + 2; i++) {
		double start = now();

		loss = net_gradient(net, losses[0], x, y, grad, n,
				    (struct extent){ 1, side, side });
		adam_step(&adam, net_weights(net), grad);
		t[i] = now() - start;
		share[i] = time_print(&prints,
				      &(struct step_print){
					      .step = (uint64_t)i + 1,
					      .x = x,
					      .y = y,
					      .n = len,
					      .loss = loss,
					      .grad = grad,
					      .weights = net_weights(net),
				      }) /
			   t[i];
	}
	qsort(t + 2, (size_t)a[5], sizeof(*t), compare);
	qsort(share + 2, (size_t)a[5], sizeof(*share), compare);
	printf("%s: depth %ld, %ld maps, patch %ld, batch %ld, %ld threads: "
	       "median %.4f s, least %.4f s, %.1f GFLOP/s, loss %.6g, "
	       "fingerprints %.2f %% of a step\n",
	       cpu_in_use()->name, a[0], a[1], a[2], a[3], a[4],
	       t[2 + a[5] / 2], t[2],
	       2e-9 * (double)n * work(&u, (double)side) / t[2 + a[5] / 2],
	       loss, 100 * share[2 + a[5] / 2]);
	unlink(path);
	step_print_release(&prints);
	free(share);
	free(t);
	free(x);
	free(y);
	free(grad);
	adam_release(&adam);
	net_free(net);
	thread_pool_free(pool);
	return 0;
}
