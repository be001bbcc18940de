/*
 * net.c - see net.h.
 *
 * Each sample is one piece of work: a worker takes it through all nodes, in
 * memory of its own.  gradient_sum.h adds up the gradients of the samples.
 */
#include "nn/net.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/size.h"
#include "kernel/arrays.h"
#include "kernel/cpu.h"
#include "kernel/weight_forms.h"
#include "nn/gradient_sum.h"
#include "nn/sample_worker.h"
#include "nn/stream.h"
#include "nn/volume.h"

#define ROUND 4 /* the least number of samples in a round */

struct net {
	struct unet u;
	struct thread_pool *pool;
	struct conv *conv;
	size_t convs;
	struct param *param;
	size_t size;
	float *weights;
	struct weight_forms forms;
	int precise;
	struct sample_worker *work; /* one for each thread */
	struct stream stream;
	struct gradient_sum sum;
	size_t room_len;      /* doubles of scratch memory of a loss */
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

void net_precise(struct net *net, int yes)
{
	weight_forms_release(&net->forms);
	net->precise = net->forms.precise = yes;
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
	net->sum.size = net->size;
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
	weight_forms_release(&net->forms);
	free(net->work);
	free(net->conv);
	free(net->param);
	free(net->weights);
	gradient_sum_release(&net->sum);
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
	net->forms.filled = 0;
	return net->weights;
}

void net_hold(struct net *net, int yes)
{
	net->forms.held = yes;
	net->forms.filled = 0;
}

static void place_form(struct net *net, enum weight_form form)
{
	weight_forms_place(&net->forms, net->conv, net->convs, form);
}

static void prepare_stream(struct net *net, size_t h, size_t w)
{
	/* With "valid" padding the pixels from beyond the edge in Winograd's
	 * tiles would make the bits depend on where the image is cut. */
	int precise = net->precise || net->u.valid;

	assert(!net->u.volume && unet_output(&net->u, h) &&
	       unet_output(&net->u, w));
	place_form(net, precise && !net->precise ? WEIGHT_FORM_DIRECT :
						   WEIGHT_FORM_THERE);
	/* Training and prediction do not need memory at the same time. */
	for (int i = 0; i < thread_pool_threads(net->pool); i++)
		sample_worker_release(&net->work[i]);
	stream_prepare(&net->stream, &net->u, net->conv, h, w, !precise,
		       thread_pool_threads(net->pool));
	weight_forms_pack(&net->forms, net->weights, net->pool);
}

void net_stream(struct net *net, size_t h, size_t w, planes_rows *in,
		planes_rows *out, void *arg)
{
	prepare_stream(net, h, w);
	stream_run(&net->stream, net->pool, in, out, arg);
}

/* A sample (c, n, len) of x and of y: N rows of LEN pixels, or slices. */
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

static void begin_volume(struct net *net, struct extent e)
{
	place_form(net, WEIGHT_FORM_THERE);
	place_form(net, WEIGHT_FORM_BACK);
	volume_prepare(&net->volume, &net->u, net->conv, e, 1, !net->precise,
		       thread_pool_threads(net->pool));
	weight_forms_pack(&net->forms, net->weights, net->pool);
}

/* With "valid" padding only direct convolutions are used: see
 * prepare_stream. */
static void begin_volume_forward(struct net *net, struct extent e)
{
	int precise = net->precise || net->u.valid;

	assert(unet_output(&net->u, e.d) && unet_output(&net->u, e.h) &&
	       unet_output(&net->u, e.w));
	place_form(net, precise && !net->precise ? WEIGHT_FORM_DIRECT :
						   WEIGHT_FORM_THERE);
	volume_prepare(&net->volume, &net->u, net->conv, e, 0, !precise,
		       thread_pool_threads(net->pool));
	weight_forms_pack(&net->forms, net->weights, net->pool);
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
	const struct net_batch *b;
	float *grad;
	struct loss_shape shape; /* of the output for a sample */
	size_t first, n;	 /* samples of this round */
};

static void begin(struct gradient_job *j)
{
	struct net *net = j->net;

	assert(unet_output(&net->u, j->b->e.h) &&
	       unet_output(&net->u, j->b->e.w));
	assert(j->b->e.d == 1);
	place_form(net, WEIGHT_FORM_THERE);
	place_form(net, WEIGHT_FORM_BACK);
	stream_release(&net->stream);
	for (int i = 0; i < thread_pool_threads(net->pool); i++)
		sample_worker_prepare(&net->work[i], &net->u, net->conv,
				      j->b->e.h, j->b->e.w, !net->precise);
	weight_forms_pack(&net->forms, net->weights, net->pool);
}

static void forward(const struct gradient_job *j, struct sample_worker *w,
		    size_t sample)
{
	size_t len = (size_t)j->net->u.in_channels * j->b->e.h * j->b->e.w;

	planes_load(&w->x.v, j->b->x + sample * len);
	sample_worker_forward(w);
}

/* Compute a sample's loss, and add to GRAD its part of the gradient of the mean
 * loss over the batch. */
static double gradient(const struct gradient_job *j, struct sample_worker *w,
		       double *room, size_t i, float *grad)
{
	size_t len = w->y.v.c * w->y.v.h * w->y.v.w;
	int64_t a = j->net->u.activation;
	float share = 1.0f / (float)j->b->all;
	double loss;

	forward(j, w, i);
	planes_save(&w->y.v, w->pred);
	activation_apply(a, w->pred, len);
	loss = objective_eval(j->b->objective, w->pred, j->b->y + i * len,
			      w->dpred, j->shape, room);
	activation_back(a, w->pred, w->dpred, len, share);
	planes_load(&w->y.d, w->dpred);
	sample_worker_backward(w, grad);
	return loss;
}

static void gradient_piece(void *arg, size_t piece, int worker)
{
	struct gradient_job *j = arg;
	struct net *net = j->net;
	float *part = net->sum.part + piece * net->size;

	memset(part, 0, net->size * sizeof(*part));
	net->sum.loss[piece] =
		gradient(j, &net->work[worker],
			 net->sum.room + (size_t)worker * net->room_len,
			 j->first + piece, part);
}

/* Returns the number of samples in a round. */
static size_t round_of(size_t threads, size_t n)
{
	return min(n, (ROUND + threads - 1) / threads * threads);
}

size_t net_round(const struct unet *u, int threads, size_t n)
{
	return u->volume ? 1 : round_of((size_t)threads, n);
}

/* For N samples in a call, of ALL in a batch.  One of several ranks keeps the
 * gradients of EACH samples until it knows the sum of those before.  Alone
 * (EACH is 0) volumes add to the sum as they are computed. */
static struct gradient_sum_need sum_need(const struct net *net, size_t threads,
					 size_t n, size_t all, size_t each)
{
	size_t parts = each ? each : round_of(threads, n);

	if (net->u.volume)
		return (struct gradient_sum_need){
			each, each ? volume_kept_len(&net->volume) : 0, 1,
			net->room_len
		};
	return (struct gradient_sum_need){ parts, parts * net->size,
					   each || parts < all,
					   threads * net->room_len };
}

/* The sums so far of a batch are kept. */
static void reserve(struct net *net, const struct gradient_job *j, size_t each)
{
	size_t threads = (size_t)thread_pool_threads(net->pool);
	const struct net_batch *b = j->b;
	struct gradient_sum_need need;

	if (b->first)
		return;
	net->room_len = objective_room(b->objective, j->shape);
	need = sum_need(net, threads, b->n, b->all, each);
	gradient_sum_begin(&net->sum, &need);
}

static double gradient_of_volume(const struct gradient_job *j, size_t i)
{
	const struct net_batch *b = j->b;
	struct volume *v = &j->net->volume;

	return volume_gradient(v, j->net->pool, b->objective, j->shape,
			       b->x + i * volume_in_len(v),
			       b->y + i * volume_out_len(v),
			       1.0f / (float)b->all, j->net->sum.total,
			       j->net->sum.room);
}

/* One sample after the other, each on all threads: so a batch takes no more
 * memory than a sample. */
static void gradient_of_volumes(const struct gradient_job *j)
{
	const struct net_batch *b = j->b;
	struct net *net = j->net;

	begin_volume(net, b->e);
	net->volume.kept_slots = NULL;
	reserve(net, j, 0);
	if (!b->first)
		memset(net->sum.total, 0, net->size * sizeof(double));
	for (size_t i = 0; i < b->n; i++)
		net->sum.loss_sum += gradient_of_volume(j, i);
	if (b->first + b->n == b->all)
		gradient_sum_round_off(&net->sum, net->pool, j->grad);
}

static struct gradient_sum_round round_at(const struct gradient_job *j,
					  size_t first, size_t n)
{
	size_t before = j->b->first + first;

	return (struct gradient_sum_round){ !before, before + n == j->b->all,
					    j->grad };
}

static double mean_loss(const struct net *net, const struct net_batch *b)
{
	return b->first + b->n < b->all ? 0 :
					  net->sum.loss_sum / (double)b->all;
}

static void gradient_of_planes(struct gradient_job *j)
{
	struct net *net = j->net;
	size_t len = round_of((size_t)thread_pool_threads(net->pool), j->b->n);

	begin(j);
	reserve(net, j, 0);
	for (; j->first < j->b->n; j->first += j->n) {
		struct gradient_sum_round r;

		j->n = min(j->b->n - j->first, len);
		r = round_at(j, j->first, j->n);
		thread_pool_run(net->pool, j->n, gradient_piece, j);
		gradient_sum_add(&net->sum, net->pool, j->n, &r);
	}
}

static void add_samples(void *arg, size_t from, size_t to, double *sum)
{
	const struct gradient_job *j = arg;
	const struct net *net = j->net;

	if (net->u.volume && j->n)
		volume_kept_add(&net->volume, from, to, sum);
	for (size_t p = 0; p < j->n && !net->u.volume; p++)
		arrays_kernels()->add(sum, net->sum.part + p * net->size + from,
				      to - from);
}

/* Compute this rank's samples of round Q. */
static void compute(struct gradient_job *j, const struct ranks_round *q)
{
	struct net *net = j->net;

	j->first = q->from;
	j->n = q->to - q->from;
	if (!net->u.volume)
		thread_pool_run(net->pool, j->n, gradient_piece, j);
	else if (j->n)
		net->sum.loss[0] = gradient_of_volume(j, j->first);
}

int net_gradient_shared(struct net *net, const struct net_batch *b,
			const struct ranks_share *s, float *grad, double *loss,
			struct err *err)
{
	struct gradient_job j = { .net = net,
				  .b = b,
				  .grad = grad,
				  .shape = unet_output_shape(&net->u, b->e) };
	struct ranks_round q = { 0 };

