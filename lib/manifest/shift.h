/*
 * shift.h - targets that lie beside their sources: what both show.
 *
 * A row's offset is how many pixels further down and to the right its
 * target shows what its source shows.  It is applied in whole pixels, the
 * nearest, halves away from zero: interpolating between pixels would smooth
 * the target's noise, and by another amount in each row.  At most half a
 * pixel is left.  Rows whose offset is unclear are left as they are.
 */
#ifndef MANIFEST_SHIFT_H
#define MANIFEST_SHIFT_H

#include "manifest/manifest.h"

#define SHIFT_CLEAR 1.5 /* the least quality of an offset to go by */

struct shift_overlap {	      /* the part that both images of a pair show */
	size_t width, height; /* height: of all slices */
	size_t slices;	      /* 1 but for stacks */
	size_t source_y, source_x, target_y, target_x; /* its first pixel */
};

/* Read the columns offset_y, offset_x and, where there is one,
 * offset_quality into the rows of P; no such columns: nothing.  Refuses one
 * of the first two without the other, in the header or in a row, and what
 * is no number of pixels. */
int manifest_shifts(struct manifest *p, struct err *err);

/* Of two images of WIDTH x HEIGHT, and SLICES.  An offset that leaves
 * nothing of them, or one of stacks, is err_data that names the row. */
int shift_overlap(struct shift_overlap *to, const struct manifest *p,
		  const struct pair *row, size_t width, size_t height,
		  size_t slices, struct err *err);
/* Keep that part of an image; PX is WIDTH wide and is not made smaller. */
void shift_cut(const struct shift_overlap *o, float *px, size_t width,
	       int target);

struct shift_count { /* all-zero: no rows */
	size_t rows, moved, unclear;
	long most;	   /* pixels along one axis */
	const char *first; /* id of the first unclear one */
};
void shift_count_add(struct shift_count *m, const struct pair *row);
/* "3 of 14 targets are moved by up to 4 pixels ..." and what was left, a
 * sentence each; empty when there is nothing to say. */
void shift_count_tell(const struct shift_count *m, struct buf *say,
		      struct buf *warn);

#endif
