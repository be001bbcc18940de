/*
 * op.h - the operators a network is made of, one per file.
 *
 * A node applies one operator to one sample's planes.  To add an operator:
 * its file, with a struct op that has the file's name, into OPERATORS in
 * Makefile.am; the test of gradients by finite differences then loops over
 * it too.
 */
#ifndef NN_OP_H
#define NN_OP_H

#include <stddef.h>

#include "nn/planes.h"

struct map {
	struct planes v; /* values */
	struct planes d; /* gradient by them; data NULL: not wanted */
	size_t store;	 /* which of the network's memories has them */
	size_t by;	 /* the node that makes them; NO_NODE: input */
};

#define NO_NODE ((size_t)-1)

/* Rows of y to make, and whose share of that: the results do not depend on
 * how rows and shares are cut. */
struct span {
	size_t from, to;      /* multiples of ROWS_STEP, or the end */
	size_t share, shares; /* the share-th of shares, from 0 */
};

#define ROWS_STEP 4
#define ROWS_AT_ONCE 8 /* upconv makes so many of ROWS_STEP */

/* A convolution's weights as the kernels read them, and where they lie in
 * the parameter vector. */
struct conv {
	size_t in, out, k;
	size_t up;	   /* the last so many of IN come from below,
				   doubled, and may go by upsampled_conv.h */
	int valid;	   /* padding "valid": y has k - 1 rows and
				   columns less than x; else "same" */
	size_t w_at, b_at; /* offsets: weights (out,in,k,k), bias (out) */
	float *packed;	   /* conv_len(in, out, k): y from x */
	float *flipped;	   /* conv_len(out, in, k): dx from dy */
	/* The same for winograd.h, conv_wino_len(in, out) with the biases
	 * last, and (out, in); NULL: not for this one. */
	float *wino, *wino_flipped;
	float *doubled, *doubled_back; /* of the channels from below */
};

struct node {
	const struct op *op;
	struct map x, x2, y;	 /* x2: second input of cat; of conv, where y
				   lies, to be added to */
	size_t k;		 /* pool, up: the factor */
	const struct conv *conv; /* conv, upconv */
	float *scratch;		 /* conv by Winograd where it can; NULL: the
				   direct way, exact at any place */
	float *sums;		 /* conv_sums_len, upconv_sums_len, kept from
				   one call of backward to the next; NULL: all
				   rows come in one call */
	int relu;		 /* conv: y = max(y, 0) at once */
	int add;		 /* dx += instead of dx = */
	int mask;		 /* conv, up, upconv: x is the output of a
				   ReLU, and dx = 0 where x is; x.d may then
				   be x.v, and x's own node need not clear it
				   again */
};

struct op {
	const char *name;
	int inputs; /* 1 or 2; conv may have a second */
	/* Channels, height, width of y, from the shapes of x and x2. */
	void (*shape)(const struct node *n, size_t shape[3]);
	/* How many rows of y the first ROWS of input I (0: x, 1: x2) are
	 * enough for, and the first row of it that row ROW of y needs. */
	size_t (*reach)(const struct node *n, int i, size_t rows);
	size_t (*needs)(const struct node *n, int i, size_t row);
	/* Rows of y.v from x.v and x2.v. */
	void (*forward)(const struct node *n, const struct span *s);
	/* How many rows of x.d the first ROWS of y.d are enough for, when
	 * x.v has been read as far as that. */
	size_t (*back)(const struct node *n, size_t rows);
	/* x.d and x2.d from y.d, which may be changed, as far as its rows FROM
	 * to TO, those before them having been there, permit; the gradient by
	 * the weights is added to GRAD, a parameter vector. */
	void (*backward)(const struct node *n, const struct span *s,
			 float *grad);
};

static inline int node_inputs(const struct node *n)
{
	return n->x2.v.c ? 2 : 1;
}

/* All rows at once. */
void op_forward(const struct node *n);
void op_backward(const struct node *n, float *grad);
/* FROM and TO: S's share of N pieces. */
void span_share(const struct span *s, size_t n, size_t *from, size_t *to);

/* All of them; NULL ends. */
extern const struct op *const ops[];
extern const struct op op_conv, op_upconv, op_relu, op_pool, op_up, op_cat;

size_t conv_len(size_t in, size_t out, size_t k);
size_t conv_wino_len(size_t in, size_t out);
int conv_suits_wino(const struct conv *c);
/* Floats of the weights in the form that suits C, there or BACK. */
size_t conv_form_len(const struct conv *c, int precise, int back);
/* They lie in FORM. */
void conv_place(struct conv *c, float *form, int precise, int back);
/* Fill those of its forms that there are from the parameter vector. */
void conv_pack(const struct conv *c, const float *vector);
/* Floats of scratch memory that its nodes want; of sums. */
size_t conv_scratch_len(const struct conv *c);
size_t conv_sums_len(const struct conv *c);
size_t upconv_sums_len(const struct conv *c);
/* The biases behind Winograd's weights. */
const float *conv_bias(const struct conv *c);

/* dy = 0 where y, the output of a ReLU, is 0; rows of S. */
void relu_mask(const struct planes *dy, const struct planes *y,
	       const struct span *s);

#endif
