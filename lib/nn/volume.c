/*
 * volume.c - see volume.h.
 *
 * As in graph.c a skip connection copies nothing.  Where the decoder takes what
 * comes from below as it is (upconv), it reads the encoder's map; otherwise
 * encoder and what comes from below write into one map, the decoder's input;
 * with "valid" padding the encoder's map is larger, and its middle is copied.
 */
#include "nn/volume.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "kernel/arena.h"

#define BAND 4	    /* slices of x that come in at once */
#define PIECE 16384 /* weights added up in one piece */

/* A map, where it lies, and who makes it, or part of it. */
struct cube {
	struct volume_maps v;
	size_t store, maker, also;
};

struct volume_layout {
	struct volume *v;
	const struct unet *u;
	const struct conv *conv;
	struct arena *arena;
	size_t slots; /* the most that a stage takes */
};

/* Room for that many stages, and stores, is enough. */
static size_t most_stages(const struct unet *u)
{
	return unet_convs(u) + 3 * (size_t)u->depth + 1;
}

/* New maps of C channels. */
static struct cube take(struct volume_layout *l, size_t c, struct extent e)
{
	struct volume *v = l->v;
	struct cube m = { .store = v->stores,
			  .maker = NO_STAGE,
			  .also = NO_STAGE };
	struct solid s = { .n = e.d,
			   .kept = v->kept[v->stores],
			   .h = e.h,
			   .w = e.w,
			   .halo = unet_halo(l->u) };

	if (v->back)
		s.kept = e.d;
	v->stores++;
	m.v = volume_maps_in(arena_take(l->arena, volume_maps_len(&s, c)), &s,
			     c);
	return m;
}

static struct cube part(const struct cube *m, size_t first, size_t c)
{
	struct cube p = *m;

	p.v = volume_maps_part(&m->v, first, c);
	return p;
}

static struct extent sides(const struct cube *m)
{
	return (struct extent){ m->v.n, m->v.all.h, m->v.all.w };
}

static struct extent times(struct extent e, size_t f)
{
	return (struct extent){ e.d * f, e.h * f, e.w * f };
}

static struct extent over(struct extent e, size_t f)
{
	return (struct extent){ e.d / f, e.h / f, e.w / f };
}

static struct extent less(struct extent e, size_t n)
{
	return (struct extent){ e.d - n, e.h - n, e.w - n };
}

/* The slots of one stage at a time. */
static void count_slots(struct volume_layout *l, const struct stage *s)
{
	size_t len = l->v->back ? stage_slots_len(s) : 0;

	l->slots = len > l->slots ? len : l->slots;
}

/* S makes Y of X. */
static struct cube apply(struct volume_layout *l, struct stage s,
			 const struct cube *x, struct cube y)
{
	struct volume *v = l->v;
	struct volume_stage *to = &v->stage[v->stages];
	size_t done = to->done;

	s.x = x->v;
	s.y = y.v;
	s.wanted = v->back && x->maker != NO_STAGE;
	count_slots(l, &s);
	*to = (struct volume_stage){ .s = s,
				     .x = x->store,
				     .y = y.store,
				     .maker = x->maker,
				     .also = x->also,
				     .before = s.add ? y.maker : NO_STAGE,
				     .done = done };
	y.maker = v->stages++;
	return y;
}

/* Convolution number I; its output is TO, or new maps. */
static struct cube conv(struct volume_layout *l, size_t i, struct cube x,
			int relu, const struct cube *to)
{
	const struct conv *c = &l->conv[i];
	struct stage s = { &stage_conv, .conv = c, .relu = relu,
			   .fast = l->v->fast };
	size_t takes = c->valid ? c->k - 1 : 0;

	s.add = to && to->maker != NO_STAGE &&
		l->v->stage[to->maker].s.op == &stage_upconv;
	return apply(l, s, &x,
		     to ? *to : take(l, c->out, less(sides(&x), takes)));
}

/* Two of them with ReLU, number FIRST and the next; the outputs are MID and TO,
 * or new maps. */
static struct cube block(struct volume_layout *l, size_t first, struct cube x,
			 const struct cube *mid, const struct cube *to)
{
	x = conv(l, first, x, 1, mid);
	return conv(l, first + 1, x, 1, to);
}

static struct cube pool(struct volume_layout *l, struct cube x)
{
	size_t k = (size_t)l->u->downsample_factor;
	struct cube y = take(l, x.v.c, over(sides(&x), k));
	struct stage s = { .op = &stage_pool, .k = k };

	if (l->v->back)
		s.which =
			(uint16_t *)arena_take(l->arena,
					       (stage_pool_len(&y.v) + 1) / 2);
	return apply(l, s, &x, y);
}

static struct cube level(struct volume_layout *l, size_t at, struct cube x);

