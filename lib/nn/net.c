/*
 * net.c - see net.h.
 *
 * Each sample is one piece of work: a worker takes it through all nodes, in
 * memory of its own.  Samples are handled in rounds.  Each sample of a round
 * has a gradient of its own with respect to the weights.  These are added to
 * the sum in the order of the samples.  So the bits do not depend on the
 * number of threads, nor on the size of a round.
 */
#include "nn/net.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "kernel/cpu.h"
#include "nn/sample_worker.h"
#include "nn/stream.h"
#include "nn/volume.h"

#define ROUND 4	    /* the least number of samples in a round */
#define SLICE 16384 /* how many weights are added up in one piece */

/* Forms of the weights, as the kernels read them: for the forward pass, for the
 * backward pass, and for a forward pass by direct convolutions if the network
 * also has fast ones. */
enum { THERE, BACK, DIRECT, FORMS };

struct net {
	struct unet u;
	struct thread_pool *pool;
	struct conv *conv;
	size_t convs;
	struct param *param;
	size_t size;
	float *weights;
	float *form[FORMS]; /* as the kernels read them */
	int precise;
	struct sample_worker *work; /* one for each thread */
	struct stream stream;
	float *sums; /* memory of PART, TOTAL and LOSS */
	size_t sums_cap;
	float *part;	      /* gradients of a round's samples */
	double *total;	      /* their sum if there is more than one round */
	double *loss;	      /* loss of each sample of a round */
	double *room;	      /* scratch memory of the loss, for each thread */
	size_t room_len;      /* ... of one thread, in doubles */
	double loss_sum;      /* of the samples so far of a batch */
	struct volume volume; /* for ndim 3 this replaces WORK and STREAM */
};

static void add_param(struct net *net, size_t i, const char *suffix,
		      const struct param *shape)
{
	struct param *p = &net->param[i];
	char *name = unet_conv_name(&net->u, i / 2);

	*p = *shape;
	p->name = mem_printf("%s.%s", name, suffix);
	p->offset = net->size;
	net->size += p->len;
	free(name);
}

static void add_conv(struct net *net, size_t i)
{
	struct conv *c = &net->conv[i];
	int volume = net->u.volume != 0;

	*c = unet_conv(&net->u, i);
	c->w_at = net->size;
	add_param(net, 2 * i, "weight",
		  &(struct param){ .shape = { c->out, c->in, c->k, c->k,
					      volume ? c->k : 0 },
				   .dims = volume ? 5 : 4,
				   .len = c->out * c->in * conv_form_taps(c) });
	c->b_at = net->size;
	add_param(net, 2 * i + 1, "bias",
		  &(struct param){
			  .shape = { c->out }, .dims = 1, .len = c->out });
}

/* Lay out the forms of N convolutions. */
static void lay_out_forms(struct conv *conv, size_t n, struct arena *a,
			  int precise, int back)
{
	for (size_t i = 0; i < n; i++)
		conv_form_place(&conv[i], a, precise, back);
}

/* Allocate one of the forms when it is first needed. */
static void place_form(struct net *net, int form)
{
	int precise = net->precise || form == DIRECT, back = form == BACK;
	struct arena a = { 0 };

	if (net->form[form])
		return;
	lay_out_forms(net->conv, net->convs, &a, precise, back);
	a.memory = net->form[form] = mem_floats(a.used);
	a.used = 0;
	lay_out_forms(net->conv, net->convs, &a, precise, back);
}

static void free_forms(struct net *net)
{
	for (int i = 0; i < FORMS; i++) {
		free(net->form[i]);
		net->form[i] = NULL;
	}
	for (size_t i = 0; i < net->convs; i++) {
		struct conv *c = &net->conv[i];

		c->packed = c->flipped = c->winograd = c->winograd_flipped =
			NULL;
		c->upsampled = c->upsampled_back = NULL;
	}
}

void net_precise(struct net *net, int yes)
{
	free_forms(net);
	net->precise = yes;
}

