/*
 * evaluate_report.h - summarises an evaluation in a few messages.
 */
#ifndef EVAL_EVALUATE_REPORT_H
#define EVAL_EVALUATE_REPORT_H

#include "eval/evaluate.h"

/* Adds messages on undefined metrics, the mean scores and the worst image.
 * Warns if the model is no better than its baselines. */
void evaluate_report(struct evaluate *e);

#endif
