/*
 * predict.c - a whole image through the network, strip by strip.
 *
 * Where an image is too wide for its rows to pass through at once, it is cut
 * into strips from top to bottom.
 */
#include "fit/predict.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fit/predict_valid.h"
#include "nn/memory.h"

#define BYTES_MOST 220e6	/* chosen strips take no more, if they may */

struct tiling {
	size_t width, height;	/* of the image */
	size_t pad_w, pad_h;	/* rounded up to the multiple */
	size_t strip, halo;	/* columns, multiples of the grid */
	const float *in;
	float *out;
	size_t from, to;	/* columns of this strip */
	size_t left, right;	/* with its halo */
};

static size_t round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Index of pixel I of an endless mirrored row of N. */
static size_t reflect(size_t i, size_t n)
{
	size_t period = 2 * (n - 1);

	if (n == 1)
		return 0;
	i %= period;
	return i < n ? i : period - i;
}

static size_t widest(const struct tiling *t)
{
	return min(t->strip + 2 * t->halo, t->pad_w);
}

/* As few strips as fit, while a strip is still wide beside its halo. */
static void choose(struct tiling *t, const struct unet *u, int threads)
{
	size_t grid = unet_grid(u);

	t->strip = round_up(t->pad_w, grid);
	for (size_t n = 2; memory_stream(u, threads, t->pad_h, widest(t), 0) >
	     BYTES_MOST; n++) {
		size_t strip = round_up((t->pad_w + n - 1) / n, grid);

		if (strip < 2 * t->halo)
			break;
		t->strip = strip;
	}
}

static void plan(struct tiling *t, const struct unet *u, size_t tile,
		 int threads)
{
	size_t multiple = unet_multiple(u), grid = unet_grid(u);

	t->halo = round_up(unet_reach(u), grid);
	t->pad_h = round_up(t->height, multiple);
	t->pad_w = round_up(t->width, multiple);
	if (tile)
		t->strip = round_up(min(tile, t->pad_w), grid);
	else
		choose(t, u, threads);
}

static void rows_in(void *arg, size_t from, size_t to, float *px)
{
	const struct tiling *t = arg;

	for (size_t y = from; y < to; y++) {
		const float *row = t->in + reflect(y, t->height) * t->width;

		for (size_t x = t->left; x < t->right; x++)
			*px++ = row[reflect(x, t->width)];
	}
}

static void rows_out(void *arg, size_t from, size_t to, float *px)
{
	const struct tiling *t = arg;
	size_t past = min(t->to, t->width);

	for (size_t y = from; y < min(to, t->height); y++) {
		if (t->from < past)
			memcpy(t->out + y * t->width + t->from,
			       px + t->from - t->left,
			       (past - t->from) * sizeof *px);
		px += t->right - t->left;
	}
}

double predict_memory(const struct unet *u, int threads, size_t width,
		      size_t height)
{
	struct tiling t = { .width = width, .height = height };

	if (u->valid)
		return predict_valid_memory(u, threads, width, height);
	plan(&t, u, 0, threads);
	return memory_stream(u, threads, t.pad_h, widest(&t), 0);
}

int predict_net(struct net *net, struct pool *pool,
		const struct predict_options *o, const float *in, float *out,
		size_t width, size_t height, struct err *err)
{
	const struct unet *u = net_unet(net);
	struct tiling t = { .width = width, .height = height, .in = in,
			    .out = out };

	if (u->in_channels != 1 || u->out_channels != 1)
		return err_usage(err, "the network has %lld channels in and "
				 "%lld out, images have 1",
				 (long long)u->in_channels,
				 (long long)u->out_channels);
	if (u->valid) {
		predict_valid(net, pool, o ? o->tile : 0, in, out, width,
			      height);
		return 0;
	}
	plan(&t, u, o ? o->tile : 0, pool_threads(pool));
	for (; t.from < t.pad_w; t.from = t.to) {
		t.to = min(t.from + t.strip, t.pad_w);
		t.left = t.from - min(t.from, t.halo);
		t.right = min(t.to + t.halo, t.pad_w);
		net_stream(net, t.pad_h, t.right - t.left, rows_in, rows_out,
			   &t);
	}
	return 0;
}

int predict_image(const struct unet *u, const float *weights,
		  struct pool *pool, const struct predict_options *o,
		  const float *in, float *out, size_t width, size_t height,
		  struct err *err)
{
	struct net *net = net_new(u, pool, err);
	int rc;

	if (!net)
		return -1;
	memcpy(net_weights(net), weights, net_size(net) * sizeof *weights);
	rc = predict_net(net, pool, o, in, out, width, height, err);
	net_free(net);
	return rc;
}
