/*
 * graph.c - see graph.h.
 *
 * A map's gradient overwrites its values.  When the gradient is written, the
 * values have been used, except that a ReLU needs to know which were 0; the
 * node that writes the gradient takes care of that (see `mask` in op.h).  Some
 * maps have separate memory for their gradients, since the pooling still needs
 * the values: the skips or, if a skip is part of the decoder's input, that
 * input.
 */
#include "nn/graph.h"

#include <assert.h>

size_t graph_nodes(const struct unet *u)
{
	return unet_convs(u) + 3 * (size_t)u->depth;
}

/* Take planes for ROWS rows from the arena. */
static struct planes take(struct graph *l, size_t c, size_t h, size_t width,
			  size_t rows)
{
	size_t halo = unet_halo(l->u);
	float *memory = arena_take(l->arena, planes_len(c, rows, width, halo));
	struct planes p = { .c = c, .w = width };

	if (memory)
		p = planes_in(memory, c, rows, width, halo);
	p.h = h;
	return p;
}

/* Take a map.  Its gradient overwrites its values or, if APART is set, has
 * memory of its own. */
static struct map take_map(struct graph *l, size_t c, size_t h, size_t width,
			   int apart)
{
	size_t store = l->stores++;
	size_t rows = l->rows ? l->rows[store] : h;
	struct map m = { .store = store, .maker = NO_NODE };

	m.v = take(l, c, h, width, rows);
	if (!l->pass)
		m.d = apart ? take(l, c, h, width, h) : m.v;
	return m;
}

static struct map part(const struct map *m, size_t first, size_t n)
{
	struct map some = *m;

	some.v = planes_part(&m->v, first, n);
	if (m->d.data)
		some.d = planes_part(&m->d, first, n);
	return some;
}

/* Add a node.  Its output is TO or, if that is NULL, a new map. */
static struct map apply(struct graph *l, struct node n, const struct map *to)
{
	size_t s[3];

	n.op->shape(&n, s);
	n.y = to ? *to : take_map(l, s[0], s[1], s[2], 0);
	assert(n.y.v.c == s[0] && n.y.v.h == s[1] && n.y.v.w == s[2]);
	n.y.maker = l->nodes;
	l->node[l->nodes++] = n;
	return n.y;
}

/* Add two convolutions with ReLU, FIRST and the next.  MID is the output of the
 * first and TO that of the second; each may be NULL.  If a node has written to
 * MID already, the first convolution adds to it. */
static struct map block(struct graph *l, size_t first, struct map x,
			const struct map *mid, const struct map *to)
{
	struct node n = { .op = &op_conv, .relu = 1, .x = x };

	if (mid && mid->maker != NO_NODE)
		n.x2 = *mid;
	n.conv = &l->conv[first];
	n.x = apply(l, n, mid);
	n.conv = &l->conv[first + 1];
	n.mask = 1;
	n.x2 = (struct map){ .maker = NO_NODE };
	return apply(l, n, to);
}

/* Add the node that upsamples X to TO. */
static struct map upsample(struct graph *l, struct map x, const struct map *to)
{
	return apply(l,
		     (struct node){ .op = &op_up,
				    .x = x,
				    .linear = l->u->linear != 0,
				    .k = (size_t)l->u->downsample_factor,
				    .mask = 1 },
		     to);
}

static struct map level(struct graph *l, size_t at, struct map x);

/* Add the encoder, the levels below and the decoder of a level whose decoder
 * takes the map from below without upsampling it. */
static struct map level_doubled(struct graph *l, size_t at, struct map x)
{
	size_t maps = unet_maps(l->u, at), next = unet_decoder(l->u, at, 0);
	struct map skip, mid, sum;

	skip = take_map(l, maps, x.v.h, x.v.w, 1);
	mid = take_map(l, maps, x.v.h, x.v.w, 0);
	skip = block(l, unet_encoder(at, 0), x, &mid, &skip);
	x = apply(l,
		  (struct node){ .op = &op_pool, .x = skip, .k = 2, .add = 1 },
		  NULL);
	x = level(l, at + 1, x);
	sum = apply(l,
		    (struct node){ .op = &op_upconv,
				   .x = x,
				   .mask = 1,
				   .conv = &l->conv[next] },
		    NULL);
	return block(l, next, skip, &sum, NULL);
}

/* The same for "valid" padding, where the skip connection drops the borders. */
static struct map level_valid(struct graph *l, size_t at, struct map x)
{
	size_t maps = unet_maps(l->u, at), f = (size_t)l->u->downsample_factor;
	size_t less = 2 * (size_t)(l->u->kernel_size - 1);
	struct map both, skip, up;

	skip = take_map(l, maps, x.v.h - less, x.v.w - less, 1);
	skip = block(l, unet_encoder(at, 0), x, NULL, &skip);
	x = apply(l,
		  (struct node){ .op = &op_pool, .x = skip, .k = f, .add = 1 },
		  NULL);
	x = level(l, at + 1, x);
	both = take_map(l, maps + x.v.c, x.v.h * f, x.v.w * f, 0);
	up = part(&both, maps, x.v.c);
	up = upsample(l, x, &up);
	both = apply(l, (struct node){ .op = &op_cat, .x = skip, .x2 = up },
		     &both);
	return block(l, unet_decoder(l->u, at, 0), both, NULL, NULL);
}

/* The same for all other levels. */
static struct map level(struct graph *l, size_t at, struct map x)
{
	size_t maps = unet_maps(l->u, at), f = (size_t)l->u->downsample_factor;
	struct map both, skip, up, mid;

	if (at == (size_t)l->u->depth - 1)
		return block(l, unet_encoder(at, 0), x, NULL, NULL);
	if (l->fast && l->conv[unet_decoder(l->u, at, 0)].up)
		return level_doubled(l, at, x);
	if (l->u->valid)
		return level_valid(l, at, x);
	both = take_map(l, maps + unet_maps(l->u, at + 1), x.v.h, x.v.w, 1);
	mid = take_map(l, maps, x.v.h, x.v.w, 0);
	skip = part(&both, 0, maps);
	up = part(&both, maps, both.v.c - maps);
	skip = block(l, unet_encoder(at, 0), x, &mid, &skip);
	/* On the way back, the decoder adds its part of the skip's gradient
	 * first, then the pooling adds its part. */
	x = apply(l,
		  (struct node){ .op = &op_pool, .x = skip, .k = f, .add = 1 },
		  NULL);
	x = level(l, at + 1, x);
	up = upsample(l, x, &up);
	both = apply(l, (struct node){ .op = &op_cat, .x = skip, .x2 = up },
		     &both);
	return block(l, unet_decoder(l->u, at, 0), both, NULL, NULL);
}

void graph_make(struct graph *l)
{
	struct node last = { .op = &op_conv, .mask = 1 };

	l->nodes = l->stores = 0;
	l->x = (struct map){ .store = l->stores++, .maker = NO_NODE };
	l->x.v = take(l, (size_t)l->u->in_channels, l->h, l->w,
		      l->rows ? l->rows[0] : l->h);
	last.x = level(l, 0, l->x);
	last.conv = &l->conv[unet_convs(l->u) - 1];
	l->y = apply(l, last, NULL);
}
