/*
 * shift.h - corrects for a target that is shifted against its source.
 *
 * What the source shows at row y, column x, the target shows at row y +
 * shift_y, column x + shift_x.  Shifts are rounded to whole pixels (halves away
 * from zero).  Pixels are not interpolated: this would smooth the noise of the
 * targets, differently in each pair.  An unclear shift is not corrected.
 */
#ifndef MANIFEST_SHIFT_H
#define MANIFEST_SHIFT_H

#include <stddef.h>

#include "base/err.h"
#include "base/messages.h"
#include "file/tsv.h"

#define SHIFT_CLEAR 1.5 /* lower quality: the shift is unclear */

struct shift {	     /* all-zero: no shift */
	long y, x;   /* whole pixels down and to the right */
	int unclear; /* 1: measured, but with a quality below SHIFT_CLEAR */
};

enum { SHIFT_Y, SHIFT_X, SHIFT_QUALITY, SHIFT_COLUMNS };

/* Fills COLUMN with the numbers of T's columns shift_y, shift_x and
 * shift_quality, or of their earlier names (offset_y ...), or -1.  Fails with
 * err_data if only one of shift_y and shift_x exists, or if a column exists
 * under both of its names. */
int shift_columns(const struct tsv *t, int column[SHIFT_COLUMNS],
		  struct err *err);

/* Does what shift_columns does for a table to be written: gives the columns
 * their present names and adds missing ones. */
int shift_columns_make(struct tsv *t, int column[SHIFT_COLUMNS],
		       struct err *err);

struct shift_overlap {	      /* the part that both images show */
	size_t width, height; /* HEIGHT covers all slices */
	size_t slices;
	/* first row and column of the part in each image */
	size_t source_y, source_x, target_y, target_x;
};

/* Fills TO with the part that both images show if the target is shifted by
 * SHIFT.  Each image has WIDTH x HEIGHT pixels, all SLICES together.  Fails
 * with err_data, naming TARGET, if there is no such part, or if stacks are
 * shifted. */
int shift_overlap(struct shift_overlap *to, const struct shift *shift,
		  const char *target, size_t width, size_t height,
		  size_t slices, struct err *err);

/* Cuts the part O out of a source (TARGET 0) or a target (TARGET 1): moves it
 * to the start of PX, whose rows have WIDTH pixels. */
void shift_cut(const struct shift_overlap *o, float *px, size_t width,
	       int target);

struct shift_count { /* all-zero: no rows */
	/* rows; rows whose target is moved; unclear rows */
	size_t rows, moved, unclear;
	/* largest correction along one axis, in pixels */
	long most;
	const char *first; /* id of the first unclear row */
};
void shift_count_add(struct shift_count *m, const struct shift *shift,
		     const char *id);

/* Reports how many targets were moved and how far at most.  Warns of unclear
 * shifts. */
void shift_count_report(const struct shift_count *m, struct messages *to);

#endif
