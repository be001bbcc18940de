/*
 * helpers.c - see helpers.h.
 *
 * Rank 0 gives an order to all; both sides of each order stand here, one below
 * the other.
 */
#include "train/helpers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "train/crop.h"
#include "train/setup.h"

enum order_kind { ORDER_END, ORDER_START, ORDER_GRADIENT, ORDER_IMAGES };

struct order {
	enum order_kind kind;
	int weights;	 /* 1: the weights follow */
	uint64_t number; /* of the batch, or of the first image */
};

/* in one helper */
struct helper {
	struct ranks_share share;
	struct train_options o;
	struct manifest pairs;
	struct thread_pool *pool;
	struct train *t; /* NULL: it could not be set up */
	struct strs texts, allow;
};

static void give_order(const struct ranks *ranks, enum order_kind kind,
		       uint64_t number, int weights)
{
	struct order o = { kind, weights, number };

	ranks->share(&o, sizeof(o));
}

static void share_weights(const struct ranks *ranks, struct net *net)
{
	ranks->share(net_weights(net), net_size(net) * sizeof(float));
}

/* --- the training -------------------------------------------------------- */

static void give_text(const struct ranks *ranks, const char *text)
{
	size_t n = text ? strlen(text) + 1 : 0;

	ranks->share(&n, sizeof(n));
	if (n)
		ranks->share((char *)(uintptr_t)text, n);
}

/* H owns the text. */
static const char *take_text(struct helper *h)
{
	size_t n;
	char *text;

	h->share.ranks->share(&n, sizeof(n));
	if (!n)
		return NULL;
	text = mem_alloc(n);
	h->share.ranks->share(text, n);
	strs_take(&h->texts, text);
	return text;
}

static void give_manifest(const struct ranks *ranks, const struct manifest *p)
{
	struct buf text = { 0 };

	tsv_text(&p->table, &text);
	give_text(ranks, p->table.path);
	give_text(ranks, buf_text(&text));
	buf_release(&text);
}

static int take_manifest(struct helper *h, struct err *err)
{
	const char *name = take_text(h), *text = take_text(h);
	struct buf b = { 0 };
	int rc;

	buf_str(&b, text);
	rc = manifest_parse(&h->pairs, name, &b, err);
	buf_release(&b);
	return rc;
}

/* Texts and losses lie elsewhere in another process. */
static void give_options(const struct ranks *ranks,
			 const struct train_options *o)
{
	struct train_options copy = *o;
	struct buf loss = { 0 };

	objective_text(&o->loss, &loss);
	ranks->share(&copy, sizeof(copy));
	give_text(ranks, buf_text(&loss));
	give_text(ranks, o->batch.split);
	give_text(ranks, o->val_split);
	give_text(ranks, o->cache);
	buf_release(&loss);
}

/* Rank 0 alone checks and writes. */
static int take_options(struct helper *h, struct err *err)
{
	struct train_options *o = &h->o;
	double foreground;
	int rc;

	h->share.ranks->share(o, sizeof(*o));
	foreground = o->loss.foreground;
	rc = objective_read(&o->loss, take_text(h), err);
	o->loss.foreground = foreground;
	o->batch.split = take_text(h);
	o->val_split = take_text(h);
	o->cache = take_text(h);
	o->ranks = h->share.ranks;
	o->allow = &h->allow;
	o->checks = 0;
	o->init = o->dir = NULL;
	o->earlier = NULL;
	o->helpers = NULL;
	strs_add(&h->allow, "C8");
	return rc;
}

/* what else the helpers must know */
struct start {
	int threads; /* as asked for; 0: automatic */
	size_t each;
};

void helpers_start(struct helpers *h, const struct ranks *ranks,
		   struct train_options *o, const struct manifest *p,
		   int threads, const struct thread_pool *pool)
{
	struct start s = { threads, 0 };

	if (!ranks)
		return;
	s.each = net_round(&o->unet, thread_pool_threads(pool), o->batch.batch);
	o->ranks = ranks;
	o->helpers = h;
	*h = (struct helpers){ { ranks, s.each }, 1, 0 };
	give_order(ranks, ORDER_START, 0, 0);
	ranks->share(&s, sizeof(s));
	give_options(ranks, o);
	give_manifest(ranks, p);
}

/* What a helper answers when it is set up. */
struct answer {
	struct err err;
	char data[2 * sizeof(struct digest) + 1]; /* of its images */
};

static void set_up(struct helper *h)
{
	const struct ranks *ranks = h->share.ranks;
	struct answer a = { 0 };
	struct start s;
	int rc;

	ranks->share(&s, sizeof(s));
	h->share.each = s.each;
	h->pool = thread_pool_new(helpers_threads(ranks, s.threads));
	rc = take_options(h, &a.err);
	if (take_manifest(h, &a.err) == 0 && !rc)
		h->t = setup_training(&h->o, &h->pairs, h->pool, &a.err);
	if (h->t)
		snprintf(a.data, sizeof(a.data), "%s", h->t->data);
	ranks->send(0, &a, sizeof(a));
}

static int check_answer(const struct answer *a, int rank, const struct train *t,
			struct err *err)
{
	if (a->err.kind != ERR_NONE) {
		*err = a->err;
		return err_wrap(err, "rank %d: ", rank);
	}
	if (strcmp(a->data, t->data))
		return err_data(err,
				"rank %d reads other images than rank 0: let "
				"all machines see the same files",
				rank);
	return 0;
}

