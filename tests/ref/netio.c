/*
 * netio.c - the network at a shell, for tests/ref/torch.sh:
 *
 *	netio init FILE DEPTH IN OUT FMAPS INC FACTOR KERNEL
 *	netio forward WEIGHTS FILE FILE
 *
 * The first writes freshly drawn weights.  The second reads tensor "x" and
 * writes tensor "out".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/thread_pool.h"
#include "nn/net.h"
#include "nn/net_init.h"
#include "nn/unet.h"
#include "nn/weights.h"
#include "nn/weights_net.h"

static int init(char **arg, struct thread_pool *pool, struct err *err)
{
	int64_t v[7];
	struct weights w;
	struct unet u;
	struct net *net;
	int rc;

	for (int i = 0; i < 7; i++)
		v[i] = strtoll(arg[i + 1], NULL, 10);
	u = (struct unet){
		v[0], v[1], v[2], v[3], v[4], v[5], v[6], 0, 0, 0, 0
	};
	net = net_new(&u, pool, err);
	if (!net)
		return -1;
	net_init(net, 3);
	weights_net_view(&w, net);
	rc = weights_write(&w, arg[0], 0, err);
	weights_release(&w);
	net_free(net);
	return rc;
}

static int forward(struct net *net, const struct tensor *x, const char *path,
		   struct err *err)
{
	const struct unet *u = net_unet(net);
	const size_t *s = x->shape + x->dims - 2;
	struct extent e = { x->dims == 5 ? s[-1] : 1, s[0], s[1] };
	size_t shape[5] = { x->shape[0], (size_t)u->out_channels };
	float *y;
	struct weights out = { 0 };
	size_t len = shape[0] * shape[1];
	int rc;

	for (int i = 2; i < x->dims; i++)
		len *= shape[i] = unet_output(u, x->shape[i]);
	y = mem_floats(len);
	net_forward(net, x->data, y, shape[0], e);
	weights_add(&out, "out", shape, x->dims, y);
	rc = weights_write(&out, path, 0, err);
	weights_release(&out);
	free(y);
	return rc;
}

static int run(char **arg, struct thread_pool *pool, struct err *err)
{
	struct weights w = { 0 }, in = { 0 };
	struct messages m = { 0 };
	struct net *net = NULL;
	struct unet u;
	int rc = -1;

	if (weights_net_read(&w, arg[0], &m, err) == 0 &&
	    weights_read(&in, arg[1], err) == 0 &&
	    weights_net_unet(&w, &u, err) == 0)
		net = net_new(&u, pool, err);
	if (net && !weights_find(&in, "x"))
		err_data(err, "no tensor 'x' in '%s'", arg[1]);
	else if (net && weights_net_load(&w, net, err) == 0)
		rc = forward(net, weights_find(&in, "x"), arg[2], err);
	net_free(net);
	messages_release(&m);
	weights_release(&w);
	weights_release(&in);
	return rc;
}

int main(int argc, char **argv)
{
	struct thread_pool *pool = thread_pool_new(1);
	struct err err = { 0 };
	int rc;

	if (argc == 10 && !strcmp(argv[1], "init"))
		rc = init(argv + 2, pool, &err);
	else if (argc == 5 && !strcmp(argv[1], "forward"))
		rc = run(argv + 2, pool, &err);
	else
		rc = err_usage(&err, "netio init|forward ...");
	thread_pool_free(pool);
	if (rc < 0)
		fprintf(stderr, "netio: %s\n", err.text);
	return rc < 0 ? (int)err.kind : 0;
}