/* Level AT where the decoder takes what comes from below as it is. */
static struct cube level_doubled(struct volume_layout *l, size_t at,
				 struct cube x)
{
	size_t next = unet_decoder(l->u, at, 0);
	struct stage up = { .op = &stage_upconv, .conv = &l->conv[next] };
	struct cube skip = block(l, unet_encoder(at, 0), x, NULL, NULL), sum;

	x = level(l, at + 1, pool(l, skip));
	sum = take(l, unet_maps(l->u, at), sides(&skip));
	sum = apply(l, up, &x, sum);
	return block(l, next, skip, &sum, NULL);
}

/* Encoder, what is below, and decoder of level AT. */
static struct cube level(struct volume_layout *l, size_t at, struct cube x)
{
	const struct unet *u = l->u;
	size_t maps = unet_maps(u, at), f = (size_t)u->downsample_factor;
	size_t takes = u->valid ? 2 * (size_t)(u->kernel_size - 1) : 0;
	size_t below = unet_maps(u, at + 1);
	struct cube both, skip, up;
	struct extent inner = less(sides(&x), takes);

	if (at == (size_t)u->depth - 1)
		return block(l, unet_encoder(at, 0), x, NULL, NULL);
	if (l->v->fast && l->conv[unet_decoder(u, at, 0)].up)
		return level_doubled(l, at, x);
	if (!u->valid)
		both = take(l, maps + below, inner);
	skip = u->valid ? take(l, maps, inner) : part(&both, 0, maps);
	skip = block(l, unet_encoder(at, 0), x, NULL, &skip);
	x = level(l, at + 1, pool(l, skip));
	if (u->valid) {
		both = take(l, maps + below, times(sides(&x), f));
		skip = apply(l, (struct stage){ .op = &stage_crop }, &skip,
			     part(&both, 0, maps));
	}
	up = part(&both, maps, below);
	up = apply(l,
		   (struct stage){ .op = u->linear ? &stage_up_linear :
						     &stage_up,
				   .k = f },
		   &x, up);
	both.maker = up.maker;
	both.also = skip.maker;
	return block(l, unet_decoder(u, at, 0), both, NULL, NULL);
}

static void lay_out_maps(struct volume_layout *l)
{
	struct volume *v = l->v;
	size_t last = unet_convs(l->u) - 1;
	struct cube x, y;

	v->stages = v->stores = 0;
	x = take(l, (size_t)l->u->in_channels, v->e);
	y = conv(l, last, level(l, 0, x), 0, NULL);
	v->x = x.v;
	v->y = y.v;
	v->x_store = x.store;
	v->y_store = y.store;
	assert(v->stages <= most_stages(l->u) && v->stores <= v->stages + 1);
}

/* All of a sample, or a band of slices. */
static void lay_out_samples(struct volume *v, struct arena *a)
{
	size_t x = v->x.all.h * v->x.all.w * v->x.c;
	size_t y = v->y.all.h * v->y.all.w * v->y.c;

	v->in = arena_take(a, v->back ? y * v->y.n : x * min(BAND, v->x.n));
	v->out = arena_take(a, y * (v->back ? v->y.n : min(BAND, v->y.n)));
}

static void lay_out(struct volume *v, const struct unet *u,
		    const struct conv *conv, struct arena *a)
{
	struct volume_layout l = { .v = v, .u = u, .conv = conv, .arena = a };
	size_t most = conv_form_most_scratch(conv, unet_convs(u), v->back);

	v->activation = u->activation;
	lay_out_maps(&l);
	arena_take(a, READ_PAST);
	lay_out_samples(v, a);
	v->slots = arena_take(a, l.slots);
	/* Pooling without gradients uses a row of it. */
	v->scratch_len = v->fast && most > v->e.w ? most : v->e.w;
	v->scratch_len = round_up(v->scratch_len + READ_PAST, LANES);
	v->scratch = arena_take(a, (size_t)v->threads * v->scratch_len);
}

/* Slices that S makes at once: as many as a band has at its level.  Doubled
 * ones come in pairs. */
static size_t step(const struct volume *v, const struct stage *s)
{
	size_t n = BAND * s->y.n / v->x.n;

	return n < 2 ? 2 : n / 2 * 2;
}

/* The first slice of store ID that somebody still needs. */
static size_t needed(const struct volume *v, size_t id)
{
	size_t slice = id == v->y_store ? v->written : (size_t)-1;

	for (size_t i = 0; i < v->stages; i++) {
		const struct volume_stage *s = &v->stage[i];

		if (s->x == id)
			slice = min(slice, s->s.op->needs(&s->s, s->done));
		if (s->y == id && s->before != NO_STAGE)
			slice = min(slice, s->done);
	}
	return slice;
}

