/*
 * net.c - a UNet's parameters, its forward pass and its gradient.
 *
 * Each sample is one piece of work: a worker takes it through all nodes in
 * its own memory.  Gradients by the weights are made per sample, a round of
 * samples at a time, and added to the sum in the samples' order: so the
 * bits depend neither on the threads nor on how many samples are a round.
 */
#include "nn/net.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/gemm.h"
#include "nn/kernel.h"
#include "nn/unet.h"
#include "nn/work.h"

#define ROUND 4			/* samples of a round at least */
#define SLICE 16384		/* weights added up in one piece */

struct net {
	struct unet u;
	struct pool *pool;
	struct conv *conv;
	size_t convs;
	struct param *param;
	size_t size;
	float *weights, *packed;
	float *wino;		/* weights for winograd.h, once wanted */
	int precise;
	struct work *work;	/* one a thread */
	float *part;		/* gradients of a round's samples */
	size_t parts;
	double *total;		/* their sum, when there is more than one
				   round */
	double *loss;		/* of each sample of a round */
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

	*c = unet_conv(&net->u, i);
	c->w_at = net->size;
	add_param(net, 2 * i, "weight", &(struct param){
		.shape = { c->out, c->in, c->k, c->k }, .dims = 4,
		.len = c->out * c->in * c->k * c->k });
	c->b_at = net->size;
	add_param(net, 2 * i + 1, "bias", &(struct param){
		.shape = { c->out }, .dims = 1, .len = c->out });
}

static size_t round_up(size_t n)
{
	return (n + LANES - 1) / LANES * LANES;
}

static void place_packed(struct net *net)
{
	size_t len = 0;

	for (size_t i = 0; i < net->convs; i++) {
		const struct conv *c = &net->conv[i];

		len += conv_len(c->in, c->out, c->k);
		len += conv_len(c->out, c->in, c->k);
	}
	net->packed = mem_floats(len);
	len = 0;
	for (size_t i = 0; i < net->convs; i++) {
		struct conv *c = &net->conv[i];

		c->packed = net->packed + len;
		len += conv_len(c->in, c->out, c->k);
		c->flipped = net->packed + len;
		len += conv_len(c->out, c->in, c->k);
	}
}

/* Room for the weights that winograd.h wants, before the first gradient. */
static void place_wino(struct net *net)
{
	size_t len = 0;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < net->convs; i++) {
			struct conv *c = &net->conv[i];

			if (!conv_suits_wino(c))
				continue;
			if (pass)
				c->wino = net->wino + len;
			len += round_up(conv_wino_len(c->in, c->out));
			if (pass)
				c->wino_flipped = net->wino + len;
			len += round_up(conv_wino_len(c->out, c->in));
		}
		if (!pass)
			net->wino = mem_floats(len);
		len = 0;
	}
}

void net_precise(struct net *net, int yes)
{
	net->precise = yes;
}

struct net *net_new(const struct unet *u, struct pool *pool, struct err *err)
{
	struct net *net;

	if (unet_check(u, err) < 0 || kernels_from_env(err) < 0)
		return NULL;
	gemm_init();
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
	net->work = mem_zero((size_t)pool_threads(pool), sizeof(*net->work));
	place_packed(net);
	return net;
}

