/*
 * pair_view.h - reads the two images of a pair a few rows at a time.
 *
 * Small images are kept whole.  Of a large image, only one row of blocks
 * (tiles, strips) is kept, so memory does not grow with the height of the
 * image.  In both cases, reading from top to bottom decodes each block only
 * once.
 */
#ifndef MANIFEST_PAIR_VIEW_H
#define MANIFEST_PAIR_VIEW_H

#include "image/cache.h"
#include "manifest/manifest.h"

struct pair_view {		      /* all-zero is closed */
	const struct manifest *pairs; /* PAIRS and ROW are not owned */
	const struct pair *row;
	struct cache *cache;
	size_t image[2];     /* numbers of source and target in the cache */
	struct norm norm[2]; /* normalisation of each, from the row */
	struct pixel_pitch pitch[2];
	struct digest pixels[2];   /* digests of the pixels (cache_check) */
	size_t width, height;	   /* size of each image */
	struct shift_overlap both; /* part that both images show */
};

/* Opens the images of ROW and reads both once.  Fails with err_data if an image
 * is damaged, an image has a pixel that is not finite, or the sizes differ.
 * The message names the row.  After a failure V need not be closed. */
int pair_view_open(struct pair_view *v, const struct manifest *p,
		   const struct pair *row, struct err *err);
void pair_view_close(struct pair_view *v);

/* Reads the pixels of AREA into PX and normalises them.  The image is the
 * source if TARGET is 0, the target if TARGET is 1.  Several threads may call
 * this at once.  An error names the file, but not the row. */
int pair_view_area(const struct pair_view *v, int target,
		   const struct area *area, float *px, struct err *err);

/* Does the same with ROWS rows of V->both, the part that both images show.  The
 * first row read is row Y of this part.  Each row has V->both.width pixels. */
int pair_view_rows(const struct pair_view *v, int target, size_t y, size_t rows,
		   float *px, struct err *err);

/* Returns how many rows are best read at a time: at least one. */
size_t pair_view_band(const struct pair_view *v);

#endif
