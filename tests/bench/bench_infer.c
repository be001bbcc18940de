/*
 * bench_infer.c - seconds that predicting an image takes:
 *
 *	bench_infer DEPTH FMAPS SIDE THREADS [SLICES]
 *
 * One image of SIDE x SIDE, or a stack of SLICES of them through a network of
 * ndim 3, by the tiles that the tools take.  Talks as turn.h says.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/rng.h"
#include "predict/predict.h"
#include "kernel/cpu.h"
#include "nn/net_init.h"

#include "../unit/arrays.h"
#include "turn.h"

struct job {
	struct net *net;
	struct thread_pool *pool;
	float *in, *out;
	size_t side, slices; /* 0: a plane */
};

static void step(void *arg)
{
	struct job *i = arg;
	struct err err = { 0 };

	struct arrays a = { i->in, i->out, i->side, 0 };
	struct tile_io p = arrays_io(&a, i->side * (i->slices ? i->slices : 1));

	p.slices = i->slices;
	if (predict_passage(i->net, i->pool, NULL, &p, &err) < 0) {
		fprintf(stderr, "bench_infer: %s\n", err.text);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	struct unet u = { 0, 1, 1, 0, 2, 2, 3, 0, 0, 0, 0 };
	struct job i = { NULL };
	struct err err = { 0 };
	struct rng r;
	char about[80];
	size_t len;

	if (argc != 5 && argc != 6)
		return 2;
	u.depth = strtol(argv[1], NULL, 10);
	u.num_fmaps = strtol(argv[2], NULL, 10);
	i.side = (size_t)strtol(argv[3], NULL, 10);
	i.slices = argc > 5 ? (size_t)strtol(argv[5], NULL, 10) : 0;
	u.volume = i.slices > 0;
	len = i.side * i.side * (i.slices ? i.slices : 1);
	i.pool = thread_pool_new((int)strtol(argv[4], NULL, 10));
	i.net = net_new(&u, i.pool, &err);
	if (!i.net) {
		fprintf(stderr, "bench_infer: %s\n", err.text);
		return 2;
	}
	net_init(i.net, 1);
	net_hold(i.net, 1);
	i.in = mem_floats(len);
	i.out = mem_floats(len);
	rng_init(&r, 1, "noise", 0, 0);
	for (size_t k = 0; k < len; k++)
		i.in[k] = (float)rng_normal(&r);
	snprintf(about, sizeof about, "xp, %s, %s threads", cpu_in_use()->name,
		 argv[4]);
	turn_loop(about, step, &i);
	free(i.in);
	free(i.out);
	net_free(i.net);
	thread_pool_free(i.pool);
	return 0;
}
