/*
 * op.c - the list of operators, made from the names in Makefile.am.
 */
#include "nn/op.h"

#include "registry.h"

#define LIST(name) &op_##name,
const struct op *const ops[] = { OPERATORS(LIST) NULL };
