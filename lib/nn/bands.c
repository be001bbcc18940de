/*
 * bands.c - see bands.h.
 *
 * The nodes of a level are a segment.  Rows are pushed through it: each node
 * in turn makes as many as those before it permit, and no more than a band.
 */
#include "nn/bands.h"

#include <string.h>

#include "base/size.h"

#define BAND_PIXELS 2048 /* of a band, in one channel */

/* Nodes FROM to TO are of one level, their input and, last, the pooling
 * that leads down included. */
struct segment {
	size_t from, to, band;
};

/* A level's weights, read once a band, are to be small beside its maps.  With
 * "valid" padding the maps of a level differ: no bands. */
static size_t bands_rows(const struct node *n)
{
	size_t least = ROWS_STEP * n->y.v.w;
	size_t rows = (BAND_PIXELS + least - 1) / least * ROWS_STEP;

	if (n->conv && n->conv->valid)
		return n->y.v.h;
	return 2 * rows < n->y.v.h ? rows : n->y.v.h;
}

int bands_cut(const struct node *n)
{
	return bands_rows(n) < n->y.v.h;
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

/* Rows that node I of S makes at once. */
static size_t step(const struct sample_worker *w, const struct segment *s,
		   size_t i)
{
	size_t h = w->node[s->from].y.v.h;
	size_t rows = (s->band * w->node[i].y.v.h + h - 1) / h;

	return round_up(rows, ROWS_AT_ONCE);
}

/* Rows of X that node I of S may read. */
static size_t there(const struct sample_worker *w, const struct segment *s,
		    const struct map *x)
{
	return x->by == NO_NODE || x->by < s->from ? x->v.h : w->done[x->by];
}

static void forward(struct sample_worker *w, const struct segment *s, size_t i)
{
	const struct node *n = &w->node[i];
	struct span span = { .from = w->done[i], .shares = 1 };

	span.to = n->op->reach(n, 0, there(w, s, &n->x));
	if (node_inputs(n) > 1)
		span.to = min(span.to, n->op->reach(n, 1, there(w, s, &n->x2)));
	span.to = min(span.to, span.from + step(w, s, i));
	if (span.to > span.from)
		n->op->forward(n, &span);
	w->done[i] = span.to;
}

void bands_forward(struct sample_worker *w)
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

/* Rows of node I's y.d that are there: those that its readers in S made. */
static size_t returned(const struct sample_worker *w, const struct segment *s,
		       size_t i)
{
	size_t rows = w->node[i].y.v.h;

	for (size_t j = i + 1; j < s->to; j++)
		if (w->node[j].x.by == i ||
		    (node_inputs(&w->node[j]) > 1 && w->node[j].x2.by == i))
			rows = min(rows, w->made[j]);
	return rows;
}

static void backward(struct sample_worker *w, const struct segment *s, size_t i,
		     float *grad)
{
	const struct node *n = &w->node[i];
	struct span span = { .from = w->done[i], .shares = 1 };

	span.to = returned(w, s, i);
	if (span.to < n->y.v.h)
		span.to = span.to / ROWS_STEP * ROWS_STEP;
	span.to = min(span.to, span.from + step(w, s, i));
	if (span.to > span.from)
		n->op->backward(n, &span, grad);
	w->done[i] = span.to;
	w->made[i] = n->op->back(n, span.to);
}

void bands_backward(struct sample_worker *w, float *grad)
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
