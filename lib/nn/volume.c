/*
 * volume.c - see volume.h.
 *
 * As in graph.c, a skip connection copies nothing: the encoder and the
 * upsampling write into two parts of one map, the decoder's input.  Only with
 * "valid" padding, where the encoder's map is larger, is its middle copied.
 */
#include "nn/volume.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct volume_layout {
	const struct unet *u;
	const struct conv *conv;
	struct arena values, grads; /* without memory; data NULL means not
				       wanted */
	struct stage *stage;
	size_t stages;
	struct cube x, y;
};

/* Returns an upper bound on the number of stages. */
static size_t most_stages(const struct unet *u)
{
	return unet_convs(u) + 3 * (size_t)u->depth;
}

/* Take new maps of C channels. */
static struct cube take(struct volume_layout *l, size_t c, struct extent e)
{
	const struct unet *u = l->u;
	size_t k = u->valid ? 1 : (size_t)u->kernel_size;
	struct solid s = { e.d, e.h, e.w, (k - 1) / 2, k / 2, unet_halo(u) };
	size_t len = volume_maps_len(&s, c);

	return (struct cube){
		volume_maps_in(arena_take(&l->values, len), &s, c),
		volume_maps_in(arena_take(&l->grads, len), &s, c),
	};
}

static struct cube part(const struct cube *m, size_t first, size_t c)
{
	return (struct cube){ volume_maps_part(&m->v, first, c),
			      volume_maps_part(&m->d, first, c) };
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

static struct cube apply(struct volume_layout *l, struct stage s, struct cube y)
{
	s.y = y;
	if (l->stage)
		l->stage[l->stages] = s;
	l->stages++;
	return y;
}

/* Add convolution I; its output is TO or, if that is NULL, new maps. */
static struct cube conv(struct volume_layout *l, size_t i, struct cube x,
			int relu, const struct cube *to)
{
	const struct conv *c = &l->conv[i];
	struct stage s = { stage_conv, stage_conv_back, .x = x, .conv = c,
			   .relu = relu };
	size_t takes = c->valid ? c->k - 1 : 0;

	return apply(l, s, to ? *to : take(l, c->out, less(sides(&x), takes)));
}

/* Add two convolutions with ReLU, FIRST and the next. */
static struct cube block(struct volume_layout *l, size_t first, struct cube x,
			 const struct cube *to)
{
	x = conv(l, first, x, 1, NULL);
	return conv(l, first + 1, x, 1, to);
}

/* Add the encoder, the levels below and the decoder of level AT. */
static struct cube level(struct volume_layout *l, size_t at, struct cube x)
{
	const struct unet *u = l->u;
	size_t maps = unet_maps(u, at), f = (size_t)u->downsample_factor;
	size_t takes = u->valid ? 2 * (size_t)(u->kernel_size - 1) : 0;
	size_t below = unet_maps(u, at + 1);
	struct cube both, skip, in, up;
	struct extent inner = less(sides(&x), takes);

	if (at == (size_t)u->depth - 1)
		return block(l, unet_encoder(at, 0), x, NULL);
	if (!u->valid)
		both = take(l, maps + below, inner);
	skip = u->valid ? take(l, maps, inner) : part(&both, 0, maps);
	skip = block(l, unet_encoder(at, 0), x, &skip);
	in = apply(l,
		   (struct stage){ stage_pool, stage_pool_back, .x = skip,
				   .k = f },
		   take(l, maps, over(inner, f)));
	in = level(l, at + 1, in);
	if (u->valid) {
		both = take(l, maps + below, times(sides(&in), f));
		apply(l,
		      (struct stage){ stage_crop, stage_crop_back, .x = skip },
		      part(&both, 0, maps));
	}
	up = part(&both, maps, below);
	apply(l, (struct stage){ stage_up, stage_up_back, .x = in, .k = f },
	      up);
	return block(l, unet_decoder(u, at, 0), both, NULL);
}

static void lay_out_maps(struct volume_layout *l, struct extent e)
{
	size_t last = unet_convs(l->u) - 1;

	l->stages = 0;
	l->x = take(l, (size_t)l->u->in_channels, e);
	l->x.d.all.data = NULL;
	l->y = conv(l, last, level(l, 0, l->x), 0, NULL);
}

/* The gradients of the maps are laid out like their values. */
static void lay_out(struct volume *v, const struct unet *u,
		    const struct conv *conv, struct arena *a)
{
	struct volume_layout l = { .u = u, .conv = conv, .stage = v->stage };
	size_t out_len = (size_t)u->out_channels * unet_output(u, v->e.d) *
			 unet_output(u, v->e.h) * unet_output(u, v->e.w);
	size_t scratch_len = conv_form_most_scratch(conv, unet_convs(u));

	lay_out_maps(&l, v->e);
	v->len = l.values.used + READ_PAST;
	l.values = (struct arena){ .memory = arena_take(a, v->len) };
	l.grads = (struct arena){ 0 };
	if (v->back) {
		v->grads = l.grads.memory = arena_take(a, v->len);
		v->pred = arena_take(a, out_len);
		v->dpred = arena_take(a, out_len);
	}
	v->scratch_len = 0;
	if (v->fast && scratch_len)
		v->scratch_len = round_up(scratch_len + READ_PAST, LANES);
	v->scratch = arena_take(a, (size_t)v->threads * v->scratch_len);
	lay_out_maps(&l, v->e);
	assert(l.stages <= most_stages(u));
	v->stages = l.stages;
	v->x = l.x;
	v->y = l.y;
}

size_t volume_len(const struct unet *u, const struct conv *conv,
		  struct extent e, int back, int fast, int threads)
{
	struct volume v = {
		.e = e, .back = back, .fast = fast, .threads = threads
	};
	struct arena a = { 0 };