struct net *net_new(const struct unet *u, struct thread_pool *pool,
		    struct err *err)
{
	struct net *net;

	if (unet_check(u, err) < 0 || cpu_from_env(err) < 0)
		return NULL;
	net = mem_zero(1, sizeof(*net));
	net->u = *u;
	net->pool = pool;
	net->convs = unet_convs(u);
	net->conv = mem_zero(net->convs, sizeof(*net->conv));
	net->param = mem_zero(2 * net->convs, sizeof(*net->param));
	for (size_t i = 0; i < net->convs; i++)
		add_conv(net, i);
	net->weights = mem_floats(net->size);
	memset(net->weights, 0, net->size * sizeof(*net->weights));
	net->work = mem_zero((size_t)thread_pool_threads(pool),
			     sizeof(*net->work));
	return net;
}

void net_free(struct net *net)
{
	if (!net)
		return;
	for (int i = 0; i < thread_pool_threads(net->pool); i++)
		sample_worker_release(&net->work[i]);
	volume_release(&net->volume);
	for (size_t i = 0; i < 2 * net->convs; i++)
		free((char *)(uintptr_t)net->param[i].name);
	stream_release(&net->stream);
	free_forms(net);
	free(net->work);
	free(net->conv);
	free(net->param);
	free(net->weights);
	free(net->sums);
	free(net);
}

const struct unet *net_unet(const struct net *net)
{
	return &net->u;
}

size_t net_params(const struct net *net)
{
	return 2 * net->convs;
}

const struct param *net_param(const struct net *net, size_t i)
{
	return &net->param[i];
}

size_t net_size(const struct net *net)
{
	return net->size;
}

float *net_weights(struct net *net)
{
	return net->weights;
}

static void pack_piece(void *arg, size_t piece, int worker)
{
	struct net *net = arg;

	(void)worker;
	conv_form_pack(&net->conv[piece], net->weights);
}

/* Fill those forms that have been allocated. */
static void pack_forms(struct net *net)
{
	thread_pool_run(net->pool, net->convs, pack_piece, net);
}

static void prepare_stream(struct net *net, size_t h, size_t w)
{
	/* Winograd's tiles at an edge contain pixels from beyond the edge.
	 * With "valid" padding these would make the bits depend on where the
	 * image is cut. */
	int precise = net->precise || net->u.valid;

	assert(!net->u.volume && unet_output(&net->u, h) &&
	       unet_output(&net->u, w));
	place_form(net, precise && !net->precise ? DIRECT : THERE);
	/* Training and prediction do not need memory at the same time. */
	for (int i = 0; i < thread_pool_threads(net->pool); i++)
		sample_worker_release(&net->work[i]);
	stream_prepare(&net->stream, &net->u, net->conv, h, w, !precise,
		       thread_pool_threads(net->pool));
	pack_forms(net);
}

void net_stream(struct net *net, size_t h, size_t w, planes_rows *in,
		planes_rows *out, void *arg)
{
	prepare_stream(net, h, w);
	stream_run(&net->stream, net->pool, in, out, arg);
}

/* A sample in memory, (c, n, len) of x and of y: N rows of LEN pixels, or
 * slices. */
struct sample_rows {
	const struct net *net;
	const float *x;
	float *y;
	size_t n, len, y_n, y_len;
};

static void rows_in(void *arg, size_t from, size_t to, float *px)
{
	const struct sample_rows *s = arg;
	size_t len = (to - from) * s->len;

	for (int64_t c = 0; c < s->net->u.in_channels; c++)
		memcpy(px + (size_t)c * len,
		       s->x + ((size_t)c * s->n + from) * s->len,
		       len * sizeof(*px));
}

static void rows_out(void *arg, size_t from, size_t to, float *px)
{
	struct sample_rows *s = arg;
	size_t len = (to - from) * s->y_len;

	for (int64_t c = 0; c < s->net->u.out_channels; c++)
		memcpy(s->y + ((size_t)c * s->y_n + from) * s->y_len,
		       px + (size_t)c * len, len * sizeof(*px));
}