void net_free(struct net *net)
{
	if (!net)
		return;
	for (int i = 0; i < pool_threads(net->pool); i++)
		work_release(&net->work[i]);
	for (size_t i = 0; i < 2 * net->convs; i++)
		free((char *)(uintptr_t)net->param[i].name);
	free(net->work);
	free(net->conv);
	free(net->param);
	free(net->weights);
	free(net->packed);
	free(net->wino);
	free(net->part);
	free(net->total);
	free(net->loss);
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

/* One call of net_forward or net_gradient, as its pieces see it. */
struct job {
	struct net *net;
	const struct loss *loss;	/* NULL: forward only */
	const float *x, *want;
	float *y, *grad;
	size_t n, h, w;
	size_t first, parts;	/* this round's samples */
	int fast;
};

static void pack_piece(void *arg, size_t piece, int worker)
{
	struct job *j = arg;

	(void)worker;
	conv_pack(&j->net->conv[piece], j->net->weights, j->fast);
}

static void begin(struct job *j)
{
	struct net *net = j->net;

	assert(unet_output(&net->u, j->h) && unet_output(&net->u, j->w));
	/* Prediction must not show where its tiles lie: see winograd.h. */
	j->fast = j->loss && !net->precise;
	if (j->fast && !net->wino)
		place_wino(net);
	for (int i = 0; i < pool_threads(net->pool); i++)
		work_prepare(&net->work[i], &net->u, net->conv, j->h, j->w,
			     j->loss != NULL, j->fast);
	pool_run(net->pool, net->convs, pack_piece, j);
}

static void forward(const struct job *j, struct work *w, size_t sample)
{
	size_t len = (size_t)j->net->u.in_channels * j->h * j->w;

	planes_load(&w->x.v, j->x + sample * len);
	for (size_t i = 0; i < w->nodes; i++)
		op_forward(&w->node[i]);
}

static void forward_piece(void *arg, size_t piece, int worker)
{
	struct job *j = arg;
	struct work *w = &j->net->work[worker];
	size_t len = w->y.v.c * w->y.v.h * w->y.v.w;

	forward(j, w, piece);
	planes_save(&w->y.v, j->y + piece * len);
}

void net_forward(struct net *net, const float *x, float *y, size_t n,
		 size_t h, size_t w)
{
	struct job j = { .net = net, .x = x, .y = y, .n = n, .h = h, .w = w };

	if (!n || !h || !w)
		return;
	begin(&j);
	pool_run(net->pool, n, forward_piece, &j);
}

/* A sample's loss, and GRAD += its gradient, of the mean over the batch. */
static double sample(const struct job *j, struct work *w, size_t i,
		     float *grad)
{
	size_t len = w->y.v.c * w->y.v.h * w->y.v.w;
	float share = 1.0f / (float)j->n;
	double loss;

	forward(j, w, i);
	planes_save(&w->y.v, w->pred);
	loss = j->loss->eval(w->pred, j->want + i * len, w->dpred, len);
	for (size_t p = 0; p < len; p++)
		w->dpred[p] *= share;
	planes_load(&w->y.d, w->dpred);
	for (size_t k = w->nodes; k-- > 0; )
		w->node[k].op->backward(&w->node[k], grad);
	return loss;
}

static void gradient_piece(void *arg, size_t piece, int worker)
{
	struct job *j = arg;
	struct net *net = j->net;
	float *part = net->part + piece * net->size;

	memset(part, 0, net->size * sizeof(*part));
	net->loss[piece] = sample(j, &net->work[worker], j->first + piece,
				  part);
}

static void add_piece(void *arg, size_t piece, int worker)
{
	struct job *j = arg;
	size_t size = j->net->size, end = (piece + 1) * SLICE;
	double *total = j->net->total;

	(void)worker;
	if (end > size)
		end = size;
	for (size_t i = piece * SLICE; i < end; i++) {
		double sum = j->first ? total[i] : 0;

		for (size_t p = 0; p < j->parts; p++)
			sum += j->net->part[p * size + i];
		if (j->first + j->parts < j->n)
			total[i] = sum;
		else
			j->grad[i] = (float)sum;
	}
}

size_t net_round(size_t threads, size_t n)
{
	size_t len = (ROUND + threads - 1) / threads * threads;

	return n < len ? n : len;
}

/* Room for the gradients of N samples, PARTS in a round. */
static void reserve(struct net *net, size_t n, size_t parts)
{
	if (net->parts < parts) {
		free(net->part);
		net->part = mem_floats(parts * net->size);
		net->loss = mem_grow(net->loss, parts, sizeof(*net->loss));
		net->parts = parts;
	}
	if (parts < n && !net->total)
		net->total = mem_alloc(net->size * sizeof(*net->total));
}

double net_gradient(struct net *net, const struct loss *loss, const float *x,
		    const float *y, float *grad, size_t n, size_t h, size_t w)
{
	struct job j = {
		.net = net, .loss = loss, .x = x, .want = y, .grad = grad,
		.n = n, .h = h, .w = w,
	};
	size_t len = net_round((size_t)pool_threads(net->pool), n);
	double total = 0;

	assert(n && h && w);
	begin(&j);
	reserve(net, n, len);
	for (; j.first < n; j.first += j.parts) {
		j.parts = n - j.first < len ? n - j.first : len;
		pool_run(net->pool, j.parts, gradient_piece, &j);
		pool_run(net->pool, (net->size + SLICE - 1) / SLICE,
			 add_piece, &j);
		for (size_t i = 0; i < j.parts; i++)
			total += net->loss[i];
	}
	return total / (double)n;
}
