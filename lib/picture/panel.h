/*
 * panel.h - a picture of predictions: each row shows one image: its input,
 * target, prediction and error, side by side.
 *
 * All targets and predictions of a panel share one display range and all errors
 * another; both are printed below.  Each input has its own range, printed above
 * it.  Large images are shrunk by averaging blocks of whole pixels.
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
	size_t width, height; /* of each plane, after shrinking */
	size_t shrunk; /* a pixel shown is the mean of shrunk x shrunk pixels */
	float *plane[PANEL_PLANES]; /* height x width, owned */
};

struct panel { /* all-zero is empty */
	struct panel_row *row;
	size_t n;
};

/* Fills PX with ROWS rows of PLANE, starting at row Y.  Returns 0, or -1 with
 * ERR filled. */
typedef int panel_rows(void *arg, enum panel_plane plane, size_t y, size_t rows,
		       float *px, struct err *err);

/* Adds a row with the heading TEXT: target, prediction and, if HAS_INPUT,
 * input, each HEIGHT x WIDTH finite pixels.  Calls ROWS to read them, plane by
 * plane from top to bottom; P keeps only the shrunk picture.  Fails if ROWS
 * fails. */
int panel_add(struct panel *p, const char *text, size_t width, size_t height,
	      int has_input, panel_rows *rows, void *arg, struct err *err);
void panel_release(struct panel *p);

/* Writes the panel, which must have at least one row, as a PNG.  A failure
 * leaves no partly written file. */
int panel_write(const struct panel *p, const char *path, struct err *err);

#endif
