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

#include "kernel/conv_form.h"
#include "kernel/planes.h"

struct map {
	struct planes v; /* values */
	struct planes d; /* gradient by them; data NULL: not wanted */
	size_t store;	 /* which of the network's memories has them */
	size_t maker;	 /* the node that makes them; NO_NODE: input */
};

#define NO_NODE ((size_t)-1)

struct node {
	const struct op *op;
	struct map x, x2, y;	 /* x2: second input of cat; of conv, where y
				   lies, to be added to */
	size_t k;		 /* pool, up: the factor */
	const struct conv *conv; /* conv, upconv */
	float *scratch;		 /* conv by Winograd where it can; NULL: the
				   direct way, exact at any place */
	/* conv_form_sums_len, conv_form_upsampled_sums_len, kept from one call
	 * of backward to the next; NULL: all rows come in one call. */
	float *sums;
	int relu; /* conv: y = max(y, 0) at once */
	int add;  /* dx += instead of dx = */
	int mask; /* conv, up, upconv: x is the output of a
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
	void (*forward)(const struct node *n, const struct planes_span *s);
	/* How many rows of x.d the first ROWS of y.d are enough for, when
	 * x.v has been read as far as that. */
	size_t (*back)(const struct node *n, size_t rows);
	/* x.d and x2.d from y.d, which may be changed, as far as its rows FROM
	 * to TO, those before them having been there, permit; the gradient by
	 * the weights is added to GRAD, a parameter vector. */
	void (*backward)(const struct node *n, const struct planes_span *s,
			 float *grad);
};

static inline int node_inputs(const struct node *n)
{
	return n->x2.v.c ? 2 : 1;
}

/* All rows at once. */
void op_forward(const struct node *n);
void op_backward(const struct node *n, float *grad);

/* All of them; NULL ends. */
extern const struct op *const ops[];
extern const struct op op_conv, op_upconv, op_relu, op_pool, op_up, op_cat;

#endif
