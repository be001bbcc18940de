/*
 * sample_worker.c - see sample_worker.h.
 */
#include "nn/sample_worker.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/bands.h"
#include "nn/graph.h"

/* As much as the convolution that wants most. */
size_t sample_worker_scratch_len(const struct unet *u, const struct conv *conv)
{
	size_t most = 0;

	for (size_t i = 0; i < unet_convs(u); i++)
		if (conv_scratch_len(&conv[i]) > most)
			most = conv_scratch_len(&conv[i]);
	return most;
}

static struct graph graph_of(const struct unet *u, const struct conv *conv,
			     size_t h, size_t width, int fast)
{
	return (struct graph){
		.u = u, .conv = conv, .h = h, .w = width, .fast = fast
	};
}

/* Floats of the sums that convolutions keep from band to band; place them
 * in MEMORY, if there is any. */
static size_t place_sums(struct node *node, size_t nodes, float *memory)
{
	size_t len = 0;

	for (size_t i = 0; i < nodes; i++) {
		struct node *n = &node[i];

		n->sums = NULL;
		if (!n->conv || !bands_cut(n))
			continue;
		n->sums = memory ? memory + len : NULL;
		len += n->op == &op_upconv ? upconv_sums_len(n->conv) :
					     conv_sums_len(n->conv);
	}
	return len;
}

/* Floats of the arena, and of the sums. */
static size_t arena_len(const struct unet *u, const struct conv *conv, size_t h,
			size_t width, int fast, size_t *sums)
{
	struct graph l = graph_of(u, conv, h, width, fast);

	l.node = mem_zero(graph_nodes(u), sizeof(*l.node));
	graph_make(&l);
	*sums = place_sums(l.node, l.nodes, NULL);
	free(l.node);
	return l.used + READ_PAST;
}

static size_t out_len(const struct unet *u, size_t h, size_t width)
{
	return (size_t)u->out_channels * unet_output(u, h) *
	       unet_output(u, width);
}

size_t sample_worker_len(const struct unet *u, const struct conv *conv,
			 size_t h, size_t width, int fast)
{
	size_t sums, len = arena_len(u, conv, h, width, fast, &sums);

	return len + 2 * out_len(u, h, width) +
	       (fast ? sums + sample_worker_scratch_len(u, conv) : 0);
}

/* The loss wants its arrays without gaps. */
static void pred(struct sample_worker *w, size_t len)
{
	if (w->pred_cap >= len)
		return;
	free(w->pred);
	free(w->dpred);
	w->pred = mem_floats(len);
	w->dpred = mem_floats(len);
	w->pred_cap = len;
}

static void place(struct sample_worker *w, const struct unet *u,
		  const struct conv *conv, float *scratch)
{
	struct graph l = graph_of(u, conv, w->h, w->w, w->fast);

	if (!w->node) {
		w->node = mem_zero(graph_nodes(u), sizeof(*w->node));
		w->done = mem_zero(graph_nodes(u), sizeof(*w->done));
		w->made = mem_zero(graph_nodes(u), sizeof(*w->made));
	}
	l.arena = w->arena;
	l.node = w->node;
	graph_make(&l);
	w->nodes = l.nodes;
	w->x = l.x;
	w->y = l.y;
	for (size_t i = 0; i < w->nodes; i++)
		w->node[i].scratch = scratch;
	if (scratch)
		place_sums(w->node, w->nodes, w->sums);
}

void sample_worker_prepare(struct sample_worker *w, const struct unet *u,
			   const struct conv *conv, size_t h, size_t width,
			   int fast)
{
	size_t len, sums;

	if (w->h == h && w->w == width && w->fast == fast)
		return;
	len = arena_len(u, conv, h, width, fast, &sums);
	mem_zeros(&w->arena, &w->cap, len);
	mem_zeros(&w->sums, &w->sums_cap, fast ? sums : 0);
	pred(w, out_len(u, h, width));
	w->fast = fast;
	if (fast && w->scratch_cap < sample_worker_scratch_len(u, conv))
		mem_zeros(&w->scratch, &w->scratch_cap,
			  sample_worker_scratch_len(u, conv) + READ_PAST);
	w->h = h;
	w->w = width;
	place(w, u, conv, fast ? w->scratch : NULL);
}

void sample_worker_release(struct sample_worker *w)
{
	free(w->arena);
	free(w->node);
	free(w->pred);
	free(w->dpred);
	free(w->scratch);
	free(w->sums);
	free(w->done);
	free(w->made);
	*w = (struct sample_worker){ 0 };
}
