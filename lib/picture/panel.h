/*
 * panel.h - draws a picture of predictions.  Each row shows the input, the
 * target, the prediction and the error of one image.
 *
 * All targets and predictions have one range of grey, all errors another; both
 * are printed at the bottom.  Each input has its own range, printed above its
 * row.  Large images are shrunk: square blocks of pixels are averaged.
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
	/* side of the blocks that were averaged; 1: not shrunk */
	size_t shrunk;
	float *plane[PANEL_PLANES]; /* height x width, owned */
};

struct panel { /* all-zero is empty */
	struct panel_row *row;
	size_t n;
};

/* Fills PX with ROWS rows of PLANE, from row Y on.  Returns 0, or -1 with ERR
 * filled. */
typedef int panel_rows(void *arg, enum panel_plane plane, size_t y, size_t rows,
		       float *px, struct err *err);

/* Adds a row with the heading TEXT: target, prediction, their difference and,
 * if HAS_INPUT is 1, the input.  Calls ROWS for the pixels of each, from top to
 * bottom: HEIGHT x WIDTH, all finite.  Fails if ROWS fails. */
int panel_add(struct panel *p, const char *text, size_t width, size_t height,
	      int has_input, panel_rows *rows, void *arg, struct err *err);
void panel_release(struct panel *p);

/* Sets *LOW and *HIGH to the values shown as black and as white: the 0.1st and
 * 99.9th percentile of PLANE in N rows.  If both are equal, *LOW is half a unit
 * below and *HIGH half a unit above. */
void panel_window(const struct panel_row *row, size_t n, enum panel_plane plane,
		  double *low, double *high);

/* Writes the panel, at least one row, as a PNG.  A failure leaves no file
 * behind. */
int panel_write(const struct panel *p, const char *path, struct err *err);

#endif
