/*
 * plain_conv.h - the convolution in double, slow but plainly right, to compare
 * the kernels with.
 */
#ifndef PLAIN_CONV_H
#define PLAIN_CONV_H

#include <stddef.h>
#include <string.h>

struct plain {
	size_t in, out, k, h, w;    /* h, w: sides of x */
	const float *x;		    /* (in,h,w) */
	const float *weight, *bias; /* (out,in,k,k), (out) */
	const float *dy;	    /* (out,h,w), as y */
	/* 1: no zeros around x, so y and dy have k - 1 rows and columns less */
	int valid;
};

/* One product of the sum: an output pixel, the input pixel that a tap of the
 * kernel meets there, and the tap's weight. */
struct tap {
	size_t y, in, weight; /* indices of output, input, weight */
};

typedef void tap_fn(const struct plain *p, const struct tap *t, void *arg);

/* y's height and width. */
static size_t plain_h(const struct plain *p)
{
	return p->valid ? p->h - p->k + 1 : p->h;
}

static size_t plain_w(const struct plain *p)
{
	return p->valid ? p->w - p->k + 1 : p->w;
}

static void each_tap(const struct plain *p, size_t o, size_t c, tap_fn *fn,
		     void *arg)
{
	size_t r = p->valid ? 0 : (p->k - 1) / 2;
	size_t h = plain_h(p), w = plain_w(p);
	struct tap t;

	for (size_t y = 0; y < h; y++)
		for (size_t x = 0; x < w; x++)
			for (size_t ky = 0; ky < p->k; ky++)
				for (size_t kx = 0; kx < p->k; kx++) {
					size_t v = y + ky - r, u = x + kx - r;

					if (v >= p->h || u >= p->w)
						continue;
					t.y = (o * h + y) * w + x;
					t.in = (c * p->h + v) * p->w + u;
					t.weight = ((o * p->in + c) * p->k +
						    ky) * p->k +
						   kx;
					fn(p, &t, arg);
				}
}

static void each(const struct plain *p, tap_fn *fn, void *arg)
{
	for (size_t o = 0; o < p->out; o++)
		for (size_t c = 0; c < p->in; c++)
			each_tap(p, o, c, fn, arg);
}

static void add_y(const struct plain *p, const struct tap *t, void *arg)
{
	double *y = arg;

	y[t->y] += (double)p->weight[t->weight] * p->x[t->in];
}

/* y (out,h,w) */
static void plain_conv(const struct plain *p, double *y)
{
	size_t len = plain_h(p) * plain_w(p);

	for (size_t i = 0; i < p->out * len; i++)
		y[i] = p->bias[i / len];
	each(p, add_y, y);
}

static void add_dx(const struct plain *p, const struct tap *t, void *arg)
{
	double *dx = arg;

	dx[t->in] += (double)p->weight[t->weight] * p->dy[t->y];
}

static void add_dw(const struct plain *p, const struct tap *t, void *arg)
{
	double *dw = arg;

	dw[t->weight] += (double)p->x[t->in] * p->dy[t->y];
}

/* dx (in,h,w), dw (out,in,k,k), db (out) */
static void plain_conv_back(const struct plain *p, double *dx, double *dw,
			    double *db)
{
	size_t len = plain_h(p) * plain_w(p);

	memset(dx, 0, p->in * p->h * p->w * sizeof(*dx));
	memset(dw, 0, p->out * p->in * p->k * p->k * sizeof(*dw));
	memset(db, 0, p->out * sizeof(*db));
	each(p, add_dx, dx);
	each(p, add_dw, dw);
	for (size_t i = 0; i < p->out * len; i++)
		db[i / len] += p->dy[i];
}

#endif
