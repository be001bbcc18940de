/*
 * op.h - the operators that a network is made of, one per file.
 *
 * A node applies one operator to one sample's planes.  To add an operator,
 * write its file, with a struct op that has the file's name, and put that name
 * into OPERATORS in Makefile.am; the test of gradients by finite differences
 * then tests it, too.
 */
#ifndef NN_OP_H
#define NN_OP_H

#include <stddef.h>

#include "kernel/conv_form.h"
#include "kernel/planes.h"

struct map {
	struct planes v; /* values */
	struct planes d; /* the gradient by them; data NULL: not wanted */
	size_t store;	 /* which of the network's stores holds them */
	size_t maker;	 /* the node that computes them; NO_NODE: the
				    network's input */
};

#define NO_NODE ((size_t)-1)

struct node {
	const struct op *op;
	struct map x, x2, y;	 /* x2: the second input of cat; for conv, a map
				   in the memory of y, which the result is added
				   to */
	size_t k;		 /* pool, up: the factor */
	const struct conv *conv; /* conv, upconv */
	float *scratch;		 /* for conv by Winograd, if that suits it;
				    NULL: direct convolution, whose bits do not
				    depend on a pixel's position */
	/* Sums that conv and upconv keep from one call of backward to the next:
	 * conv_form_sums_len or conv_form_upsampled_sums_len floats.  NULL: all
	 * rows come in one call. */
	float *sums;
	int relu; /* 1: conv ends with y = max(y, 0) */
	int add;  /* 1: adds to dx instead of setting it */
	int mask; /* conv, up, upconv: x is the output of a ReLU, so set dx to 0
		     where x is 0.  Then x.d may lie in the memory of x.v,
		     and the node that computes x, whose y.d this is, need not
		     apply that mask itself */
};

struct op {
	const char *name;
	int inputs; /* 1 or 2; conv may have a second */
	/* Sets SHAPE to channels, height and width of y, from those of x and
	 * x2. */
	void (*shape)(const struct node *n, size_t shape[3]);
	/* Reach returns how many rows of y can be computed from the first ROWS
	 * rows of input I (0: x, 1: x2); needs returns the first row of input I
	 * that row ROW of y needs. */
	size_t (*reach)(const struct node *n, int i, size_t rows);
	size_t (*needs)(const struct node *n, int i, size_t row);
	/* Computes the rows S of y.v from x.v and x2.v. */
	void (*forward)(const struct node *n, const struct planes_span *s);
	/* Returns how many rows of x.d can be computed from the first ROWS rows
	 * of y.d.  Once backward has taken those rows of y.d, it no longer
	 * reads the same rows of x.v, so x.d may overwrite them. */
	size_t (*back)(const struct node *n, size_t rows);
	/* Takes the rows S of y.d, and may change them.  Earlier calls must
	 * have taken all rows above S.  Computes those rows of x.d and x2.d
	 * that this makes possible, and adds the gradient with respect to the
	 * weights to GRAD, a parameter vector. */
	void (*backward)(const struct node *n, const struct planes_span *s,
			 float *grad);
};

static inline int node_inputs(const struct node *n)
{
	return n->x2.v.c ? 2 : 1;
}

/* Call the node's forward, or backward, for all rows at once. */
void op_forward(const struct node *n);
void op_backward(const struct node *n, float *grad);

/* All operators; NULL ends the list. */
extern const struct op *const ops[];
extern const struct op op_conv, op_upconv, op_relu, op_pool, op_up, op_cat;

#endif
