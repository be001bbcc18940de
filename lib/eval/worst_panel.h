/*
 * worst_panel.h - draws the worst, the median and the best image of an
 * evaluation.
 */
#ifndef EVAL_WORST_PANEL_H
#define EVAL_WORST_PANEL_H

#include "eval/evaluate.h"
#include "picture/panel.h"

/* Predicts the worst, the median and the best image by EVALUATE_BY again, after
 * evaluate_rows, and adds them to PANEL.  Adds nothing if EVALUATE_BY is
 * undefined for all images. */
int worst_panel_add(struct evaluate *e, struct panel *panel, struct err *err);

/* Does the same and draws the panel as a PNG at PATH.  Fails with err_data if
 * EVALUATE_BY is undefined for all images. */
int worst_panel(struct evaluate *e, const char *path, struct err *err);

#endif