/* Make sure that store ID keeps slices up to TO. */
static void make_room(struct volume *v, size_t id, size_t to)
{
	size_t from = min(needed(v, id), to);

	assert(!v->memory || to - from <= v->kept[id]);
	if (to - from > v->kept[id])
		v->kept[id] = to - from;
}

/* Some slices of a stage, whose pieces are done by whoever is free. */
struct stage_job {
	const struct volume *v;
	const struct stage *s;
	struct stage_span span;
};

static float *scratch_of(const struct volume *v, int worker)
{
	return v->scratch + (size_t)worker * v->scratch_len;
}

static void forward_piece(void *arg, size_t piece, int worker)
{
	const struct stage_job *j = arg;

	j->s->op->forward(j->s, &j->span, piece, scratch_of(j->v, worker));
}

/* Slices of y that stage I can make now. */
static size_t reach(const struct volume *v, size_t i)
{
	const struct volume_stage *s = &v->stage[i];
	size_t there = s->maker == NO_STAGE ? v->read : v->stage[s->maker].done;
	size_t to;

	if (s->also != NO_STAGE)
		there = min(there, v->stage[s->also].done);
	to = s->s.op->reach(&s->s, there);
	if (s->before != NO_STAGE)
		to = min(to, v->stage[s->before].done);
	return to;
}

/* Stage I makes what it can, and is to. */
static void make(struct volume *v, struct thread_pool *pool, size_t i)
{
	struct volume_stage *s = &v->stage[i];
	struct stage_job j = { v, &s->s, { .from = s->done } };

	j.span.to = reach(v, i);
	if (!v->back)
		j.span.to = min(j.span.to, s->done + step(v, &s->s));
	if (j.span.to <= s->done)
		return;
	if (!v->back)
		make_room(v, s->y, j.span.to);
	j.span.threads = (size_t)v->threads;
	if (v->memory)
		thread_pool_run(pool, s->s.op->pieces(&s->s, &j.span),
				forward_piece, &j);
	s->done = j.span.to;
}

static void begin_forward(struct volume *v)
{
	v->read = v->written = 0;
	for (size_t i = 0; i < v->stages; i++)
		v->stage[i].done = 0;
}

static void read_slices(struct volume *v, planes_rows *in, void *arg)
{
	size_t to = min(v->read + BAND, v->x.n);

	make_room(v, v->x_store, to);
	if (v->memory) {
		in(arg, v->read, to, v->in);
		volume_maps_load(&v->x, v->read, to, v->in);
	}
	v->read = to;
}

static void write_slices(struct volume *v, planes_rows *out, void *arg)
{
	size_t past = v->stage[v->stages - 1].done, to;
	size_t n = volume_out_len(v) / v->y.n; /* in a slice */

	for (; v->written < past; v->written = to) {
		to = min(v->written + BAND, past);
		if (!v->memory)
			continue;
		volume_maps_save(&v->y, v->written, to, v->out);
		activation_apply(v->activation, v->out, (to - v->written) * n);
		out(arg, v->written, to, v->out);
	}
}

void volume_forward(struct volume *v, struct thread_pool *pool, planes_rows *in,
		    planes_rows *out, void *arg)
{
	assert(!v->back);
	begin_forward(v);
	while (v->written < v->y.n) {
		if (v->read < v->x.n)
			read_slices(v, in, arg);
		for (size_t i = 0; i < v->stages; i++)
			make(v, pool, i);
		write_slices(v, out, arg);
	}
}

/* Each store is to keep as many slices as a run without memory asks for. */
static void measure(struct volume *v, const struct unet *u,
		    const struct conv *conv)
{
	struct arena nowhere = { 0 };
	float *memory = v->memory;

	v->memory = NULL;
	for (size_t i = 0; i < most_stages(u); i++)
		v->kept[i] = 1;
	lay_out(v, u, conv, &nowhere);
	for (size_t i = 0; i < v->stores; i++)
		v->kept[i] = 0;
	volume_forward(v, NULL, NULL, NULL, NULL);
	v->memory = memory;
}

/* Lay V out, which has its sides and maybe memory, or only count the floats
 * that this takes. */
static size_t count(struct volume *v, const struct unet *u,
		    const struct conv *conv)
{
	struct arena a = { 0 };

	if (!v->stage) {
		v->stage = mem_zero(most_stages(u), sizeof(*v->stage));
		v->kept = mem_zero(most_stages(u), sizeof(*v->kept));
	}
	if (!v->back)
		measure(v, u, conv);
	lay_out(v, u, conv, &a);
	return a.used;
}

size_t volume_len(const struct unet *u, const struct conv *conv,
		  struct extent e, int back, int fast, int threads)
{
	struct volume v = {
		.e = e, .back = back, .fast = fast, .threads = threads
	};
	size_t len = count(&v, u, conv);

