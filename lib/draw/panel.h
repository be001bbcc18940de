/*
 * panel.h - a picture of predictions: one row an image, with its input,
 * target, prediction and error side by side.
 *
 * All targets and predictions of a panel share one display range and all
 * errors another; both are printed below.  Each input has a range of its own,
 * printed above it.  Large images are shrunk by averaging blocks of whole
 * pixels.
 */
#ifndef DRAW_PANEL_H
#define DRAW_PANEL_H

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
	size_t width, height; /* of the picture, after shrinking */
	size_t shrunk; /* one shown pixel is the mean of shrunk x shrunk */
	float *plane[PANEL_PLANES]; /* height x width, owned */
};

struct panel { /* all-zero is empty */
	struct panel_row *row;
	size_t n;
};

/* Fill PX with ROWS rows of PLANE, from row Y on.  -1: ERR is filled. */
typedef int panel_rows(void *arg, enum panel_plane plane, size_t y, size_t rows,
		       float *px, struct err *err);

/* Add a row with the heading TEXT: target, prediction and, if HAS_INPUT,
 * input, each HEIGHT x WIDTH finite pixels.  ROWS is asked for them from the
 * top to the bottom, once; P keeps only the shrunk picture.  Fails when ROWS
 * fails. */
int panel_add(struct panel *p, const char *text, size_t width, size_t height,
	      int has_input, panel_rows *rows, void *arg, struct err *err);
void panel_release(struct panel *p);

/* Write the panel, which must have a row, as a PNG, whole or not at all. */
int panel_write(const struct panel *p, const char *path, struct err *err);

#endif
