/*
 * evaluate_report.h - says in a few sentences what came out of an evaluation.
 */
#ifndef EVAL_EVALUATE_REPORT_H
#define EVAL_EVALUATE_REPORT_H

#include "eval/evaluate.h"

/* Add messages on undefined metrics, the mean scores, the worst image and a
 * model that does not beat its baselines. */
void evaluate_report(struct evaluate *e);

#endif
