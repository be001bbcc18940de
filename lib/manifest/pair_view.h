/*
 * pair_view.h - reads the two images of a pair a few rows at a time.
 *
 * A large image is not held whole, only one row of its blocks (tiles, strips).
 * So memory does not grow with the height.  Each block is decoded only once if
 * the image is read from top to bottom.
 */
#ifndef MANIFEST_PAIR_VIEW_H
#define MANIFEST_PAIR_VIEW_H

#include "image/cache.h"
#include "manifest/manifest.h"

struct pair_view {		      /* all-zero is closed */
	const struct manifest *pairs; /* neither PAIRS nor ROW is owned */
	const struct pair *row;
	struct cache *cache;
	size_t image[2];     /* numbers of both in the cache */
	struct norm norm[2]; /* from the row */
	struct pixel_pitch pitch[2];
	struct digest pixels[2];   /* digests of the pixels (cache_check) */
	size_t width, height;	   /* size of each image */
	struct shift_overlap both; /* part that both images show */
};

/* Opens the images of ROW and reads each once.  The caller closes V, unless
 * this fails.  Fails with err_data if an image is damaged, if a pixel is not
 * finite, or if the sizes differ.  The message names the row. */
int pair_view_open(struct pair_view *v, const struct manifest *p,
		   const struct pair *row, struct err *err);
void pair_view_close(struct pair_view *v);

/* Reads AREA of the source (TARGET 0) or the target (TARGET 1) into PX,
 * normalised.  Several threads may call this at once.  Errors name the file,
 * not the row. */
int pair_view_area(const struct pair_view *v, int target,
		   const struct area *area, float *px, struct err *err);

/* Does the same for rows Y to Y + ROWS - 1 of V->both, the part that both
 * images show.  A row has V->both.width pixels. */
int pair_view_rows(const struct pair_view *v, int target, size_t y, size_t rows,
		   float *px, struct err *err);

/* Returns how many rows are best read at once, at least 1. */
size_t pair_view_band(const struct pair_view *v);

#endif