static void forward_planes(struct net *net, const float *x, float *y, size_t n,
			   size_t h, size_t w)
{
	struct sample_rows s = { net, x, y, h, w, 0, 0 };

	if (!n || !h || !w)
		return;
	s.y_n = unet_output(&net->u, h);
	s.y_len = unet_output(&net->u, w);
	prepare_stream(net, h, w);
	for (; n--; s.x += (size_t)net->u.in_channels * h * w,
		    s.y += (size_t)net->u.out_channels * s.y_n * s.y_len)
		stream_run(&net->stream, net->pool, rows_in, rows_out, &s);
}

static void check_extent(const struct net *net, struct extent e)
{
	assert(unet_output(&net->u, e.d) && unet_output(&net->u, e.h) &&
	       unet_output(&net->u, e.w));
}

static void begin_volume(struct net *net, struct extent e)
{
	check_extent(net, e);
	place_form(net, THERE);
	place_form(net, BACK);
	volume_prepare(&net->volume, &net->u, net->conv, e, 1, !net->precise,
		       thread_pool_threads(net->pool));
	pack_forms(net);
}

/* With "valid" padding only direct convolutions are used: see
 * prepare_stream. */
static void begin_volume_forward(struct net *net, struct extent e)
{
	int precise = net->precise || net->u.valid;

	check_extent(net, e);
	place_form(net, precise && !net->precise ? DIRECT : THERE);
	volume_prepare(&net->volume, &net->u, net->conv, e, 0, !precise,
		       thread_pool_threads(net->pool));
	pack_forms(net);
}

void net_stream_slices(struct net *net, struct extent e, planes_rows *in,
		       planes_rows *out, void *arg)
{
	assert(net->u.volume);
	begin_volume_forward(net, e);
	volume_forward(&net->volume, net->pool, in, out, arg);
}

static void forward_slices(struct net *net, const float *x, float *y, size_t n,
			   struct extent e)
{
	struct sample_rows s = { net, x, y, e.d, e.h * e.w, 0, 0 };

	s.y_n = unet_output(&net->u, e.d);
	s.y_len = unet_output(&net->u, e.h) * unet_output(&net->u, e.w);
	begin_volume_forward(net, e);
	for (; n--; s.x += volume_in_len(&net->volume),
		    s.y += volume_out_len(&net->volume))
		volume_forward(&net->volume, net->pool, rows_in, rows_out, &s);
}

void net_forward(struct net *net, const float *x, float *y, size_t n,
		 struct extent e)
{
	if (!n || !e.d || !e.h || !e.w)
		return;
	if (net->u.volume) {
		forward_slices(net, x, y, n, e);
		return;
	}
	assert(e.d == 1);
	forward_planes(net, x, y, n, e.h, e.w);
}

/* what all pieces of one net_gradient need */
struct gradient_job {
	struct net *net;
	const struct objective *objective;
	const float *x, *want;
	float *grad;
	size_t n, all, before; /* samples: now, of the batch, in calls before */
	struct extent e;
	struct loss_shape shape; /* of the output for a sample */
	size_t first, parts;	 /* the samples of this round */
};

static void begin(struct gradient_job *j)
{
	struct net *net = j->net;

	assert(unet_output(&net->u, j->e.h) && unet_output(&net->u, j->e.w));
	assert(j->e.d == 1);
	place_form(net, THERE);
	place_form(net, BACK);
	stream_release(&net->stream);
	for (int i = 0; i < thread_pool_threads(net->pool); i++)
		sample_worker_prepare(&net->work[i], &net->u, net->conv, j->e.h,
				      j->e.w, !net->precise);
	pack_forms(net);
}

