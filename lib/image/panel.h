/*
 * panel.h - a picture of predictions: one row an image, with its input,
 * target, prediction and error side by side.
 *
 * All targets and predictions of a panel share one display range and all
 * errors another; both are written below.  Inputs have each their own,
 * written above.  Large images are shrunk by averaging whole pixels.
 */
#ifndef IMAGE_PANEL_H
#define IMAGE_PANEL_H

#include <stddef.h>

#include "base/err.h"

enum panel_plane {
	PANEL_INPUT, PANEL_TARGET, PANEL_PREDICTION, PANEL_ERROR,
	PANEL_PLANES
};

struct panel_row {
	char *text;
	size_t width, height;		/* as shown */
	size_t shrunk;			/* pixels a side that became one */
	float *plane[PANEL_PLANES];	/* height x width, owned */
};

struct panel {			/* all-zero is empty */
	struct panel_row *at;
	size_t n;
};

/* Add a row headed by TEXT.  PLANE holds input, target and prediction,
 * HEIGHT x WIDTH each, finite; only a copy as large as is shown is kept.
 * Input may be NULL: its place stays empty. */
void panel_add(struct panel *p, const char *text,
	       const float *const plane[PANEL_ERROR], size_t width,
	       size_t height);
void panel_release(struct panel *p);

/* Write the panel (one row at least) as a PNG, whole or not at all. */
int panel_write(const struct panel *p, const char *path, struct err *err);

#endif
