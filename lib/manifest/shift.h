/*
 * shift.h - corrects for a target that is shifted against its source.
 *
 * What the source shows at row y, column x, the target shows at row y +
 * shift_y, column x + shift_x.  A shift is corrected by whole pixels, rounded
 * to the nearest (halves away from zero).  So an error of at most half a pixel
 * remains.  Pixels are not interpolated, because that would smooth the noise of
 * the targets, differently in each pair.  If the shift of a pair is unclear, it
 * is not corrected.
 */
#ifndef MANIFEST_SHIFT_H
#define MANIFEST_SHIFT_H

#include <stddef.h>

#include "base/err.h"
#include "base/messages.h"
#include "file/tsv.h"

#define SHIFT_CLEAR 1.5 /* a shift of lower quality is not corrected */

struct shift {	     /* zeros: no shift */
	long y, x;   /* whole pixels down and to the right */
	int unclear; /* 1: measured, but its quality is below SHIFT_CLEAR */
};

enum { SHIFT_Y, SHIFT_X, SHIFT_QUALITY, SHIFT_COLUMNS };

/* Fills COLUMN with the numbers of T's columns shift_y, shift_x and
 * shift_quality; -1: the column is missing.  The earlier names offset_y,
 * offset_x and offset_quality are found, too.  Fails with err_data if only one
 * of shift_y and shift_x exists, or if a column exists under its new and its
 * earlier name. */
int shift_columns(const struct tsv *t, int column[SHIFT_COLUMNS],
		  struct err *err);

/* Does the same for a table that will be written to.  Renames columns that have
 * earlier names, and adds missing columns. */
int shift_columns_make(struct tsv *t, int column[SHIFT_COLUMNS],
		       struct err *err);

struct shift_overlap {	      /* the part that both images show */
	size_t width, height; /* HEIGHT covers all slices */
	/* number of slices; 1 unless the images are stacks */
	size_t slices;
	/* first row and column of the part in each image */
	size_t source_y, source_x, target_y, target_x;
};

/* Fills TO with the part that both images of a pair show if the target is
 * shifted by SHIFT.  Each image has WIDTH x HEIGHT pixels; HEIGHT covers all
 * SLICES.  Fails with err_data if there is no such part, or if the images are
 * stacks and SHIFT is not 0.  The message names TARGET. */
int shift_overlap(struct shift_overlap *to, const struct shift *shift,
		  const char *target, size_t width, size_t height,
		  size_t slices, struct err *err);

/* Cuts the part O out of an image, in place.  The image is a source if TARGET
 * is 0, a target if TARGET is 1.  PX has the pixels of the image, in rows of
 * WIDTH pixels.  The part is moved to the start of PX.  PX is not
 * reallocated. */
void shift_cut(const struct shift_overlap *o, float *px, size_t width,
	       int target);

struct shift_count { /* zeros: no rows */
	/* numbers of all rows, of rows whose target is moved, and of rows
	 * whose shift is unclear */
	size_t rows, moved, unclear;
	/* the largest correction along one axis, in pixels */
	long most;
	const char *first; /* id of the first unclear row */
};
void shift_count_add(struct shift_count *m, const struct shift *shift,
		     const char *id);

/* Reports how many targets were moved and by how many pixels at most.  Warns
 * how many targets were not moved because their shift is unclear.  A number of
 * 0 is not reported. */
void shift_count_report(const struct shift_count *m, struct messages *to);

#endif
