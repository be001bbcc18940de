/*
 * shift.h - a target that lies beside its source: what both show.
 *
 * A shift is how many pixels further down and to the right the target shows
 * what its source shows.  It is applied in whole pixels, the nearest, halves
 * away from zero: interpolating between pixels would smooth the target's
 * noise, and by another amount in each pair.  At most half a pixel is left.
 * Pairs whose shift is unclear are left as they are.
 */
#ifndef MANIFEST_SHIFT_H
#define MANIFEST_SHIFT_H

#include <stddef.h>

#include "base/err.h"
#include "base/messages.h"
#include "base/tsv.h"

#define SHIFT_CLEAR 1.5 /* the least quality of a shift to go by */

struct shift {	     /* all-zero: none */
	long y, x;   /* whole pixels down and to the right */
	int unclear; /* one was measured, with less quality than SHIFT_CLEAR */
};

enum { SHIFT_Y, SHIFT_X, SHIFT_QUALITY, SHIFT_COLUMNS };

/* Find the columns shift_y, shift_x and shift_quality of T, or the names
 * that they had before: offset_y, offset_x, offset_quality.  COLUMN is
 * filled with -1 where there is none.  One of the first two without the
 * other, or one column under both its names, is err_data. */
int shift_columns(const struct tsv *t, int column[SHIFT_COLUMNS],
		  struct err *err);
/* The same to write into: old names are replaced by today's, and columns
 * that are missing are added. */
int shift_columns_make(struct tsv *t, int column[SHIFT_COLUMNS],
		       struct err *err);

struct shift_overlap {	      /* the part that both images of a pair show */
	size_t width, height; /* height: of all slices */
	size_t slices;	      /* 1 but for stacks */
	size_t source_y, source_x, target_y, target_x; /* its first pixel */
};

/* Of two images of WIDTH x HEIGHT, and SLICES.  A shift that leaves nothing
 * of them, or one of stacks, is err_data that names TARGET. */
int shift_overlap(struct shift_overlap *to, const struct shift *shift,
		  const char *target, size_t width, size_t height,
		  size_t slices, struct err *err);
/* Keep that part of an image; PX is WIDTH wide and is not made smaller. */
void shift_cut(const struct shift_overlap *o, float *px, size_t width,
	       int target);

struct shift_count { /* all-zero: no rows */
	size_t rows, moved, unclear;
	long most;	   /* pixels along one axis */
	const char *first; /* id of the first unclear one */
};
void shift_count_add(struct shift_count *m, const struct shift *shift,
		     const char *id);
/* How many targets are moved, by up to how much, and as a warning how many
 * are not because their shift is unclear; nothing when there are none. */
void shift_count_report(const struct shift_count *m, struct messages *to);

#endif
