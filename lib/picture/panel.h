/*
 * panel.h - draws a picture of predictions.  Each row shows the input, the
 * target, the prediction and the error of one image, side by side.
 *
 * All targets and predictions of a panel share one display range.  All errors
 * share another range.  Both ranges are printed at the bottom.  Each input has
 * its own range, printed above its row.  Large images are shrunk by averaging
 * square blocks of pixels.
 */
#ifndef PICTURE_PANEL_H
#define PICTURE_PANEL_H

#include <stddef.h>

#include "base/err.h"

enum panel_plane {
	PANEL_INPUT,
	PANEL_TARGET,
	PANEL_PREDICTION,
	PANEL_ERROR,
	PANEL_PLANES
};

struct panel_row {
	char *text; /* heading of the row */
	/* size of each plane of the row after shrinking */
	size_t width, height;
	/* side of the blocks of pixels that were averaged; 1: not shrunk */
	size_t shrunk;
	float *plane[PANEL_PLANES]; /* height x width, owned */
};

struct panel { /* all-zero is empty */
	struct panel_row *row;
	size_t n;
};

/* The type of a function that fills PX with ROWS rows of PLANE, from row Y on.
 * Returns 0, or -1 with ERR filled. */
typedef int panel_rows(void *arg, enum panel_plane plane, size_t y, size_t rows,
		       float *px, struct err *err);

/* Adds a row with the heading TEXT.  The row shows a target, a prediction and
 * their difference, the error.  If HAS_INPUT is 1, it also shows an input.
 * Calls ROWS to read target, prediction and input from top to bottom.  Each has
 * HEIGHT x WIDTH finite pixels.  P keeps only the shrunk planes.  Fails if ROWS
 * fails. */
int panel_add(struct panel *p, const char *text, size_t width, size_t height,
	      int has_input, panel_rows *rows, void *arg, struct err *err);
void panel_release(struct panel *p);

/* Sets *LOW to the value shown as black and *HIGH to the value shown as white.
 * These are the 0.1st and the 99.9th percentile of PLANE in N rows, so that a
 * few hot pixels do not set the range.  If both percentiles are the same, sets
 * *LOW half a unit below and *HIGH half a unit above this value. */
void panel_window(const struct panel_row *row, size_t n, enum panel_plane plane,
		  double *low, double *high);

/* Writes the panel as a PNG file.  The panel must have at least one row.  A
 * failure leaves no file behind. */
int panel_write(const struct panel *p, const char *path, struct err *err);

#endif
