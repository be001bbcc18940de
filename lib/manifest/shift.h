/*
 * shift.h - a target shifted against its source, and the part that both show.
 *
 * What the source shows at y, x the target shows at y + shift_y, x + shift_x.
 * A shift is corrected by whole pixels (rounded to the nearest, halves away
 * from zero), because interpolating between pixels would smooth the target's
 * noise, and differently in each pair.  An error of at most half a pixel
 * remains.  Pairs whose shift is unclear are not corrected.
 */
#ifndef MANIFEST_SHIFT_H
#define MANIFEST_SHIFT_H

#include <stddef.h>

#include "base/err.h"
#include "base/messages.h"
#include "file/tsv.h"

#define SHIFT_CLEAR 1.5 /* a shift of lower quality is not corrected */

struct shift {	     /* all-zero: none */
	long y, x;   /* whole pixels down and to the right */
	int unclear; /* measured, but its quality is below SHIFT_CLEAR */
};

enum { SHIFT_Y, SHIFT_X, SHIFT_QUALITY, SHIFT_COLUMNS };

/* Finds the columns shift_y, shift_x and shift_quality of T, also under their
 * earlier names offset_y, offset_x and offset_quality, and fills COLUMN with
 * their numbers, -1 for a missing one.  If only one of the first two exists, or
 * a column exists under both names, fails with err_data. */
int shift_columns(const struct tsv *t, int column[SHIFT_COLUMNS],
		  struct err *err);
/* Does the same for a table that will be written to: renames columns that have
 * their earlier names, and adds missing ones. */
int shift_columns_make(struct tsv *t, int column[SHIFT_COLUMNS],
		       struct err *err);

struct shift_overlap {	      /* the part that both images show */
	size_t width, height; /* height: of all slices together */
	size_t slices;	      /* 1 but for stacks */
	size_t source_y, source_x, target_y, target_x; /* its first pixel */
};

/* Fills TO for two images of WIDTH x HEIGHT pixels, HEIGHT being that of all
 * SLICES.  If SHIFT leaves nothing that both show, or is one of stacks, fails
 * with err_data that names TARGET. */
int shift_overlap(struct shift_overlap *to, const struct shift *shift,
		  const char *target, size_t width, size_t height,
		  size_t slices, struct err *err);
/* Moves the part O of the source (TARGET 0) or target (1) to the start of PX,
 * whose rows are WIDTH pixels.  PX is not reallocated. */
void shift_cut(const struct shift_overlap *o, float *px, size_t width,
	       int target);

struct shift_count { /* all-zero: no rows */
	size_t rows, moved, unclear;
	/* the largest correction along one axis, in pixels */
	long most;
	const char *first; /* id of the first unclear row */
};
void shift_count_add(struct shift_count *m, const struct shift *shift,
		     const char *id);
/* Reports how many targets were moved and by up to how many pixels, and warns
 * how many were not moved because their shift is unclear.  Reports nothing if
 * there are none. */
void shift_count_report(const struct shift_count *m, struct messages *to);

#endif
