/*
 * work.c - see work.h.
 *
 * A skip connection costs nothing: the encoder's last convolution and the
 * up-sampling write into the two parts of the decoder's input.  With "valid"
 * padding the encoder's maps are larger, and their middle is copied.
 *
 * A gradient lies where its map's values lie: by the time it is written the
 * values have been used, but for where they were 0, and that the writer
 * sees (the node's mask).  Only the decoder's inputs, or the skips where
 * they lie elsewhere, have gradients apart: the pooling wants the skip's
 * values after that.  Without gradients a
 * level's maps are used again by its decoder: they have one geometry, so
 * the zeros around them stay where they are.
 */
#include "nn/work.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"

struct plan {
	struct work *w;
	const struct unet *u;
	const struct conv *conv;
	float *arena;
	size_t used, halo;
	int grad;
	int place;		/* 0: only measure */
};

/* New planes in the arena. */
static struct planes take(struct plan *p, size_t c, size_t h, size_t width)
{
	size_t at = p->used;

	p->used += planes_len(c, h, width, p->halo);
	if (!p->place)
		return (struct planes){ .c = c, .h = h, .w = width };
	return planes_in(p->arena + at, c, h, width, p->halo);
}

/* A map whose gradient takes the place of its values, or lies APART. */
static struct map take_map(struct plan *p, size_t c, size_t h, size_t width,
			   int apart)
{
	struct map m = { .v = take(p, c, h, width) };

	if (p->grad)
		m.d = apart ? take(p, c, h, width) : m.v;
	return m;
}

static struct map part(const struct plan *p, const struct map *m,
		       size_t first, size_t n)
{
	struct map some = *m;

	some.v.c = n;
	if (p->place)
		some.v = planes_part(&m->v, first, n);
	if (p->place && m->d.data)
		some.d = planes_part(&m->d, first, n);
	return some;
}

/* Add a node; its output is TO, or new planes. */
static struct map apply(struct plan *p, struct node n, const struct map *to)
{
	size_t s[3];

	n.op->shape(&n, s);
	n.y = to ? *to : take_map(p, s[0], s[1], s[2], 0);
	assert(n.y.v.c == s[0] && n.y.v.h == s[1] && n.y.v.w == s[2]);
	if (!p->place)
		return n.y;
	n.scratch = p->w->fast ? p->w->scratch : NULL;
	p->w->node[p->w->nodes++] = n;
	return n.y;
}

/* Two convolutions with ReLU, number FIRST and the next; the first one's
 * output is MID, the second one's TO. */
static struct map block(struct plan *p, size_t first, struct map x,
			const struct map *mid, const struct map *to)
{
	struct node n = { .op = &op_conv, .relu = 1 };

	n.x = x;
	n.conv = &p->conv[first];
	n.x = apply(p, n, mid);
	n.conv = &p->conv[first + 1];
	n.mask = 1;
	return apply(p, n, to);
}

static struct map level(struct plan *p, size_t l, struct map x);

/* The same where a skip connection leaves out the borders. */
static struct map level_valid(struct plan *p, size_t l, struct map x)
{
	size_t maps = unet_maps(p->u, l), f = (size_t)p->u->downsample_factor;
	size_t less = 2 * (size_t)(p->u->kernel_size - 1);
	struct map both, skip, up;

	skip = take_map(p, maps, x.v.h - less, x.v.w - less, 1);
	block(p, unet_encoder(l, 0), x, NULL, &skip);
	x = apply(p, (struct node){ .op = &op_pool, .x = skip, .k = f,
				    .add = 1 }, NULL);
	x = level(p, l + 1, x);
	both = take_map(p, maps + x.v.c, x.v.h * f, x.v.w * f, 0);
	up = part(p, &both, maps, x.v.c);
	apply(p, (struct node){ .op = &op_up, .x = x, .k = f, .mask = 1 },
	      &up);
	apply(p, (struct node){ .op = &op_cat, .x = skip, .x2 = up }, &both);
	return block(p, unet_decoder(p->u, l, 0), both, NULL, NULL);
}

/* Encoder, what is below, and decoder of one level. */
static struct map level(struct plan *p, size_t l, struct map x)
{
	size_t maps = unet_maps(p->u, l), f = (size_t)p->u->downsample_factor;
	struct map both, skip, up, mid;
	int again = !p->grad;

