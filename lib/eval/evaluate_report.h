/*
 * evaluate_report.h - summarises an evaluation in a few messages.
 */
#ifndef EVAL_EVALUATE_REPORT_H
#define EVAL_EVALUATE_REPORT_H

#include "eval/evaluate.h"

/* Adds to E->messages the mean scores, the worst image and the noise ceiling,
 * and warnings of undefined metrics, of leaks, of unlike sources, and of a
 * model that is no better than its baselines. */
void evaluate_report(struct evaluate *e);

#endif
