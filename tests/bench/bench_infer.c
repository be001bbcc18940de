/*
 * bench_infer.c - seconds that predicting an image takes:
 *
 *	bench_infer DEPTH FMAPS SIDE THREADS
 *
 * One image of SIDE x SIDE through the network by the tiles that the tools
 * take.  Talks as turn.h says.
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
	size_t side;
};

static void step(void *arg)
{
	struct job *i = arg;
	struct err err = { 0 };

	if (predict_net(i->net, i->pool, NULL, i->in, i->out, i->side, i->side,
			&err) < 0) {
		fprintf(stderr, "bench_infer: %s\n", err.text);
		exit(2);
	}
}

int main(int argc, char **argv)
{
	struct unet u = { 0, 1, 1, 0, 2, 2, 3, 0, 0 };
	struct job i = { NULL };
	struct err err = { 0 };
	struct rng r;
	char about[80];

	if (argc != 5)
		return 2;
	u.depth = strtol(argv[1], NULL, 10);
	u.num_fmaps = strtol(argv[2], NULL, 10);
	i.side = (size_t)strtol(argv[3], NULL, 10);
	i.pool = thread_pool_new((int)strtol(argv[4], NULL, 10));
	i.net = net_new(&u, i.pool, &err);
	if (!i.net) {
		fprintf(stderr, "bench_infer: %s\n", err.text);
		return 2;
	}
	net_init(i.net, 1);
	i.in = mem_floats(i.side * i.side);
	i.out = mem_floats(i.side * i.side);
	rng_init(&r, 1, "noise", 0, 0);
	for (size_t k = 0; k < i.side * i.side; k++)
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
