/*
 * pair_view.h - reads the two images of a pair a few rows at a time.
 *
 * Memory does not grow with the height of large images: of each, one row of
 * blocks (tiles, strips) is kept.  Small images are kept whole.  Either way,
 * reading from top to bottom decodes each block only once.
 */
#ifndef MANIFEST_PAIR_VIEW_H
#define MANIFEST_PAIR_VIEW_H

#include "image/cache.h"
#include "manifest/manifest.h"

struct pair_view {		      /* all-zero is closed */
	const struct manifest *pairs; /* and the row below: not owned */
	const struct pair *row;
	struct cache *cache;
	size_t image[2];     /* source, target: numbers in the cache */
	struct norm norm[2]; /* of the row: how they are normalised */
	struct pixel_pitch pitch[2];
	size_t width, height;	   /* of each image */
	struct shift_overlap both; /* what both show */
};

/* Opens the images of ROW and reads both once.  If one is damaged or has a
 * pixel that is not finite, or if their sizes differ, fails with err_data that
 * names the row.  V needs no closing then. */
int pair_view_open(struct pair_view *v, const struct manifest *p,
		   const struct pair *row, struct err *err);
void pair_view_close(struct pair_view *v);

/* Reads AREA of the source (TARGET 0) or the target (1) into PX, normalised.
 * Many threads may call it at once.  An error names the file, but not the
 * row. */
int pair_view_area(const struct pair_view *v, int target,
		   const struct area *area, float *px, struct err *err);
/* Reads ROWS rows, starting at row Y, of the part that both show; each has
 * both.width pixels. */
int pair_view_rows(const struct pair_view *v, int target, size_t y, size_t rows,
		   float *px, struct err *err);

/* Returns how many rows are best read at a time, at least one. */
size_t pair_view_band(const struct pair_view *v);

#endif
