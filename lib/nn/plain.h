/*
 * tiff_raw.h - the convolution written so that one look tells it is right, in
 * double, slowly: what tests hold the kernels to.
 */
#ifndef NN_PLAIN_H
#define NN_PLAIN_H

#include <stddef.h>

struct plain {
	size_t in, out, k, h, w;    /* h, w: of x */
	const float *x;		    /* (in,h,w) */
	const float *weight, *bias; /* (out,in,k,k), (out) */
	const float *dy;	    /* (out,h,w), as y */
	int valid;		    /* no zeros around x: y and dy have
					   k - 1 rows and columns less */
};

/* y's height and width. */
size_t plain_h(const struct plain *p);
size_t plain_w(const struct plain *p);

/* y (out,h,w) */
void plain_conv(const struct plain *p, double *y);
/* dx (in,h,w), dw (out,in,k,k), db (out) */
void plain_conv_back(const struct plain *p, double *dx, double *dw, double *db);

#endif
