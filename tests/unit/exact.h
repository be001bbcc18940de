/*
 * exact.h - the UNet in double, each operator written as its formula:
 * t_accuracy measures rounding errors against it.
 *
 * Every map and its gradient are kept.  The order of the parameters is that of
 * lib/nn; nothing else is shared.
 */
#ifndef UNIT_EXACT_H
#define UNIT_EXACT_H

#include <stddef.h>
#include <string.h>

#include "base/mem.h"
#include "nn/net.h"

struct exact_map { /* (c,h,w), row by row */
	size_t c, h, w;
	double *v, *d; /* values, and the gradient by them */
};

struct exact_conv {
	size_t in, out, k;
	const double *w, *b; /* (out,in,k,k), (out) */
	double *dw, *db;     /* added to */
	int valid;	     /* y has k - 1 rows and columns less than x */
};

static inline struct exact_map exact_new(size_t c, size_t h, size_t w)
{
	return (struct exact_map){ c, h, w, mem_zero(c * h * w, sizeof(double)),
				   mem_zero(c * h * w, sizeof(double)) };
}

static inline void exact_free(struct exact_map *m)
{
	free(m->v);
	free(m->d);
}

/* What a tap of a kernel does to a row: y += w x; dx += w dy; or return the sum
 * of dy x. */
enum exact_way { EXACT_Y, EXACT_DX, EXACT_DW };

static inline double exact_row(enum exact_way way, double w, double *y,
			       double *x, size_t n)
{
	double sum = 0;

	if (way == EXACT_Y)
		for (size_t i = 0; i < n; i++)
			y[i] += w * x[i];
	if (way == EXACT_DX)
		for (size_t i = 0; i < n; i++)
			x[i] += w * y[i];
	if (way == EXACT_DW)
		for (size_t i = 0; i < n; i++)
			sum += y[i] * x[i];
	return sum;
}

/* Tap T of a kernel of side K, from one channel to another: pixel (i, j) of
 * y meets pixel (i + ky - r, j + kx - r) of x where there is one. */
static inline double exact_tap(enum exact_way way, const struct exact_conv *c,
			       size_t t, const struct exact_map *x,
			       const struct exact_map *y, double weight)
{
	size_t r = c->valid ? 0 : (c->k - 1) / 2;
	size_t ky = t / c->k, kx = t % c->k, from = kx < r ? r - kx : 0;
	size_t end = x->w + r > kx ? x->w + r - kx : 0;
	double *xv = way == EXACT_DX ? x->d : x->v;
	double *yv = way == EXACT_Y ? y->v : y->d, sum = 0;

	if (end > y->w)
		end = y->w;
	for (size_t i = 0; i < y->h && from < end; i++) {
		size_t row = i + ky - r; /* beyond x->h: none */

		if (row < x->h)
			sum += exact_row(way, weight, yv + i * y->w + from,
					 xv + row * x->w + from + kx - r,
					 end - from);
	}
	return sum;
}

static inline struct exact_map exact_channel(const struct exact_map *m,
					     size_t c)
{
	size_t at = c * m->h * m->w;

	return (struct exact_map){ 1, m->h, m->w, m->v + at,
				   m->d ? m->d + at : NULL };
}

static inline void exact_conv_way(enum exact_way way,
				  const struct exact_conv *c,
				  const struct exact_map *x,
				  const struct exact_map *y)
{
	size_t at = 0;

	for (size_t o = 0; o < c->out; o++)
		for (size_t i = 0; i < c->in; i++) {
			struct exact_map from = exact_channel(x, i);
			struct exact_map to = exact_channel(y, o);

			for (size_t t = 0; t < c->k * c->k; t++, at++) {
				double sum = exact_tap(way, c, t, &from, &to,
						       c->w[at]);

				if (way == EXACT_DW)
					c->dw[at] += sum;
			}
		}
}

static inline void exact_forward(const struct exact_conv *c,
				 const struct exact_map *x,
				 const struct exact_map *y)
{
	size_t len = y->h * y->w;

	for (size_t i = 0; i < c->out * len; i++)
		y->v[i] = c->b[i / len];
	exact_conv_way(EXACT_Y, c, x, y);
}