	if (l == (size_t)p->u->depth - 1)
		return block(p, unet_encoder(l, 0), x, NULL, NULL);
	if (p->u->valid)
		return level_valid(p, l, x);
	both = take_map(p, maps + unet_maps(p->u, l + 1), x.v.h, x.v.w, 1);
	mid = take_map(p, maps, x.v.h, x.v.w, 0);
	skip = part(p, &both, 0, maps);
	up = part(p, &both, maps, both.v.c - maps);
	block(p, unet_encoder(l, 0), x, &mid, &skip);
	/* On the way back the decoder's share of the skip's gradient is
	 * there when the pooling's share comes. */
	x = apply(p, (struct node){ .op = &op_pool, .x = skip, .k = f,
				    .add = 1 }, NULL);
	x = level(p, l + 1, x);
	apply(p, (struct node){ .op = &op_up, .x = x, .k = f, .mask = 1 },
	      &up);
	apply(p, (struct node){ .op = &op_cat, .x = skip, .x2 = up }, &both);
	return block(p, unet_decoder(p->u, l, 0), both, again ? &mid : NULL,
		     again ? &skip : NULL);
}

/* The whole network; with place 0 only what it needs. */
static void lay_out(struct plan *p, size_t h, size_t width)
{
	struct node last = { .op = &op_conv, .mask = 1 };
	struct map x = { .v = take(p, (size_t)p->u->in_channels, h, width) };
	struct map y;

	last.x = level(p, 0, x);
	last.conv = &p->conv[unet_convs(p->u) - 1];
	y = apply(p, last, NULL);
	if (!p->place)
		return;
	p->w->x = x;
	p->w->y = y;
}

/* At least LEN floats, all zero, and READ_PAST more. */
static void zeros(float **memory, size_t *cap, size_t len)
{
	len += READ_PAST;
	if (*cap < len) {
		free(*memory);
		*memory = mem_floats(len);
		*cap = len;
#ifdef MADV_HUGEPAGE
		/* Planes lie far apart: large pages save misses.  Where the
		 * system says no, nothing is lost. */
		uintptr_t end = (uintptr_t)(*memory + len);
		uintptr_t from = ((uintptr_t)*memory + 4095) / 4096 * 4096;

		if (from < end)
			madvise((void *)from, end - from, MADV_HUGEPAGE);
#endif
	}
	memset(*memory, 0, len * sizeof(**memory));
}

/* As much as the convolution that wants most. */
static size_t scratch_len(const struct unet *u, const struct conv *conv)
{
	size_t most = 0;

	for (size_t i = 0; i < unet_convs(u); i++)
		if (conv_scratch_len(&conv[i]) > most)
			most = conv_scratch_len(&conv[i]);
	return most;
}

static size_t arena_len(const struct unet *u, const struct conv *conv,
			size_t h, size_t width, int grad)
{
	struct plan p = { .u = u, .conv = conv, .grad = grad,
			  .halo = unet_halo(u) };

	lay_out(&p, h, width);
	return p.used;
}

static size_t out_len(const struct unet *u, size_t h, size_t width)
{
	return (size_t)u->out_channels * unet_output(u, h) *
		unet_output(u, width);
}

size_t work_len(const struct unet *u, const struct conv *conv, size_t h,
		size_t width, int grad, int fast)
{
	return arena_len(u, conv, h, width, grad) +
		(grad ? 2 * out_len(u, h, width) : 0) +
		(fast ? scratch_len(u, conv) : 0);
}

/* The loss wants its arrays without gaps. */
static void pred(struct work *w, size_t len)
{
	if (w->pred_cap >= len)
		return;
	free(w->pred);
	free(w->dpred);
	w->pred = mem_floats(len);
	w->dpred = mem_floats(len);
	w->pred_cap = len;
}

void work_prepare(struct work *w, const struct unet *u,
		  const struct conv *conv, size_t h, size_t width, int grad,
		  int fast)
{
	struct plan p = { .w = w, .u = u, .conv = conv, .grad = grad,
			  .halo = unet_halo(u), .place = 1 };

	if (w->h == h && w->w == width && w->graded == grad &&
	    w->fast == fast)
		return;
	zeros(&w->arena, &w->cap, arena_len(u, conv, h, width, grad));
	if (grad)
		pred(w, out_len(u, h, width));
	if (!w->node)
		w->node = mem_zero(unet_convs(u) + 3 * (size_t)u->depth,
				   sizeof(*w->node));
	w->nodes = 0;
	w->graded = grad;
	w->fast = fast;
	if (fast && w->scratch_cap < scratch_len(u, conv))
		zeros(&w->scratch, &w->scratch_cap, scratch_len(u, conv));
	w->h = h;
	w->w = width;
	p.arena = w->arena;
	lay_out(&p, h, width);
}

void work_release(struct work *w)
{
	free(w->arena);
	free(w->node);
	free(w->pred);
	free(w->dpred);
	free(w->scratch);
	*w = (struct work){ 0 };
}
