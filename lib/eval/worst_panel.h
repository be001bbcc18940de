/*
 * worst_panel.h - the worst, the median and the best image of an evaluation.
 */
#ifndef EVAL_WORST_PANEL_H
#define EVAL_WORST_PANEL_H

#include "eval/evaluate.h"

/* After evaluate_rows: draw the worst, the median and the best image by
 * EVALUATE_BY as a PNG at PATH, predicting them again. */
int worst_panel(struct evaluate *e, const char *path, struct err *err);

#endif
