/*
 * stream.c - see stream.h.
 *
 * Some rows of the image come in; then each node in turn computes as many rows
 * as its inputs permit.  To find out how many rows each store must hold, this
 * is first done without memory.
 */
#include "nn/stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"

#define BAND 32 /* how many rows of the image come in at once */

/* Returns how many rows of X have been computed. */
static size_t there(const struct stream *s, const struct map *x)
{
	return x->maker == NO_NODE ? s->read : s->done[x->maker];
}

/* Returns the first row of store ID that is still needed. */
static size_t needed(const struct stream *s, size_t id)
{
	size_t row = id == s->y.store ? s->written : (size_t)-1;

	for (size_t i = 0; i < s->nodes; i++) {
		const struct node *n = &s->node[i];

		if (n->x.store == id)
			row = min(row, n->op->needs(n, 0, s->done[i]));
		if (node_inputs(n) > 1 && n->x2.store == id)
			row = min(row, n->op->needs(n, 1, s->done[i]));
	}
	return row;
}

/* Returns 1 if N has nothing to do, since its inputs were written into its
 * output. */
static int in_place(const struct node *n)
{
	return n->op == &op_cat && n->x.store == n->y.store;
}

/* Returns the channels of N's output that N is the first to write.  For cat,
 * and for a conv that adds to its output, the node that computed x2 has written
 * the other channels. */
static struct planes written_by(const struct node *n)
{
	if (n->op == &op_cat)
		return planes_part(&n->y.v, 0, n->x.v.c);
	return planes_part(&n->y.v, 0, node_inputs(n) > 1 ? 0 : n->y.v.c);
}

struct row_move {
	struct stream *s;
	size_t id, old, from; /* before the move, the store began at row OLD */
};

/* Move the rows of P, up to row TO, to the front, for a share of its
 * channels. */
static void move_up(const struct row_move *m, const struct planes *p, size_t to,
		    size_t piece)
{
	struct planes_span s = { .share = piece,
				 .shares = (size_t)m->s->threads };
	size_t c, past;

	planes_share(&s, p->c, &c, &past);
	for (; c < past && m->from < to; c++) {
		float *front = p->data + c * p->plane;

		memmove(front, front + (m->from - m->old) * p->row,
			(to - m->from) * p->row * sizeof(*front));
	}
}

static void move_share(void *arg, size_t piece, int worker)
{
	const struct row_move *m = arg;
	const struct stream *s = m->s;

	(void)worker;
	if (s->x.store == m->id)
		move_up(m, &s->x.v, s->read, piece);
	for (size_t i = 0; i < s->nodes; i++) {
		struct planes own = written_by(&s->node[i]);

		if (s->node[i].y.store == m->id && !in_place(&s->node[i]))
			move_up(m, &own, s->done[i], piece);
	}
}

/* Make room in store ID for rows up to TO. */
static void make_room(struct stream *s, struct thread_pool *pool, size_t id,
		      size_t to)
{
	struct row_store *st = &s->store[id];
	size_t from = needed(s, id), old = st->first;

	if (!s->memory) {
		if (to - min(from, to) > st->cap)
			st->cap = to - from;
		return;
	}
	if (st->ring)
		st->first = from / st->cap * st->cap;
	if (st->ring || to <= old + st->cap)
		return;
	st->first = from;
	thread_pool_run(pool, (size_t)s->threads, move_share,
			&(struct row_move){ s, id, old, from });
}

/* Make P agree with what its store holds now. */
static void update(const struct stream *s, struct planes *p, size_t id)
{
	p->first = s->store[id].first;
	p->ring = s->store[id].ring ? s->store[id].cap : 0;
}

/* The rows below the last row of P's image still hold other rows: fill them
 * with zeros. */
static void end_image(const struct stream *s, struct planes *p, size_t id)
{
	const struct row_store *st = &s->store[id];
	size_t row = p->h - st->first;
	size_t halo = p->plane / p->row - st->cap;
	size_t n = st->ring ? halo : min(halo, st->cap - min(row, st->cap));

	for (size_t c = 0; c < p->c; c++)
		for (size_t i = 0; i < n; i++)
			memset(planes_row(p, c, p->h + i), 0,
			       p->row * sizeof(*p->data));
}

/* Returns how many rows a node computes at once: those of a band at its level,
 * also at the end of the image. */
