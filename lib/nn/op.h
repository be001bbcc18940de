/*
 * op.h - the operators that a network is made of, one per file.
 *
 * A node applies one operator to one sample's planes.  To add an operator,
 * write its file with a struct op of the same name, and put that name into
 * OPERATORS in Makefile.am.  The test of gradients by finite differences then
 * tests this operator, too.
 *
 * Inside lib/nn only.
 */
#ifndef NN_OP_H
#define NN_OP_H

#include <stddef.h>

#include "kernel/conv_form.h"
#include "kernel/planes.h"

struct map {
	struct planes v; /* values */
	/* Gradient with respect to the values; data NULL: not wanted */
	struct planes d;
	size_t store; /* Index of the store that holds the map */
	/* Index of the node that computes the values; NO_NODE: they are the
	 * network's input */
	size_t maker;
};

#define NO_NODE ((size_t)-1)

struct node {
	const struct op *op;
	/* Input, second input and output.  For cat, x2 is a second input.
	 * For conv, x2 is a map in the memory of y, to which the result is
	 * added. */
	struct map x, x2, y;
	size_t k;		 /* Factor of pool and up */
	const struct conv *conv; /* Convolution of conv and upconv */
	/* Scratch memory for conv by Winograd's kernels, if they suit it.
	 * NULL: direct convolution, whose bits do not depend on the position
	 * of a pixel. */
	float *scratch;
	/* Sums that conv and upconv keep between two calls of backward, with
	 * conv_form_sums_len or conv_form_upsampled_sums_len floats.  NULL:
	 * all rows come in one call. */
	float *sums;
	int relu; /* 1: conv ends with y = max(y, 0) */
	int add;  /* 1: backward adds to dx instead of setting dx */
	/* 1: x is the output of a ReLU, so backward sets dx to 0 where x is 0
	 * (conv, up, upconv).  Then x.d may lie in the memory of x.v.  The
	 * node that computes x need not apply the mask of its ReLU again. */
	int mask;
};

struct op {
	const char *name;
	int inputs; /* Number of inputs, 1 or 2; conv may have a second one */
	/* Sets SHAPE to the channels, height and width of y.  They follow
	 * from x and x2. */
	void (*shape)(const struct node *n, size_t shape[3]);
	/* Reach returns how many rows of y can be computed from the first ROWS
	 * rows of input I (0: x, 1: x2).  Needs returns the first row of input
	 * I from which row ROW of y is computed. */
	size_t (*reach)(const struct node *n, int i, size_t rows);
	size_t (*needs)(const struct node *n, int i, size_t row);
	/* Computes the rows S of y.v from x.v and x2.v. */
	void (*forward)(const struct node *n, const struct planes_span *s);
	/* Returns how many rows of x.d can be computed from the first ROWS
	 * rows of y.d.  After backward has taken these rows of y.d, it no
	 * longer reads these rows of x.v.  So these rows of x.d may overwrite
	 * them. */
	size_t (*back)(const struct node *n, size_t rows);
	/* Takes the rows S of y.d, and may change them.  Earlier calls must
	 * have taken all rows above S.  Computes all rows of x.d and x2.d that
	 * can now be computed.  Adds the gradient with respect to the weights
	 * to GRAD, a parameter vector. */
	void (*backward)(const struct node *n, const struct planes_span *s,
			 float *grad);
};

static inline int node_inputs(const struct node *n)
{
	return n->x2.v.c ? 2 : 1;
}

/* Call the forward function of the node, or the backward function, for all
 * rows at once. */
void op_forward(const struct node *n);
void op_backward(const struct node *n, float *grad);

/* All operators; NULL ends the list. */
extern const struct op *const ops[];
extern const struct op op_conv, op_upconv, op_relu, op_pool, op_up, op_cat;

#endif