/* T is NULL if rank 0 itself has failed. */
static int take_answers(struct helpers *h, const struct train *t,
			struct err *err)
{
	int rc = 0;

	for (int i = 1; i < h->share.ranks->size; i++) {
		struct answer a;

		h->share.ranks->receive(i, &a, sizeof(a));
		if (t && !rc)
			rc = check_answer(&a, i, t, err);
	}
	h->ready = 1;
	return rc;
}

int helpers_ready(const struct train *t, struct err *err)
{
	return t->o.helpers ? take_answers(t->o.helpers, t, err) : 0;
}

/* --- gradients ----------------------------------------------------------- */

int helpers_gradient(struct train *t, size_t i, const float *x, const float *y,
		     double *loss, struct err *err)
{
	struct net_batch b = crop_batch(t, x, y, i);
	const struct ranks *ranks = t->o.ranks;

	if (!t->o.helpers) {
		*loss = net_gradient_part(t->net, &b, t->grad);
		return 0;
	}
	give_order(ranks, ORDER_GRADIENT, t->state.step * t->o.batch.parts + i,
		   !i);
	if (!i)
		share_weights(ranks, t->net);
	err_clear(err);
	return net_gradient_shared(t->net, &b, &t->o.helpers->share, t->grad,
				   loss, err);
}

static void take_gradient(struct helper *h, const struct order *o)
{
	struct train *t = h->t;
	size_t parts = t->o.batch.parts;
	struct err err = { 0 };
	const float *x, *y;
	struct net_batch b;
	double loss;

	if (o->weights)
		share_weights(h->share.ranks, t->net);
	if (!t->feed)
		t->feed = prefetch_new(t->batch, o->number / parts, t->o.steps,
				       prefetch_threads(
					       thread_pool_threads(h->pool)),
				       &h->share);
	/* On failure too X and Y are memory of the right size. */
	prefetch_take(t->feed, o->number, &x, &y, &err);
	b = crop_batch(t, x, y, o->number % parts);
	net_gradient_shared(t->net, &b, &h->share, t->grad, &loss, &err);
}

/* --- validation ---------------------------------------------------------- */

struct helpers_score {
	struct err err;
	struct validation_image image;
};

static void score(struct helpers_score *s, struct train *t, uint64_t i,
		  struct glimpses *seen)
{
	*s = (struct helpers_score){ 0 };
	validation_image(&s->image, &t->val, i, t->net, t->pool, &t->o.loss,
			 seen, &s->err);
}

/* Adds the scores of one image for each rank, in the order of the images. */
static int add_images(struct validation_sum *sum, struct train *t,
		      uint64_t first, struct glimpses *seen, struct err *err)
{
	const struct ranks *ranks = t->o.ranks;
	int rc = 0;

	for (int i = 0; i < ranks->size && first + (uint64_t)i < t->val.n;
	     i++) {
		struct helpers_score s;

		if (i)
			ranks->receive(i, &s, sizeof(s));
		else
			score(&s, t, first, seen);
		if (!rc && s.err.kind != ERR_NONE) {
			*err = s.err;
			rc = -1;
		}
		validation_add(sum, &s.image);
	}
	return rc;
}

int helpers_validation(struct validation *to, struct train *t,
		       struct glimpses *seen, int (*stop)(void *arg), void *arg,
		       struct err *err)
{
	const struct ranks *ranks = t->o.ranks;
	struct validation_sum sum = { 0 };
	int rc = 0;

	if (!t->o.helpers)
		return validation_run(to, &t->val, t->net, t->pool, &t->o.loss,
				      seen, stop, arg, err);
	for (uint64_t i = 0; i < t->val.n && !rc; i += (uint64_t)ranks->size) {
		if (stop && stop(arg)) {
			rc = 1;
			break;
		}
		give_order(ranks, ORDER_IMAGES, i, !i);
		if (!i)
			share_weights(ranks, t->net);
		rc = add_images(&sum, t, i, seen, err);
	}
	validation_end(to, &sum, &t->val);
	return rc;
}

static void take_images(struct helper *h, const struct order *o)
{
	const struct ranks *ranks = h->share.ranks;
	uint64_t i = o->number + (uint64_t)ranks->rank;
	struct helpers_score s;

	if (o->weights)
		share_weights(ranks, h->t->net);
	if (i >= h->t->val.n)
		return;
	score(&s, h->t, i, NULL);
	ranks->send(0, &s, sizeof(s));
}

/* --- the end ------------------------------------------------------------- */

void helpers_end(struct helpers *h, const struct ranks *ranks)
{
	struct err ignored;

	if (h->started && !h->ready)
		take_answers(h, NULL, &ignored);
	give_order(ranks, ORDER_END, 0, 0);
}

void helpers_serve(const struct ranks *ranks)
{
	struct helper h = { .share = { .ranks = ranks } };
	struct order o;

	for (;;) {
		ranks->share(&o, sizeof(o));
		if (o.kind == ORDER_START)
			set_up(&h);
		else if (o.kind == ORDER_GRADIENT)
			take_gradient(&h, &o);
		else if (o.kind == ORDER_IMAGES)
			take_images(&h, &o);
		else
			break;
	}
	setup_free(h.t);
	thread_pool_free(h.pool);
	manifest_release(&h.pairs);
	strs_release(&h.texts);
	strs_release(&h.allow);
}

int helpers_threads(const struct ranks *ranks, int asked)
{
	int n = thread_pool_processors();

	if (asked || !ranks)
		return asked ? asked : n;
	n /= ranks->beside;
	return n ? n : 1;
}
