/*
 * op.c - the list of operators, made from the names in Makefile.am.
 */
#include "nn/op.h"

#include "registry.h"

#define LIST(name) &op_##name,
const struct op *const ops[] = { OPERATORS(LIST) NULL };

void op_forward(const struct node *n)
{
	n->op->forward(n, &(struct span){ 0, n->y.v.h, 0, 1 });
}

void op_backward(const struct node *n, float *grad)
{
	n->op->backward(n, &(struct span){ 0, n->y.v.h, 0, 1 }, grad);
}

void span_share(const struct span *s, size_t n, size_t *from, size_t *to)
{
	*from = n * s->share / s->shares;
	*to = n * (s->share + 1) / s->shares;
}