/* y.d is changed: 0 where the ReLU let nothing through. */
static inline void exact_backward(const struct exact_conv *c,
				  const struct exact_map *x,
				  const struct exact_map *y, int relu)
{
	size_t len = y->h * y->w;

	for (size_t i = 0; relu && i < c->out * len; i++)
		y->d[i] = y->v[i] > 0 ? y->d[i] : 0;
	for (size_t i = 0; i < c->out * len; i++)
		c->db[i / len] += y->d[i];
	exact_conv_way(EXACT_DW, c, x, y);
	exact_conv_way(EXACT_DX, c, x, y);
}

/* Of each F x F pixels of X the greatest, or (BACK) its share of y.d. */
static inline void exact_pool(const struct exact_map *x,
			      const struct exact_map *y, size_t f, int back)
{
	for (size_t i = 0; i < y->c * y->h * y->w; i++) {
		size_t row = i / y->w * f, col = i % y->w * f;
		size_t best = row * x->w + col;

		for (size_t t = 1; t < f * f; t++) {
			size_t at = (row + t / f) * x->w + col + t % f;

			if (x->v[at] > x->v[best])
				best = at;
		}
		if (back)
			x->d[best] += y->d[i];
		else
			y->v[i] = x->v[best];
	}
}

/* Y: the maps of SKIP, then those of X, each pixel F x F times. */
static inline void exact_join(const struct exact_map *skip,
			      const struct exact_map *x,
			      const struct exact_map *y, size_t f, int back)
{
	size_t first = skip->c * skip->h * skip->w;
	size_t len = y->c * y->h * y->w;

	for (size_t i = 0; i < len; i++) {
		const struct exact_map *m = i < first ? skip : x;
		size_t at = i;

		if (i >= first) {
			size_t row = (i - first) / y->w, col = i % y->w;
			size_t c = row / y->h;

			at = (c * x->h + row % y->h / f) * x->w + col / f;
		}
		if (back)
			m->d[at] += y->d[i];
		else
			y->v[i] = m->v[at];
	}
}

#define EXACT_LEVELS 16

struct exact_net {
	struct unet u;
	size_t convs;
	struct exact_conv conv[4 * EXACT_LEVELS + 1];
	double *w, *grad; /* like net_weights */
	size_t len;
	/* Unless NULL, is shown what goes into the ReLU, which is POOLED
	 * afterwards or not, and may change Y and the weights. */
	void (*tune)(const struct exact_conv *c, const struct exact_map *x,
		     const struct exact_map *y, size_t pooled);
};

static inline void exact_net_init(struct exact_net *e, struct net *net)
{
	const float *w = net_weights(net);

	*e = (struct exact_net){ .u = *net_unet(net),
				 .len = net_size(net),
				 .convs = net_params(net) / 2 };
	e->w = mem_zero(e->len, sizeof(double));
	e->grad = mem_zero(e->len, sizeof(double));
	for (size_t i = 0; i < e->len; i++)
		e->w[i] = w[i];
	for (size_t i = 0; i < e->convs; i++) {
		const struct param *p = net_param(net, 2 * i);
		const struct param *b = net_param(net, 2 * i + 1);

		e->conv[i] = (struct exact_conv){
			p->shape[1],	     p->shape[0],
			p->shape[2],	     e->w + p->offset,
			e->w + b->offset,    e->grad + p->offset,
			e->grad + b->offset, 0,
		};
	}
}

static inline void exact_net_release(struct exact_net *e)
{
	free(e->w);
	free(e->grad);
}

/* The maps of a level: encoder, what its decoder reads, decoder. */
struct exact_level {
	struct exact_map x, mid, skip, both, last_mid, y;
};

static inline struct exact_map exact_apply(const struct exact_net *e,
					   const struct exact_conv *c,
					   const struct exact_map *x,
					   size_t pooled)
{
	struct exact_map y = exact_new(c->out, x->h, x->w);

	exact_forward(c, x, &y);
	if (e->tune)
		e->tune(c, x, &y, pooled);
	for (size_t i = 0; i < y.c * y.h * y.w; i++)
		y.v[i] = y.v[i] > 0 ? y.v[i] : 0;
	return y;
}

/* Parameters come encoder by encoder, then decoder by decoder, both from
 * the top. */
static inline const struct exact_conv *exact_at(const struct exact_net *e,
						size_t level, int decoder)
{
	size_t depth = (size_t)e->u.depth;

	return &e->conv[2 * (decoder ? depth + level : level)];
}

