/*
 * sample_worker.c - see sample_worker.h.
 *
 * The nodes of a level form a segment.  Bands of rows go through a segment:
 * each node in turn computes as many rows as its inputs permit, but no more
 * than a band.
 */
#include "nn/sample_worker.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "nn/graph.h"

#define BAND_PIXELS 2048 /* pixels of a band in one channel */

/* Nodes FROM to TO of one level: from the first that reads the level's input to
 * the pooling that leads to the next level. */
struct segment {
	size_t from, to, band;
};

/* Returns the rows of a band.  A band is large enough that reading the level's
 * weights once for each band costs little.  With "valid" padding the maps of a
 * level differ in size, so there are no bands. */
static size_t bands_rows(const struct node *n)
{
	size_t least = ROWS_STEP * n->y.v.w;
	size_t rows = (BAND_PIXELS + least - 1) / least * ROWS_STEP;

	if (n->conv && n->conv->valid)
		return n->y.v.h;
	return 2 * rows < n->y.v.h ? rows : n->y.v.h;
}

static int is_cut(const struct node *n)
{
	return bands_rows(n) < n->y.v.h;
}

/* Allocates the sums that a convolution keeps from band to band. */
static float *take_sums(const struct node *n, struct arena *a)
{
	if (!n->conv || !is_cut(n))
		return NULL;
	return arena_take(a, n->op == &op_upconv ?
				     conv_form_upsampled_sums_len(n->conv) :
				     conv_form_sums_len(n->conv));
}

static void lay_out(struct sample_worker *w, const struct unet *u,
		    const struct conv *conv, struct arena *a)
{
	struct graph l = { .u = u,
			   .conv = conv,
			   .h = w->h,
			   .w = w->w,
			   .fast = w->fast,
			   .arena = a,
			   .node = w->node };
	size_t scratch_len = conv_form_most_scratch(conv, unet_convs(u), 1);
	size_t out_len = (size_t)u->out_channels * unet_output(u, w->h) *
			 unet_output(u, w->w);
	float *scratch = NULL;

	graph_make(&l);
	w->nodes = l.nodes;
	w->x = l.x;
	w->y = l.y;
	arena_take(a, READ_PAST);
	if (w->fast)
		scratch = arena_take(a, scratch_len + READ_PAST);
	for (size_t i = 0; i < w->nodes; i++) {
		w->node[i].scratch = scratch;
		w->node[i].sums = w->fast ? take_sums(&w->node[i], a) : NULL;
	}
	/* The loss needs arrays without gaps. */
	w->pred = arena_take(a, out_len);
	w->dpred = arena_take(a, out_len);
}

/* Allocates the nodes, unless that was done before. */
static void make_nodes(struct sample_worker *w, const struct unet *u)
{
	if (w->node)
		return;
	w->node = mem_zero(graph_nodes(u), sizeof(*w->node));
	w->done = mem_zero(graph_nodes(u), sizeof(*w->done));
	w->made = mem_zero(graph_nodes(u), sizeof(*w->made));
}

size_t sample_worker_len(const struct unet *u, const struct conv *conv,
			 size_t h, size_t width, int fast)
{
	struct sample_worker w = { .h = h, .w = width, .fast = fast };
	struct arena a = { 0 };

	make_nodes(&w, u);
	lay_out(&w, u, conv, &a);
	sample_worker_release(&w);
	return a.used;
}

void sample_worker_prepare(struct sample_worker *w, const struct unet *u,
			   const struct conv *conv, size_t h, size_t width,
			   int fast)
{
	struct arena a = { 0 };

	if (w->h == h && w->w == width && w->fast == fast)
		return;
	w->h = h;
	w->w = width;
	w->fast = fast;
	make_nodes(w, u);
	lay_out(w, u, conv, &a);
	mem_zeros(&w->memory, &w->cap, a.used);
	a = (struct arena){ .memory = w->memory };
	lay_out(w, u, conv, &a);
}

