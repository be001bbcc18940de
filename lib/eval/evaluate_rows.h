/*
 * evaluate_rows.h - predicts, scores and writes the rows of an evaluation, one
 * after the other.
 */
#ifndef EVAL_EVALUATE_ROWS_H
#define EVAL_EVALUATE_ROWS_H

#include "eval/evaluate.h"

/* Predicts each row of the part, adds its scores and writes its file.  No image
 * is held whole. */
int evaluate_rows(struct evaluate *e, struct err *err);

#endif
