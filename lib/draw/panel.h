/*
 * panel.h - a picture of predictions: one row an image, with its input,
 * target, prediction and error side by side.
 *
 * All targets and predictions of a panel share one display range and all
 * errors another; both are written below.  Inputs have each their own,
 * written above.  Large images are shrunk by averaging whole pixels.
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
	size_t width, height;	    /* as shown */
	size_t shrunk;		    /* pixels a side that became one */
	float *plane[PANEL_PLANES]; /* height x width, owned */
};

struct panel { /* all-zero is empty */
	struct panel_row *at;
	size_t n;
};

/* Get ROWS rows of an image, from number Y on. */
typedef int panel_rows(void *arg, enum panel_plane plane, size_t y, size_t rows,
		       float *px, struct err *err);

/* Add a row headed by TEXT: target, prediction and, if HAS_INPUT, input,
 * HEIGHT x WIDTH each and finite, as ROWS gives them from the top to the
 * bottom; only what is shown is kept.  Fails when ROWS does. */
int panel_add(struct panel *p, const char *text, size_t width, size_t height,
	      int has_input, panel_rows *rows, void *arg, struct err *err);
void panel_release(struct panel *p);

/* Write the panel (one row at least) as a PNG, whole or not at all. */
int panel_write(const struct panel *p, const char *path, struct err *err);

#endif
