/*
 * pair_view.h - reads the two images of a pair a few rows at a time.
 *
 * Small images are kept whole.  Of a large image, only one row of blocks
 * (tiles, strips) is kept, so memory does not grow with its height.  In both
 * cases, reading from top to bottom decodes each block only once.
 */
#ifndef MANIFEST_PAIR_VIEW_H
#define MANIFEST_PAIR_VIEW_H

#include "image/cache.h"
#include "manifest/manifest.h"

struct pair_view {		      /* all-zero is closed */
	const struct manifest *pairs; /* PAIRS and ROW are not owned */
	const struct pair *row;
	struct cache *cache;
	size_t image[2];     /* the numbers of source and target in the cache */
	struct norm norm[2]; /* the normalisation of each, from the row */
	struct pixel_pitch pitch[2];
	struct digest pixels[2];   /* see cache_check */
	size_t width, height;	   /* size of each image */
	struct shift_overlap both; /* the part that both show */
};

/* Opens the images of ROW and reads both once.  If one is damaged or has a
 * pixel that is not finite, or if their sizes differ, fails with err_data that
 * names the row.  After a failure V need not be closed. */
int pair_view_open(struct pair_view *v, const struct manifest *p,
		   const struct pair *row, struct err *err);
void pair_view_close(struct pair_view *v);

/* Reads AREA of the source (TARGET 0) or the target (TARGET 1) into PX,
 * normalised.  Several threads may call this at once.  An error names the file,
 * but not the row. */
int pair_view_area(const struct pair_view *v, int target,
		   const struct area *area, float *px, struct err *err);
/* Reads ROWS rows of the part that both show, from its row Y on, both.width
 * pixels each. */
int pair_view_rows(const struct pair_view *v, int target, size_t y, size_t rows,
		   float *px, struct err *err);

/* Returns the number of rows, at least one, that is best read at a time. */
size_t pair_view_band(const struct pair_view *v);

#endif
