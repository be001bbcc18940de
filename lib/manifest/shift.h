/*
 * shift.h - corrects for a target that is shifted against its source.
 *
 * The target shows at row y + shift_y, column x + shift_x what the source shows
 * at row y, column x.  A shift is corrected by whole pixels, rounded to the
 * nearest (halves away from zero), so an error of at most half a pixel remains.
 * Interpolating between pixels would smooth the target's noise, differently in
 * each pair.  If the shift of a pair is unclear, it is not corrected.
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

/* Finds the columns shift_y, shift_x and shift_quality of T and fills COLUMN
 * with their numbers; -1: missing.  Also finds them under their earlier names
 * offset_y, offset_x and offset_quality.  If only one of the first two exists,
 * or a column exists under both names, fails with err_data. */
int shift_columns(const struct tsv *t, int column[SHIFT_COLUMNS],
		  struct err *err);
/* Does the same for a table that will be written to: renames columns that have
 * earlier names, and adds those that are missing. */
int shift_columns_make(struct tsv *t, int column[SHIFT_COLUMNS],
		       struct err *err);

struct shift_overlap {	      /* the part that both images show */
	size_t width, height; /* HEIGHT covers all slices */
	size_t slices;	      /* 1 unless the images are stacks */
	/* where the part begins in each image */
	size_t source_y, source_x, target_y, target_x;
};

/* Fills TO for two images of WIDTH x HEIGHT pixels; HEIGHT covers all SLICES.
 * If SHIFT leaves nothing that both show, or is not 0 for stacks, fails with
 * err_data that names TARGET. */
int shift_overlap(struct shift_overlap *to, const struct shift *shift,
		  const char *target, size_t width, size_t height,
		  size_t slices, struct err *err);
/* Moves the part O of the source (TARGET 0) or the target (TARGET 1) to the
 * start of PX, whose rows are WIDTH pixels.  PX is not reallocated. */
void shift_cut(const struct shift_overlap *o, float *px, size_t width,
	       int target);

struct shift_count { /* zeros: no rows */
	size_t rows, moved, unclear;
	/* the largest correction along one axis, in pixels */
	long most;
	const char *first; /* id of the first unclear row */
};
void shift_count_add(struct shift_count *m, const struct shift *shift,
		     const char *id);
/* Reports how many targets were moved and by how many pixels at most.  Warns
 * how many were not moved because their shift is unclear.  Reports nothing if
 * there are none. */
void shift_count_report(const struct shift_count *m, struct messages *to);

#endif