static void forward(const struct gradient_job *j, struct sample_worker *w,
		    size_t sample)
{
	size_t len = (size_t)j->net->u.in_channels * j->e.h * j->e.w;

	planes_load(&w->x.v, j->x + sample * len);
	sample_worker_forward(w);
}

/* Compute a sample's loss, and add to GRAD its part of the gradient of the mean
 * loss over the batch. */
static double gradient(const struct gradient_job *j, struct sample_worker *w,
		       double *room, size_t i, float *grad)
{
	size_t len = w->y.v.c * w->y.v.h * w->y.v.w;
	float share = 1.0f / (float)j->all;
	double loss;

	forward(j, w, i);
	planes_save(&w->y.v, w->pred);
	loss = objective_eval(j->objective, w->pred, j->want + i * len,
			      w->dpred, j->shape, room);
	for (size_t p = 0; p < len; p++)
		w->dpred[p] *= share;
	planes_load(&w->y.d, w->dpred);
	sample_worker_backward(w, grad);
	return loss;
}

static void gradient_piece(void *arg, size_t piece, int worker)
{
	struct gradient_job *j = arg;
	struct net *net = j->net;
	float *part = net->part + piece * net->size;

	memset(part, 0, net->size * sizeof(*part));
	net->loss[piece] = gradient(j, &net->work[worker],
				    net->room + (size_t)worker * net->room_len,
				    j->first + piece, part);
}

static void add_piece(void *arg, size_t piece, int worker)
{
	struct gradient_job *j = arg;
	size_t size = j->net->size, end = (piece + 1) * SLICE;
	double *total = j->net->total;

	(void)worker;
	if (end > size)
		end = size;
	for (size_t i = piece * SLICE; i < end; i++) {
		double sum = j->before + j->first ? total[i] : 0;

		for (size_t p = 0; p < j->parts; p++)
			sum += j->net->part[p * size + i];
		if (j->before + j->first + j->parts < j->all)
			total[i] = sum;
		else
			j->grad[i] = (float)sum;
	}
}

/* Returns the number of samples in a round. */
static size_t round_of(size_t threads, size_t n)
{
	return min(n, (ROUND + threads - 1) / threads * threads);
}

/* Allocate the gradients of N samples in a call, of ALL in a batch, and the
 * scratch memory of the loss. */
static void lay_out_sums(struct net *net, size_t threads, size_t n, size_t all,
			 struct arena *a)
{
	size_t parts = round_of(threads, n);

	if (net->u.volume) {
		net->total = (double *)arena_take(a, 2 * net->size);
		net->room = (double *)arena_take(a, 2 * net->room_len);
		return;
	}
	net->part = arena_take(a, parts * net->size);
	net->loss = (double *)arena_take(a, 2 * parts);
	if (parts < all)
		net->total = (double *)arena_take(a, 2 * net->size);
	net->room = (double *)arena_take(a, 2 * threads * net->room_len);
}

/* The sums so far of a batch are kept: they lie where they did before. */
static void reserve(struct net *net, const struct gradient_job *j)
{
	size_t threads = (size_t)thread_pool_threads(net->pool);
	struct arena a = { 0 };

	if (j->before)
		return;
	net->room_len = objective_room(j->objective, j->shape);
	net->loss_sum = 0;
	lay_out_sums(net, threads, j->n, j->all, &a);
	if (a.used > net->sums_cap) {
		free(net->sums);
		net->sums = mem_floats(a.used);
		net->sums_cap = a.used;
	}
	a = (struct arena){ .memory = net->sums };
	lay_out_sums(net, threads, j->n, j->all, &a);
}

/* One sample after the other, each on all threads: so a batch takes no more
 * memory than a sample. */