static size_t step(const struct stream *s, const struct node *n)
{
	size_t rows = BAND * n->y.v.h / s->h;

	/* at the lowest levels a band is less than one row */
	return rows ? round_up(rows, ROWS_AT_ONCE) : ROWS_AT_ONCE;
}

struct stream_job {
	struct stream *s;
	struct node node;
	struct planes_span span;
};

static void share(void *arg, size_t piece, int worker)
{
	struct stream_job *j = arg;
	struct node n = j->node;
	struct planes_span span = j->span;

	span.share = piece;
	if (j->s->fast)
		n.scratch = j->s->scratch + j->s->each * (size_t)worker;
	n.op->forward(&n, &span);
}

/* Let node I compute as many rows as it can. */
static void make(struct stream *s, struct thread_pool *pool, size_t i)
{
	struct node *n = &s->node[i];
	size_t to = n->op->reach(n, 0, there(s, &n->x));
	struct stream_job j = { .s = s };

	if (node_inputs(n) > 1)
		to = min(to, n->op->reach(n, 1, there(s, &n->x2)));
	to = min(to, s->done[i] + step(s, n));
	if (to == s->done[i])
		return;
	make_room(s, pool, n->y.store, to);
	if (s->memory) {
		update(s, &n->x.v, n->x.store);
		update(s, &n->x2.v, n->x2.store);
		update(s, &n->y.v, n->y.store);
		j.node = *n;
		j.span = (struct planes_span){ s->done[i], to, 0,
					       (size_t)s->threads };
		if (!in_place(n))
			thread_pool_run(pool, j.span.shares, share, &j);
		if (to == n->y.v.h)
			end_image(s, &n->y.v, n->y.store);
	}
	s->done[i] = to;
}

/* Copy rows between P and an array without gaps. */
static void copy(const struct planes *p, size_t from, size_t to, float *px,
		 int out)
{
	for (size_t c = 0; c < p->c; c++)
		for (size_t y = from; y < to; y++, px += p->w) {
			float *row = planes_row(p, c, y);

			memcpy(out ? px : row, out ? row : px,
			       p->w * sizeof(*px));
		}
}

static void read_rows(struct stream *s, struct thread_pool *pool,
		      planes_rows *in, void *arg)
{
	size_t to = min(s->read + BAND, s->h);

	make_room(s, pool, s->x.store, to);
	if (s->memory) {
		update(s, &s->x.v, s->x.store);
		in(arg, s->read, to, s->rows);
		copy(&s->x.v, s->read, to, s->rows, 0);
		if (to == s->h)
			end_image(s, &s->x.v, s->x.store);
	}
	s->read = to;
}

static void write_rows(struct stream *s, planes_rows *out, void *arg)
{
	size_t to = s->done[s->y.maker];

	while (s->memory && s->written < to) {
		size_t end = min(to, s->written + BAND);

		copy(&s->node[s->y.maker].y.v, s->written, end, s->rows, 1);
		activation_apply(s->activation, s->rows,
				 s->y.v.c * (end - s->written) * s->y.v.w);
		out(arg, s->written, end, s->rows);
		s->written = end;
	}
	s->written = to;
}

void stream_run(struct stream *s, struct thread_pool *pool, planes_rows *in,
		planes_rows *out, void *arg)
{
	s->read = s->written = 0;
	memset(s->done, 0, s->nodes * sizeof(*s->done));
	for (size_t i = 0; i < s->stores; i++)
		s->store[i].first = 0;
	while (s->written < s->y.v.h) {
		if (s->read < s->h)
			read_rows(s, pool, in, arg);
		for (size_t i = 0; i < s->nodes; i++)
			make(s, pool, i);
		write_rows(s, out, arg);
	}
}

static void take_graph(struct stream *s, struct graph *l)
{
	graph_make(l);
	s->nodes = l->nodes;
	s->stores = l->stores;
	s->x = l->x;
	s->y = l->y;
}

/* Returns 1 if N finds each row of its inputs by planes_row, or each pair of
 * rows, or four. */
static int finds_rows(const struct stream *s, const struct node *n)
{
	if (n->op == &op_conv)
		return n->conv->k == 1 ||
		       (s->fast && conv_form_suits_winograd(n->conv));
	return n->op == &op_upconv || n->op == &op_up ||
	       (n->op == &op_pool && n->k == 2);
}