/* Levels L and below, from level[L].x: all maps. */
static inline void exact_down(const struct exact_net *e,
			      struct exact_level *level)
{
	size_t depth = (size_t)e->u.depth, f = (size_t)e->u.downsample_factor;

	for (size_t l = 0; l < depth; l++) {
		const struct exact_conv *c = exact_at(e, l, 0);
		struct exact_level *v = &level[l];

		v->mid = exact_apply(e, &c[0], &v->x, 0);
		v->skip = exact_apply(e, &c[1], &v->mid, l + 1 < depth ? f : 0);
		if (l + 1 == depth)
			break;
		level[l + 1].x = exact_new(c[1].out, v->x.h / f, v->x.w / f);
		exact_pool(&v->skip, &level[l + 1].x, f, 0);
	}
}

/* The map below decoder L: the bottom's, or the next decoder's. */
static inline struct exact_map *exact_below(const struct exact_net *e,
					    struct exact_level *level, size_t l)
{
	return l + 2 == (size_t)e->u.depth ? &level[l + 1].skip :
					     &level[l + 1].y;
}

static inline void exact_up(const struct exact_net *e,
			    struct exact_level *level)
{
	for (size_t l = (size_t)e->u.depth - 1; l-- > 0;) {
		const struct exact_conv *c = exact_at(e, l, 1);
		struct exact_level *v = &level[l];

		v->both = exact_new(c[0].in, v->x.h, v->x.w);
		exact_join(&v->skip, exact_below(e, level, l), &v->both,
			   (size_t)e->u.downsample_factor, 0);
		v->last_mid = exact_apply(e, &c[0], &v->both, 0);
		v->y = exact_apply(e, &c[1], &v->last_mid, 0);
	}
}

static inline void exact_back(const struct exact_net *e,
			      struct exact_level *level)
{
	size_t depth = (size_t)e->u.depth, f = (size_t)e->u.downsample_factor;

	for (size_t l = 0; l + 1 < depth; l++) {
		const struct exact_conv *c = exact_at(e, l, 1);
		struct exact_level *v = &level[l];

		exact_backward(&c[1], &v->last_mid, &v->y, 1);
		exact_backward(&c[0], &v->both, &v->last_mid, 1);
		exact_join(&v->skip, exact_below(e, level, l), &v->both, f, 1);
	}
	for (size_t l = depth; l-- > 0;) {
		const struct exact_conv *c = exact_at(e, l, 0);
		struct exact_level *v = &level[l];

		if (l + 1 < depth)
			exact_pool(&v->skip, &level[l + 1].x, f, 1);
		exact_backward(&c[1], &v->mid, &v->skip, 1);
		exact_backward(&c[0], &v->x, &v->mid, 1);
	}
}

/* PRED (out,h,w) of one sample X (in,h,w), and its mean squared error
 * against WANT; the gradient of that is added to E->grad. */
static inline double exact_gradient(struct exact_net *e, const float *x,
				    const float *want, size_t h, size_t w,
				    double *pred)
{
	struct exact_level level[EXACT_LEVELS] = { 0 };
	const struct exact_conv *last = &e->conv[e->convs - 1];
	struct exact_map *top, y = exact_new(last->out, h, w);
	size_t len = last->out * h * w;
	double loss = 0;

	level[0].x = exact_new((size_t)e->u.in_channels, h, w);
	for (size_t i = 0; i < level[0].x.c * h * w; i++)
		level[0].x.v[i] = x[i];
	exact_down(e, level);
	exact_up(e, level);
	top = e->u.depth == 1 ? &level[0].skip : &level[0].y;
	exact_forward(last, top, &y);
	for (size_t i = 0; i < len; i++) {
		double d = y.v[i] - want[i];

		loss += d * d / (double)len;
		y.d[i] = 2 * d / (double)len;
		pred[i] = y.v[i];
	}
	exact_backward(last, top, &y, 0);
	exact_back(e, level);
	exact_free(&y);
	for (size_t l = 0; l < EXACT_LEVELS; l++) {
		exact_free(&level[l].x);
		exact_free(&level[l].mid);
		exact_free(&level[l].skip);
		exact_free(&level[l].both);
		exact_free(&level[l].last_mid);
		exact_free(&level[l].y);
	}
	return loss;
}

#endif
