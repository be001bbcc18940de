/*
 * predict.c - see predict.h.
 *
 * An image that is too wide for whole rows is cut into strips, which reach
 * from top to bottom.
 */
#include "predict/predict.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "predict/predict_valid.h"
#include "predict/predict_volume.h"
#include "nn/net.h"

#define BYTES_MOST \
	220e6 /* strips that are chosen automatically take at most
			    these bytes, if possible */

/* Rows are read in so many pieces, by several threads. */
enum { PIECES = 8 };

struct strips {
	size_t width, height; /* sides of the image */
	size_t pad_w, pad_h;  /* rounded up to unet_multiple */
	size_t strip, halo;   /* columns, multiples of the grid */
	const struct tile_io *image;
	struct thread_pool *pool;
	size_t from, to;    /* the columns of this strip */
	size_t left, right; /* the columns with its halo */
	size_t first, rows; /* the columns and rows that are read now */
	float *px;	    /* where they are put */
	size_t in, out;	    /* channels of the network */
	struct err piece[PIECES];
	int failed;
	struct err *err; /* the first error */
};

static size_t widest(const struct strips *t)
{
	return min(t->strip + 2 * t->halo, t->pad_w);
}

static double bytes(const struct strips *t, const struct unet *u, int threads)
{
	struct extent e = { 1, t->pad_h, widest(t) };

	return net_memory_forward(u, threads, e, 0);
}

/* Chooses as few strips as fit into memory, none narrower than its halos. */
static void choose(struct strips *t, const struct unet *u, int threads)
{
	size_t grid = unet_grid(u);

	t->strip = round_up(t->pad_w, grid);
	for (size_t n = 2; bytes(t, u, threads) > BYTES_MOST; n++) {
		size_t strip = round_up((t->pad_w + n - 1) / n, grid);

		if (strip < 2 * t->halo)
			break;
		t->strip = strip;
	}
}

static void plan(struct strips *t, const struct unet *u, size_t tile,
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

static void read_piece(void *arg, size_t i, int worker)
{
	struct strips *t = arg;
	size_t from = t->rows * i / PIECES, to = t->rows * (i + 1) / PIECES;
	size_t w = t->right - t->left;

	(void)worker;
	for (size_t c = 0; c < t->in && !t->piece[i].kind; c++)
		tile_io_window(t->image, c, (ptrdiff_t)t->left,
			       (ptrdiff_t)(t->first + from), w, to - from,
			       t->px + (c * t->rows + from) * w, &t->piece[i]);
}

/* After an error, fill the rest of the strip with zeros. */
static void rows_in(void *arg, size_t from, size_t to, float *px)
{
	struct strips *t = arg;

	t->first = from;
	t->rows = to - from;
	t->px = px;
	if (!t->failed)
		thread_pool_run(t->pool, PIECES, read_piece, t);
	for (size_t i = 0; i < PIECES && !t->failed; i++)
		if (t->piece[i].kind) {
			*t->err = t->piece[i];
			t->failed = 1;
		}
	if (t->failed)
		memset(px, 0,
		       t->in * t->rows * (t->right - t->left) * sizeof(*px));
}

static void rows_out(void *arg, size_t from, size_t to, float *px)
{
	struct strips *t = arg;
	size_t rows = to - from, w = t->right - t->left;
	struct area row = { t->from, from, min(t->to, t->width) - t->from, 1 };

	px += t->from - t->left;
	for (size_t i = 0; i < t->out * rows && !t->failed; i++, px += w) {
		row.y = from + i % rows;
		if (row.y < t->height &&
		    t->image->write(t->image->arg, i / rows, &row, px, t->err) <
			    0)
			t->failed = 1;
	}
}

double predict_memory(const struct unet *u, int threads, size_t width,
		      size_t height, size_t slices)
{
	struct strips t = { .width = width, .height = height };

	if (u->volume)
		return predict_volume_memory(u, threads,
					     (struct extent){ slices,
							      height / slices,
							      width });
	if (u->valid)
		return predict_valid_memory(u, threads, width, height);
	plan(&t, u, 0, threads);
	return bytes(&t, u, threads);
}

static int check(const struct unet *u, const struct tile_io *p, struct err *err)
{
	size_t slices = p->slices, channels = p->channels ? p->channels : 1;

	if (u->volume && slices < 2)
		return err_data(err,
				"the network takes stacks (ndim 3), but the "
				"image is a single plane: name a stack, such "
				"as 'stack.tif[z=all]'");
	if (!u->volume && slices > 1)
		return err_data(err,
				"the network takes planes (ndim 2), but the "
				"image is a stack: name one of its slices, "
				"such as [z=0]");
	if ((size_t)u->in_channels == channels)
		return 0;
	return err_data(err,
			"the network takes %zu channel%s, but the image has "
			"%zu: name the channels of the training, in their "
			"order, as in 'a.tif[c=0+1]' or 'a.tif + b.tif'",
			(size_t)u->in_channels, u->in_channels == 1 ? "" : "s",
			channels);
}

int predict_passage(struct net *net, struct thread_pool *pool,
		    const struct predict_options *o, const struct tile_io *p,
		    struct err *err)
{
	const struct unet *u = net_unet(net);
	struct strips t = { .width = p->width,
			    .height = p->height,
			    .image = p,
			    .in = (size_t)u->in_channels,
			    .out = (size_t)u->out_channels,
			    .pool = pool,
			    .err = err };

	if (check(u, p, err) < 0)
		return -1;
	if (u->volume)
		return predict_volume(net, pool, o ? o->tile : 0, p, err);
	if (u->valid)
		return predict_valid(net, pool, o ? o->tile : 0, p, err);
	plan(&t, u, o ? o->tile : 0, thread_pool_threads(pool));
	for (; t.from < t.pad_w && !t.failed; t.from = t.to) {
		t.to = min(t.from + t.strip, t.pad_w);
		t.left = t.from - min(t.from, t.halo);
		t.right = min(t.to + t.halo, t.pad_w);
		net_stream(net, t.pad_h, t.right - t.left, rows_in, rows_out,
			   &t);
	}
	return t.failed ? -1 : 0;
}
