/*
 * op.c - the list of operators, made from the names in Makefile.am.
 */

#include "nn/op.h"

#include "registry.h"

#define LIST(name) &op_##name,
const struct op *const ops[] = { OPERATORS(LIST) NULL };

void op_forward(const struct node *n)
{
	n->op->forward(n, &(struct planes_span){ 0, n->y.v.h, 0, 1 });
}

void op_backward(const struct node *n, float *grad)
{
	n->op->backward(n, &(struct planes_span){ 0, n->y.v.h, 0, 1 }, grad);
}