/* Returns 1 if all that read store ID find its rows. */
static int may_ring(const struct stream *s, size_t id)
{
	for (size_t i = 0; i < s->nodes; i++) {
		const struct node *n = &s->node[i];

		if ((n->x.store == id ||
		     (node_inputs(n) > 1 && n->x2.store == id)) &&
		    !in_place(n) && !finds_rows(s, n))
			return 0;
	}
	return 1;
}

/* Gives the store of N's output, which must hold ROWS rows, room for some more:
 * for the zeros below the image or, if rows are to be moved, for twice as many,
 * so that they seldom are. */
static void widen(struct stream *s, const struct node *n, size_t rows,
		  size_t halo)
{
	struct row_store *st = &s->store[n->y.store];

	st->ring = rows + halo < n->y.v.h && may_ring(s, n->y.store);
	if (st->ring)
		st->cap = round_up(rows + halo, ROWS_AT_ONCE);
	else if (rows > 2 * step(s, n))
		st->cap = min(2 * rows, n->y.v.h);
}

/* Find out how many rows each store must hold by a run without memory. */
static void measure(struct stream *s, struct graph *l, size_t *rows)
{
	struct arena nowhere = { 0 };

	l->arena = &nowhere;
	take_graph(s, l);
	stream_run(s, NULL, NULL, NULL, NULL);
	for (size_t i = 0; i < s->stores; i++)
		rows[i] = s->store[i].cap;
	for (size_t i = 0; i < s->nodes; i++)
		widen(s, &s->node[i], rows[s->node[i].y.store],
		      unet_halo(l->u));
	for (size_t i = 0; i < s->stores; i++)
		rows[i] = s->store[i].cap;
	l->rows = rows;
}

static void lay_out(struct stream *s, struct graph *l, struct arena *a)
{
	const struct unet *u = l->u;
	size_t c = (size_t)(u->in_channels > u->out_channels ? u->in_channels :
							       u->out_channels);

	l->arena = a;
	take_graph(s, l);
	arena_take(a, READ_PAST);
	s->each = s->fast ? conv_form_most_scratch(l->conv, unet_convs(u), 0) :
			    0;
	s->each = round_up(s->each + READ_PAST, LANES);
	s->scratch = arena_take(a, (size_t)s->threads * s->each);
	s->rows = arena_take(a, c * BAND * s->w);
}

/* Lay S out.  Its sides are set; so is its memory, unless COUNT is set: then
 * this only returns the floats that it takes. */
static size_t set_up(struct stream *s, const struct unet *u,
		     const struct conv *conv, int count)
{
	size_t n = graph_nodes(u), *rows = mem_zero(n, sizeof(*rows));
	struct graph l = { .u = u,
			   .conv = conv,
			   .h = s->h,
			   .w = s->w,
			   .pass = 1,
			   .fast = s->fast };
	struct arena a = { 0 }, b = { 0 };
	float *memory = s->memory;

	s->memory = NULL;
	s->activation = u->activation;
	l.node = s->node = mem_zero(n, sizeof(*s->node));
	s->store = mem_zero(n, sizeof(*s->store));
	s->done = mem_zero(n, sizeof(*s->done));
	measure(s, &l, rows);
	lay_out(s, &l, &a);
	s->memory = memory;
	if (!count) {
		mem_zeros(&s->memory, &s->cap, a.used);
		b.memory = s->memory;
		lay_out(s, &l, &b);
	}
	free(rows);
	return a.used;
}

size_t stream_len(const struct unet *u, const struct conv *conv, size_t h,
		  size_t w, int fast, int threads)
{
	struct stream s = { .h = h, .w = w, .fast = fast, .threads = threads };
	size_t len = set_up(&s, u, conv, 1);

	stream_release(&s);
	return len;
}

void stream_prepare(struct stream *s, const struct unet *u,
		    const struct conv *conv, size_t h, size_t w, int fast,
		    int threads)
{
	struct stream old = *s;

	if (s->h == h && s->w == w && s->fast == fast && s->threads == threads)
		return;
	*s = (struct stream){ .h = h,
			      .w = w,
			      .fast = fast,
			      .threads = threads,
			      .memory = old.memory,
			      .cap = old.cap };
	old.memory = NULL;
	stream_release(&old);
	set_up(s, u, conv, 0);
}

void stream_release(struct stream *s)
{
	free(s->node);
	free(s->store);
	free(s->done);
	free(s->memory);
	*s = (struct stream){ 0 };
}
