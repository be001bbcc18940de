/*
 * work.c - see work.h.
 *
 * A skip connection costs nothing: the encoder's last convolution and the
 * up-sampling write into the two parts of the decoder's input.  Gradients
 * have an arena of the same layout, so a map's gradient lies where its
 * values lie, only in the other arena.
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
	size_t used, halo;
	int place;		/* 0: only measure */
};

/* New planes in the arenas. */
static struct map take(struct plan *p, size_t c, size_t h, size_t width)
{
	size_t at = p->used;
	struct map m = { .v = { .c = c, .h = h, .w = width } };

	p->used += planes_len(c, h, width, p->halo);
	if (!p->place)
		return m;
	m.v = planes_in(p->w->values + at, c, h, width, p->halo);
	if (p->w->graded)
		m.d = planes_in(p->w->grads + at, c, h, width, p->halo);
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
	n.y = to ? *to : take(p, s[0], s[1], s[2]);
	assert(n.y.v.c == s[0] && n.y.v.h == s[1] && n.y.v.w == s[2]);
	n.scratch = p->w->fast ? p->w->scratch : NULL;
	if (p->place)
		p->w->node[p->w->nodes++] = n;
	return n.y;
}

/* Two convolutions with ReLU, number FIRST and the next. */
static struct map block(struct plan *p, size_t first, struct map x,
			const struct map *to)
{
	struct node n = { .op = &op_conv, .relu = 1 };

	n.x = x;
	n.conv = &p->conv[first];
	n.x = apply(p, n, NULL);
	n.conv = &p->conv[first + 1];
	return apply(p, n, to);
}

/* Encoder, what is below, and decoder of one level. */
static struct map level(struct plan *p, size_t l, struct map x)
{
	size_t maps = unet_maps(p->u, l), f = (size_t)p->u->downsample_factor;
	struct map both, skip, up;

	if (l == (size_t)p->u->depth - 1)
		return block(p, unet_encoder(l, 0), x, NULL);
	both = take(p, maps + unet_maps(p->u, l + 1), x.v.h, x.v.w);
	skip = part(p, &both, 0, maps);
	up = part(p, &both, maps, both.v.c - maps);
	skip = block(p, unet_encoder(l, 0), x, &skip);
	/* On the way back the decoder's share of the skip's gradient is
	 * there when the pooling's share comes. */
	x = apply(p, (struct node){ .op = &op_pool, .x = skip, .k = f,
				    .add = 1 }, NULL);
	x = level(p, l + 1, x);
	up = apply(p, (struct node){ .op = &op_up, .x = x, .k = f }, &up);
	both = apply(p, (struct node){ .op = &op_cat, .x = skip, .x2 = up },
		     &both);
	return block(p, unet_decoder(p->u, l, 0), both, NULL);
}

/* The whole network; with place 0 only what it needs. */
static void lay_out(struct plan *p, size_t h, size_t width)
{
	struct node last = { .op = &op_conv };
	struct map x = take(p, (size_t)p->u->in_channels, h, width);

	x.d = (struct planes){ .data = NULL };
	p->w->x = x;
	last.x = level(p, 0, x);
	last.conv = &p->conv[unet_convs(p->u) - 1];
	p->w->y = apply(p, last, NULL);
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
static void scratch(struct work *w, const struct conv *conv, size_t n)
{
	size_t most = 0;

	for (size_t i = 0; i < n; i++)
		if (conv_scratch_len(&conv[i]) > most)
			most = conv_scratch_len(&conv[i]);
	if (w->scratch_cap < most)
		zeros(&w->scratch, &w->scratch_cap, most);
}

void work_prepare(struct work *w, const struct unet *u,
		  const struct conv *conv, size_t h, size_t width, int grad,
		  int fast)
{
	struct plan p = { .w = w, .u = u, .conv = conv };
	size_t out = (size_t)u->out_channels * h * width;

	if (w->h == h && w->w == width && w->graded == grad &&
	    w->fast == fast)
		return;
	p.halo = (size_t)u->kernel_size / 2;
	lay_out(&p, h, width);
	w->len = p.used;
	zeros(&w->values, &w->values_cap, w->len);
	if (grad)
		zeros(&w->grads, &w->grads_cap, w->len);
	if (w->pred_cap < out) {
		free(w->pred);
		free(w->dpred);
		w->pred = mem_floats(out);
		w->dpred = mem_floats(out);
		w->pred_cap = out;
	}
	if (!w->node)
		w->node = mem_zero(unet_convs(u) + 3 * (size_t)u->depth,
				   sizeof(*w->node));
	w->nodes = 0;
	w->graded = grad;
	w->fast = fast;
	if (fast)
		scratch(w, conv, unet_convs(u));
	w->h = h;
	w->w = width;
	p.used = 0;
	p.place = 1;
	lay_out(&p, h, width);
}

void work_release(struct work *w)
{
	free(w->values);
	free(w->grads);
	free(w->node);
	free(w->pred);
	free(w->dpred);
	free(w->scratch);
	*w = (struct work){ 0 };
}
