/*
 * net_volume.c - a network of ndim 3 on its pool.
 *
 * A prediction is one sample after the other, its slices shared out; of a
 * gradient each sample is one piece of work, as in net.c.
 */
#include <assert.h>

#include "base/mem.h"
#include "nn/net_in.h"

static void check(const struct net *net, struct extent e)
{
	assert(unet_output(&net->u, e.d) && unet_output(&net->u, e.h) &&
	       unet_output(&net->u, e.w));
}

void net_volume_begin(struct net *net, struct extent e)
{
	check(net, e);
	net_place_form(net, THERE);
	net_place_form(net, BACK);
	for (int i = 0; i < thread_pool_threads(net->pool); i++)
		volume_prepare(&net->volume[i], &net->u, net->conv, e, 1,
			       !net->precise, 1);
	net_pack(net);
}

/* With "valid" padding by the direct convolutions: net.c says why. */
static void begin_forward(struct net *net, struct extent e)
{
	int precise = net->precise || net->u.valid;

	check(net, e);
	net_place_form(net, precise && !net->precise ? DIRECT : THERE);
	/* One has the memory. */
	for (int i = thread_pool_threads(net->pool); i-- > 0;)
		if (i || net->volume[0].back)
			volume_release(&net->volume[i]);
	volume_prepare(&net->volume[0], &net->u, net->conv, e, 0, !precise,
		       thread_pool_threads(net->pool));
	net_pack(net);
}

void net_forward_extent(struct net *net, const float *x, float *y, size_t n,
			struct extent e)
{
	struct volume *v = net->volume;

	if (!v) {
		assert(e.d == 1);
		net_forward(net, x, y, n, e.h, e.w);
		return;
	}
	if (!n || !e.d || !e.h || !e.w)
		return;
	begin_forward(net, e);
	for (; n--; x += volume_in_len(v), y += volume_out_len(v))
		volume_forward(v, net->pool, x, y);
}
