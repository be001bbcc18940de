/*
 * panel.h - draws a picture of predictions.  Each row shows the input, the
 * target, the prediction and the error of one image, side by side.
 *
 * All targets and predictions of a panel share one display range; all errors
 * share another; both are printed at the bottom.  Each input has its own range,
 * printed above it.  Large images are shrunk by averaging square blocks of
 * pixels.
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
	char *text;
	size_t width, height; /* size of each plane after shrinking */
	/* each pixel shown is the mean of shrunk x shrunk pixels */
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

/* Adds a row with the heading TEXT.  It shows a target, a prediction and, if
 * HAS_INPUT is 1, an input, each of HEIGHT x WIDTH finite pixels.  Calls ROWS
 * to read each plane from top to bottom; P keeps only the shrunk planes.  Fails
 * if ROWS fails. */
int panel_add(struct panel *p, const char *text, size_t width, size_t height,
	      int has_input, panel_rows *rows, void *arg, struct err *err);
void panel_release(struct panel *p);

/* Sets *LOW and *HIGH to what is shown as black and white: the 0.1st and the
 * 99.9th percentile of PLANE in N rows, so that a few hot pixels do not set the
 * range; for a constant, half a unit below and above it. */
void panel_window(const struct panel_row *row, size_t n, enum panel_plane plane,
		  double *low, double *high);

/* Writes the panel, which must have at least one row, as a PNG.  A failure
 * leaves no file behind. */
int panel_write(const struct panel *p, const char *path, struct err *err);

#endif