	lay_out(&v, u, conv, &a);
	return a.used;
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
	if (!v->stage)
		v->stage = mem_zero(most_stages(u), sizeof(*v->stage));
	lay_out(v, u, conv, &a);
	mem_zeros(&v->memory, &v->cap, a.used);
	a = (struct arena){ .memory = v->memory };
	lay_out(v, u, conv, &a);
}

void volume_release(struct volume *v)
{
	free(v->memory);
	free(v->stage);
	*v = (struct volume){ 0 };
}

static float *scratch_of(const struct volume *v, int worker)
{
	return v->scratch_len ? v->scratch + (size_t)worker * v->scratch_len :
				NULL;
}

/* A stage whose slices are computed by whichever thread is free. */
struct shared {
	const struct volume *v;
	const struct stage *stage;
};

static void make_slice(void *arg, size_t z, int worker)
{
	const struct shared *s = arg;

	s->stage->forward(s->stage, z, scratch_of(s->v, worker));
}

void volume_forward(struct volume *v, struct thread_pool *pool, const float *x,
		    float *y)
{
	volume_maps_load(&v->x.v, x);
	for (size_t i = 0; i < v->stages; i++) {
		struct shared s = { v, &v->stage[i] };

		thread_pool_run(pool, s.stage->y.v.n, make_slice, &s);
	}
	volume_maps_save(&v->y.v, y);
}

static void forward(const struct volume *v)
{
	float *scratch = scratch_of(v, 0);

	for (size_t i = 0; i < v->stages; i++)
		for (size_t z = 0; z < v->stage[i].y.v.n; z++)
			v->stage[i].forward(&v->stage[i], z, scratch);
}

static void backward(const struct volume *v, float *grad)
{
	float *scratch = scratch_of(v, 0);

	for (size_t i = v->stages; i-- > 0;)
		for (size_t z = 0; z < v->stage[i].y.v.n; z++)
			v->stage[i].backward(&v->stage[i], z, scratch, grad);
}

static size_t sample_len(const struct volume_maps *s)
{
	return s->c * s->n * s->all.h * s->all.w;
}

size_t volume_in_len(const struct volume *v)
{
	return sample_len(&v->x.v);
}

size_t volume_out_len(const struct volume *v)
{
	return sample_len(&v->y.v);
}

double volume_gradient(struct volume *v, const struct loss *loss,
		       const float *x, const float *want, size_t i, size_t n,
		       float *grad)
{
	size_t len = volume_out_len(v);
	double value;

	volume_maps_load(&v->x.v, x + i * volume_in_len(v));
	forward(v);
	volume_maps_save(&v->y.v, v->pred);
	value = loss->eval(v->pred, want + i * len, v->dpred, len);
	for (size_t k = 0; k < len; k++)
		v->dpred[k] *= 1.0f / (float)n;
	memset(v->grads, 0, v->len * sizeof(*v->grads));
	volume_maps_load(&v->y.d, v->dpred);
	backward(v, grad);
	return value;
}

/* Exchanges the dimensions in and k of one convolution's weights. */
static void turn(const struct conv *c, const float *from, float *to, int back)
{
	size_t area = c->k * c->k, in = back ? c->k : c->in;
	size_t k = back ? c->in : c->k;

	for (size_t o = 0; o < c->out; o++)
		for (size_t z = 0; z < k; z++)
			for (size_t i = 0; i < in; i++, to += area)
				memcpy(to, from + ((o * in + i) * k + z) * area,
				       area * sizeof(*to));
}

void volume_turn(const struct unet *u, const float *from, float *to, int back)
{
	for (size_t i = 0; i < unet_convs(u); i++) {
		struct conv c = unet_conv(u, i);
		size_t len = c.out * c.in * c.k * c.k * c.k;

		turn(&c, from, to, back);
		memcpy(to + len, from + len, c.out * sizeof(*to));
		from += len + c.out;
		to += len + c.out;
	}
}
