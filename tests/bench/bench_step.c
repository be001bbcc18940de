/*
 * bench_step.c - seconds a training step takes:
 *
 *	bench_step [DEPTH FMAPS PATCH BATCH THREADS STEPS [SLICES]]
 *
 * SLICES: a network of ndim 3, for patches of that many slices.
 * Prints the median and the least, and the convolutions' arithmetic in
 * GFLOP/s (2 for a multiply-add, none for the gradient by the image).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "base/rng.h"
#include "base/thread_pool.h"
#include "optimise/optimiser.h"
#include "kernel/cpu.h"
#include "nn/net_init.h"

static double read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Multiply-adds of one step for one sample of SLICES x SIDE x SIDE. */
static double work(const struct unet *u, double slices, double side)
{
	double sum = 0, depth = (double)u->depth;

	for (size_t i = 0; i < unet_convs(u); i++) {
		struct conv c = unet_conv(u, i);
		double level = i == unet_convs(u) - 1 ? 0 : (double)(i / 2);
		double pixels = slices * side * side;
		double taps = (double)(u->volume ? c.k * c.k * c.k : c.k * c.k);

		if (level >= depth)
			level -= depth;
		while (level-- > 0)
			pixels /= pow((double)u->downsample_factor,
				      u->volume ? 3 : 2);
		sum += (i ? 3 : 2) * pixels * (double)(c.in * c.out) * taps;
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

int main(int argc, char **argv)
{
	long a[7] = { 3, 16, 128, 8, 2, 9, 0 };
	struct unet u = { 0, 1, 1, 0, 2, 2, 3, 0, 0, 0, 0 };
	struct err err = { 0 };
	double *t, *used, loss = 0;

	for (int i = 1; i < argc && i < 8; i++)
		a[i - 1] = strtol(argv[i], NULL, 10);
	u.depth = a[0];
	u.num_fmaps = a[1];
	u.volume = a[6] > 0;

	size_t side = (size_t)a[2], n = (size_t)a[3];
	size_t slices = a[6] > 0 ? (size_t)a[6] : 1;
	size_t len = n * slices * side * side;
	struct thread_pool *pool = thread_pool_new((int)a[4]);
	struct net *net = net_new(&u, pool, &err);

	if (!net) {
		fprintf(stderr, "bench_step: %s\n", err.text);
		return 2;
	}
	net_init(net, 1);

	float *x = noise(len, 1), *y = noise(len, 2);
	float *grad = mem_floats(net_size(net));
	struct optimiser adam;

	optimiser_init(&adam, &(struct optimiser_options){ .lr = 1e-4 },
		       net_size(net), pool);
	t = mem_zero((size_t)a[5] + 2, sizeof(*t));
	used = mem_zero((size_t)a[5] + 2, sizeof(*used));
	for (long i = 0; i < a[5] + 2; i++) {
		double start = read_clock(CLOCK_MONOTONIC);
		double cpu = read_clock(CLOCK_PROCESS_CPUTIME_ID);

		loss = net_gradient(net, &objective_mse, x, y, grad, n,
				    (struct extent){ slices, side, side });
		optimiser_step(&adam, net_weights(net), grad);
		t[i] = read_clock(CLOCK_MONOTONIC) - start;
		used[i] = read_clock(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	}
	qsort(t + 2, (size_t)a[5], sizeof(*t), compare);
	qsort(used + 2, (size_t)a[5], sizeof(*used), compare);
	printf("%s: depth %ld, %ld maps, patch %ld, batch %ld, %ld threads: "
	       "median %.4f s, least %.4f s, of processor time %.4f s and "
	       "%.4f s, %.1f GFLOP/s, loss %.6g\n",
	       cpu_in_use()->name, a[0], a[1], a[2], a[3], a[4],
	       t[2 + a[5] / 2], t[2], used[2 + a[5] / 2], used[2],
	       2e-9 * (double)n * work(&u, (double)slices, (double)side) /
		       t[2 + a[5] / 2],
	       loss);
	free(t);
	free(used);
	free(x);
	free(y);
	free(grad);
	optimiser_release(&adam);
	net_free(net);
	thread_pool_free(pool);
	return 0;
}