void sample_worker_release(struct sample_worker *w)
{
	free(w->memory);
	free(w->node);
	free(w->done);
	free(w->made);
	*w = (struct sample_worker){ 0 };
}

static struct segment segment_from(const struct sample_worker *w, size_t from)
{
	struct segment s = { .from = from, .to = from };
	const struct node *n = &w->node[from];

	while (s.to < w->nodes && w->node[s.to].y.v.h == n->y.v.h)
		s.to++;
	if (s.to < w->nodes && w->node[s.to].op == &op_pool)
		s.to++;
	s.band = w->node[s.to - 1].op == &op_pool ?
			 bands_rows(n) :
			 bands_rows(&w->node[s.to - 1]);
	return s;
}

/* Returns how many rows node I of S computes at once. */
static size_t step(const struct sample_worker *w, const struct segment *s,
		   size_t i)
{
	size_t h = w->node[s->from].y.v.h;
	size_t rows = (s->band * w->node[i].y.v.h + h - 1) / h;

	return round_up(rows, ROWS_AT_ONCE);
}

/* Returns how many rows of X node I of S may read. */
static size_t there(const struct sample_worker *w, const struct segment *s,
		    const struct map *x)
{
	return x->maker == NO_NODE || x->maker < s->from ? x->v.h :
							   w->done[x->maker];
}

static void forward(struct sample_worker *w, const struct segment *s, size_t i)
{
	const struct node *n = &w->node[i];
	struct planes_span span = { .from = w->done[i], .shares = 1 };

	span.to = n->op->reach(n, 0, there(w, s, &n->x));
	if (node_inputs(n) > 1)
		span.to = min(span.to, n->op->reach(n, 1, there(w, s, &n->x2)));
	span.to = min(span.to, span.from + step(w, s, i));
	if (span.to > span.from)
		n->op->forward(n, &span);
	w->done[i] = span.to;
}

void sample_worker_forward(struct sample_worker *w)
{
	struct segment s;

	memset(w->done, 0, w->nodes * sizeof(*w->done));
	for (size_t from = 0; from < w->nodes; from = s.to) {
		const struct node *last;

		s = segment_from(w, from);
		last = &w->node[s.to - 1];
		while (w->done[s.to - 1] < last->y.v.h)
			for (size_t i = s.from; i < s.to; i++)
				forward(w, &s, i);
	}
}

/* Returns how many rows of node I's y.d are complete: all readers of y in S
 * have computed them. */
static size_t returned(const struct sample_worker *w, const struct segment *s,
		       size_t i)
{
	size_t rows = w->node[i].y.v.h;

	for (size_t j = i + 1; j < s->to; j++)
		if (w->node[j].x.maker == i ||
		    (node_inputs(&w->node[j]) > 1 && w->node[j].x2.maker == i))
			rows = min(rows, w->made[j]);
	return rows;
}

static void backward(struct sample_worker *w, const struct segment *s, size_t i,
		     float *grad)
{
	const struct node *n = &w->node[i];
	struct planes_span span = { .from = w->done[i], .shares = 1 };

	span.to = returned(w, s, i);
	if (span.to < n->y.v.h)
		span.to = span.to / ROWS_STEP * ROWS_STEP;
	span.to = min(span.to, span.from + step(w, s, i));
	if (span.to > span.from)
		n->op->backward(n, &span, grad);
	w->done[i] = span.to;
	w->made[i] = n->op->back(n, span.to);
}

void sample_worker_backward(struct sample_worker *w, float *grad)
{
	struct segment s;
	size_t past = w->nodes;

	memset(w->done, 0, w->nodes * sizeof(*w->done));
	memset(w->made, 0, w->nodes * sizeof(*w->made));
	for (; past; past = s.from) {
		for (s = segment_from(w, 0); s.to < past;)
			s = segment_from(w, s.to);
		while (w->done[s.from] < w->node[s.from].y.v.h)
			for (size_t i = s.to; i-- > s.from;)
				backward(w, &s, i, grad);
	}
}
