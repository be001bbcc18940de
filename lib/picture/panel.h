/*
 * panel.h - draws a picture of predictions.  Each row shows the input, the
 * target, the prediction and the error of one image.
 *
 * The targets set one range of grey for all targets and predictions, the errors
 * a range of colours; both are printed at the bottom.  Rows with another number
 * of a window have ranges of their own, which are printed above each row.  Each
 * input has its own range, printed above its row.  Large images are shrunk:
 * square blocks of pixels are averaged, and what is left over at the right and
 * at the bottom is dropped.
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
	size_t window; /* number of the ranges, set by the caller; 0 before */
};

struct panel { /* all-zero is empty */
	struct panel_row *row;
	size_t n;
};

/* Fills PX with ROWS rows of PLANE, from row Y on. */
typedef int panel_rows(void *arg, enum panel_plane plane, size_t y, size_t rows,
		       float *px, struct err *err);

/* Adds a row with the heading TEXT: target, prediction, their difference and,
 * if HAS_INPUT is 1, the input.  Calls ROWS for HEIGHT rows of WIDTH pixels,
 * all finite, of each plane but the error, from top to bottom.  Fails if ROWS
 * fails.  The caller releases P, also after a failure. */
int panel_add(struct panel *p, const char *text, size_t width, size_t height,
	      int has_input, panel_rows *rows, void *arg, struct err *err);
void panel_release(struct panel *p);

/* Fills TO with the rows of P that have the number WINDOW, and returns how many
 * they are.  P still owns what is in them; the caller frees TO->row. */
size_t panel_of_window(const struct panel *p, size_t window, struct panel *to);

/* Sets *LOW and *HIGH to the 0.1st and 99.9th percentile of PLANE in N rows.
 * If both are equal, *LOW is half a unit below and *HIGH half a unit above. */
void panel_window(const struct panel_row *row, size_t n, enum panel_plane plane,
		  double *low, double *high);

/* Writes the panel, at least one row, as a PNG.  Fails as png_write_rgb
 * does. */
int panel_write(const struct panel *p, const char *path, struct err *err);

#endif
