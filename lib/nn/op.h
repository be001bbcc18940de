/*
 * op.h - the operators that a network is made of.
 *
 * A node applies one operator to the planes of one sample.  Each operator is
 * one file, named in OPERATORS in Makefile.am and nowhere else.  A test
 * compares its gradient with finite differences.
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
	/* gradient by the values; data NULL: not wanted */
	struct planes d;
	size_t store; /* index of the store that holds the map */
	/* index of the node that computes it; NO_NODE: the network's input */
	size_t maker;
};

#define NO_NODE ((size_t)-1)

struct node {
	const struct op *op;
	/* the input, the second input and the output.  Cat always has a second
	 * input.  Conv has one only if a part of its result is already
	 * computed: x2 is then a map in the memory of y, to which conv adds. */
	struct map x, x2, y;
	size_t k; /* factor by which pool and up change the sides */
	const struct conv *conv; /* for conv and upconv */
	/* scratch memory for Winograd's kernels; NULL: conv is direct, and its
	 * bits do not depend on a pixel's position */
	float *scratch;
	/* memory for sums that conv and upconv keep between calls of backward:
	 * conv_form_sums_len or conv_form_upsampled_sums_len floats.  NULL: one
	 * call of backward gets all rows. */
	float *sums;
	int linear; /* 1: up interpolates */
	int relu;   /* 1: conv ends with y = max(y, 0) */
	int add;    /* 1: backward adds to dx instead of setting dx */
	/* 1: x is the output of a ReLU, and backward of this node (conv, up or
	 * upconv) also does that ReLU's part: it sets dx to 0 where x is 0.
	 * Then x.d may lie in the memory of x.v. */
	int mask;
};

struct op {
	const char *name;
	int inputs; /* conv may have one more (x2) */
	/* Sets SHAPE to channels, height and width of y. */
	void (*shape)(const struct node *n, size_t shape[3]);
	/* Returns how many rows of y can be computed from the first ROWS rows
	 * of input I.  Input 0 is x, input 1 is x2. */
	size_t (*reach)(const struct node *n, int i, size_t rows);
	/* Returns the first row of input I that is needed to compute row ROW of
	 * y. */
	size_t (*needs)(const struct node *n, int i, size_t row);
	/* Computes the rows S of y.v from x.v and x2.v. */
	void (*forward)(const struct node *n, const struct planes_span *s);
	/* Returns how many rows of x.d can be computed from the first ROWS rows
	 * of y.d.  Backward no longer reads these rows of x.v once it has
	 * computed them, so x.d may overwrite x.v. */
	size_t (*back)(const struct node *n, size_t rows);
	/* Takes the rows S of y.d, and may change them.  The calls come in the
	 * order of the rows, from the top.  Computes the rows of x.d and x2.d
	 * that can be computed by now.  Adds the gradient by the weights to
	 * GRAD, a parameter vector. */
	void (*backward)(const struct node *n, const struct planes_span *s,
			 float *grad);
};

static inline int node_inputs(const struct node *n)
{
	return n->x2.v.c ? 2 : 1;
}

/* Call forward or backward of the node for all rows at once. */
void op_forward(const struct node *n);
void op_backward(const struct node *n, float *grad);

/* All operators; NULL ends the list. */
extern const struct op *const ops[];
extern const struct op op_conv, op_upconv, op_relu, op_pool, op_up, op_cat;

#endif