	volume_release(&v);
	return len;
}

static int is_laid_out(const struct volume *v, struct extent e, int back,
		       int fast, int threads)
{
	return v->stage && v->e.d == e.d && v->e.h == e.h && v->e.w == e.w &&
	       v->back == back && v->fast == fast && v->threads == threads;
}

void volume_prepare(struct volume *v, const struct unet *u,
		    const struct conv *conv, struct extent e, int back,
		    int fast, int threads)
{
	struct arena a = { 0 };

	if (is_laid_out(v, e, back, fast, threads))
		return;
	v->e = e;
	v->back = back;
	v->fast = fast;
	v->threads = threads;
	mem_zeros(&v->memory, &v->cap, count(v, u, conv));
	a.memory = v->memory;
	lay_out(v, u, conv, &a);
}

void volume_release(struct volume *v)
{
	free(v->memory);
	free(v->stage);
	free(v->kept);
	*v = (struct volume){ 0 };
}

/* One stage's way back. */
struct back_job {
	const struct volume *v;
	const struct stage *s;
	float *slots;
	double *total;
};

static void grad_piece(void *arg, size_t piece, int worker)
{
	const struct back_job *j = arg;

	j->s->op->grad(j->s, piece, j->slots, scratch_of(j->v, worker));
}

static void add_piece(void *arg, size_t piece, int worker)
{
	const struct back_job *j = arg;
	size_t from = piece * PIECE;

	(void)worker;
	stage_slots_add(j->s, j->slots, from,
			min(from + PIECE, stage_slot_len(j->s)),
			j->total + j->s->conv->w_at + from);
}

size_t volume_kept_len(const struct volume *v)
{
	size_t len = 0;

	for (size_t i = 0; i < v->stages; i++)
		len += stage_slots_len(&v->stage[i].s);
	return len;
}

/* The slots lie in the order in which backward makes them. */
void volume_kept_add(const struct volume *v, size_t from, size_t to,
		     double *sum)
{
	const float *slots = v->kept_slots;

	for (size_t i = v->stages; i-- > 0;) {
		const struct stage *s = &v->stage[i].s;
		size_t at, first, end;

		if (!s->op->grad)
			continue;
		at = s->conv->w_at;
		first = from > at ? from : at;
		end = min(to, at + stage_slot_len(s));
		if (first < end)
			stage_slots_add(s, slots, first - at, end - at,
					sum + (first - from));
		slots += stage_slots_len(s);
	}
}

static void back_piece(void *arg, size_t piece, int worker)
{
	const struct back_job *j = arg;

	j->s->op->back(j->s, piece, (size_t)j->v->threads,
		       scratch_of(j->v, worker));
}

static void add_all(struct thread_pool *pool, struct back_job *j)
{
	size_t pieces = (stage_slot_len(j->s) + PIECE - 1) / PIECE;

	thread_pool_run(pool, pieces, add_piece, j);
}

/* The bias lies behind the weights. */
static void backward(struct volume *v, struct thread_pool *pool, double *total)
{
	float *kept = v->kept_slots;

	for (size_t i = v->stages; i-- > 0;) {
		const struct stage *s = &v->stage[i].s;
		struct back_job j = { v, s, kept ? kept : v->slots, total };

		if (s->op->grad)
			thread_pool_run(pool, s->op->grad_pieces(s), grad_piece,
					&j);
		if (s->op->grad && !kept)
			add_all(pool, &j);
		kept = kept ? kept + stage_slots_len(s) : NULL;
		if (s->op->back && s->wanted)
			thread_pool_run(pool,
					s->op->back_pieces(s,
							   (size_t)v->threads),
					back_piece, &j);
	}
}

static size_t sample_len(const struct volume_maps *s)
{
	return s->c * s->n * s->all.h * s->all.w;
}

size_t volume_in_len(const struct volume *v)
{
	return sample_len(&v->x);
}

size_t volume_out_len(const struct volume *v)
{
	return sample_len(&v->y);
}

double volume_gradient(struct volume *v, struct thread_pool *pool,
		       const struct objective *o, struct loss_shape s,
		       const float *x, const float *want, float share,
		       double *total, double *room)
{
	size_t len = volume_out_len(v);
	float *dpred = v->in;
	double value;

	begin_forward(v);
	volume_maps_load(&v->x, 0, v->x.n, x);
	v->read = v->x.n;
	for (size_t i = 0; i < v->stages; i++)
		make(v, pool, i);
	volume_maps_save(&v->y, 0, v->y.n, v->out);
	activation_apply(v->activation, v->out, len);
	value = objective_eval(o, v->out, want, dpred, s, room);
	activation_back(v->activation, v->out, dpred, len, share);
	volume_maps_load(&v->y, 0, v->y.n, dpred);
	backward(v, pool, total);
	return value;
}
