/*
 * worst_panel.h - draws the worst, the median and the best image of an
 * evaluation.
 */
#ifndef EVAL_WORST_PANEL_H
#define EVAL_WORST_PANEL_H

#include "eval/evaluate.h"
#include "picture/panel.h"

/* After evaluate_rows: predict the worst, the median and the best image by
 * EVALUATE_BY again, and add them to PANEL; none if EVALUATE_BY is undefined
 * for every image. */
int worst_panel_add(struct evaluate *e, struct panel *panel, struct err *err);

/* After evaluate_rows: predict the worst, the median and the best image by
 * EVALUATE_BY again, and draw them as a PNG at PATH. */
int worst_panel(struct evaluate *e, const char *path, struct err *err);

#endif