	if (net->u.volume)
		begin_volume(net, b->e);
	else
		begin(&j);
	reserve(net, &j, s->each);
	net->volume.kept_slots = net->sum.part;
	for (size_t first = 0; first < b->n; first += q.n) {
		struct gradient_sum_round r;

		q = ranks_round(s->ranks, s->each, first, b->n);
		r = round_at(&j, first, q.n);
		if (q.place == q.active)
			continue;
		gradient_sum_carry(&net->sum, s->ranks, &q, &r, err);
		if (err->kind == ERR_NONE)
			compute(&j, &q);
		gradient_sum_pass(&net->sum, s->ranks, &q, &r, add_samples, &j,
				  err);
	}
	*loss = mean_loss(net, b);
	return err->kind == ERR_NONE ? 0 : -1;
}

double net_gradient_part(struct net *net, const struct net_batch *b,
			 float *grad)
{
	struct gradient_job j = { .net = net,
				  .b = b,
				  .grad = grad,
				  .shape = unet_output_shape(&net->u, b->e) };

	assert(b->n && b->e.d && b->e.h && b->e.w && b->first + b->n <= b->all);
	if (net->u.volume)
		gradient_of_volumes(&j);
	else
		gradient_of_planes(&j);
	return mean_loss(net, b);
}

double net_gradient(struct net *net, const struct objective *o, const float *x,
		    const float *y, float *grad, size_t n, struct extent e)
{
	const struct net_batch b = { o, x, y, n, e, 0, n };

	return net_gradient_part(net, &b, grad);
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
	a.used += weight_forms_len(net.conv, net.convs, precise, grad);
	free(net.conv);
	return sizeof(float) * (double)a.used;
}

double net_memory_sums(const struct unet *u, int threads,
		       const struct objective *o, struct extent e, size_t n,
		       size_t all)
{
	struct net net = { .u = *u, .size = (size_t)unet_size(u) };
	struct gradient_sum_need need;

	net.room_len = objective_room(o, unet_output_shape(u, e));
	need = sum_need(&net, (size_t)threads, n, all, 0);
	return sizeof(float) * (double)gradient_sum_len(net.size, &need);
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