static void gradient_of_volumes(const struct gradient_job *j)
{
	struct net *net = j->net;
	struct volume *v = &net->volume;

	begin_volume(net, j->e);
	reserve(net, j);
	if (!j->before)
		memset(net->total, 0, net->size * sizeof(*net->total));
	for (size_t i = 0; i < j->n; i++)
		net->loss_sum +=
			volume_gradient(v, net->pool, j->objective, j->shape,
					j->x + i * volume_in_len(v),
					j->want + i * volume_out_len(v),
					1.0f / (float)j->all, net->total,
					net->room);
	for (size_t i = 0; i < net->size && j->before + j->n == j->all; i++)
		j->grad[i] = (float)net->total[i];
}

static void gradient_of_planes(struct gradient_job *j)
{
	struct net *net = j->net;
	size_t len = round_of((size_t)thread_pool_threads(net->pool), j->n);

	begin(j);
	reserve(net, j);
	for (; j->first < j->n; j->first += j->parts) {
		j->parts = min(j->n - j->first, len);
		thread_pool_run(net->pool, j->parts, gradient_piece, j);
		thread_pool_run(net->pool, (net->size + SLICE - 1) / SLICE,
				add_piece, j);
		for (size_t i = 0; i < j->parts; i++)
			net->loss_sum += net->loss[i];
	}
}

double net_gradient_part(struct net *net, const struct objective *o,
			 const float *x, const float *y, float *grad, size_t n,
			 struct extent e, size_t first, size_t all)
{
	struct loss_shape s = unet_output_shape(&net->u, e);
	struct gradient_job j = {
		net, o, x, y, grad, n, all, first, e, s, 0, 0
	};

	assert(n && e.d && e.h && e.w && first + n <= all);
	if (net->u.volume)
		gradient_of_volumes(&j);
	else
		gradient_of_planes(&j);
	return first + n < all ? 0 : net->loss_sum / (double)all;
}

double net_gradient(struct net *net, const struct objective *o, const float *x,
		    const float *y, float *grad, size_t n, struct extent e)
{
	return net_gradient_part(net, o, x, y, grad, n, e, 0, n);
}

/* Returns the convolutions of U, without weights; the caller frees net.conv. */
static struct net without_weights(const struct unet *u)
{
	struct net net = { .u = *u, .convs = unet_convs(u) };

	net.conv = mem_zero(net.convs, sizeof(*net.conv));
	for (size_t i = 0; i < net.convs; i++)
		net.conv[i] = unet_conv(u, i);
	net.size = (size_t)unet_size(u);
	return net;
}

double net_memory_weights(const struct unet *u, int precise, int grad)
{
	struct net net = without_weights(u);
	struct arena a = { 0 };

	arena_take(&a, net.size);
	lay_out_forms(net.conv, net.convs, &a, precise, 0);
	if (grad)
		lay_out_forms(net.conv, net.convs, &a, precise, 1);
	free(net.conv);
	return sizeof(float) * (double)a.used;
}

double net_memory_sums(const struct unet *u, int threads,
		       const struct objective *o, struct extent e, size_t n,
		       size_t all)
{
	struct net net = { .u = *u, .size = (size_t)unet_size(u) };
	struct arena a = { 0 };

	net.room_len = objective_room(o, unet_output_shape(u, e));
	lay_out_sums(&net, (size_t)threads, n, all, &a);
	return sizeof(float) * (double)a.used;
}

double net_memory_gradient(const struct unet *u, int threads, struct extent e,
			   int precise)
{
	struct net net = without_weights(u);
	size_t len = u->volume ?
			     volume_len(u, net.conv, e, 1, !precise, threads) :
			     (size_t)threads * sample_worker_len(u, net.conv,
								 e.h, e.w,
								 !precise);

	free(net.conv);
	return sizeof(float) * (double)len;
}

double net_memory_forward(const struct unet *u, int threads, struct extent e,
			  int precise)
{
	struct net net = without_weights(u);
	int fast = !precise && !u->valid;
	size_t len = u->volume ?
			     volume_len(u, net.conv, e, 0, fast, threads) :
			     stream_len(u, net.conv, e.h, e.w, fast, threads);

	free(net.conv);
	return sizeof(float) * (double)len;
}
