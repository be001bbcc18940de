/*
 * pair_view.h - reads the two images of a pair a few rows at a time.
 *
 * Of an image above 8 MB only one row of its blocks (tiles, strips) is kept.
 * Each block is decoded only once if the image is read from top to bottom.
 */
#ifndef MANIFEST_PAIR_VIEW_H
#define MANIFEST_PAIR_VIEW_H

#include "image/cache.h"
#include "manifest/manifest.h"

struct pair_view {		      /* all-zero is closed */
	const struct manifest *pairs; /* neither PAIRS nor ROW is owned */
	const struct pair *row;
	struct cache *cache;
	/* number of the first channel of each side in the cache; the others
	 * follow it */
	size_t image[SIDES];
	struct norm norm[SIDES][CHANNELS_MOST]; /* from the row */
	struct pixel_pitch pitch[SIDES];
	/* digests of the values of the pixels (side_cache_check) */
	struct digest pixels[SIDES];
	size_t width, height;	   /* size of each image */
	struct shift_overlap both; /* part that both images show */
};

/* Opens the images of ROW and reads each once.  The caller closes V, unless
 * this fails.  Fails with err_data if an image is damaged, if a pixel is not
 * finite, or if the sizes differ.  Errors name the row. */
int pair_view_open(struct pair_view *v, const struct manifest *p,
		   const struct pair *row, struct err *err);
void pair_view_close(struct pair_view *v);

/* Reads AREA of a channel of SIDE into PX, normalised.  Several threads may
 * call this at once.  Errors do not name the row. */
int pair_view_area(const struct pair_view *v, enum side side, size_t channel,
		   const struct area *area, float *px, struct err *err);

/* Reads rows Y to Y + ROWS - 1 of V->both, of V->both.width pixels each, as
 * pair_view_area does.  Errors name the row. */
int pair_view_rows(const struct pair_view *v, enum side side, size_t channel,
		   size_t y, size_t rows, float *px, struct err *err);

/* Does what pair_view_rows does for all channels of SIDE, one after the
 * other. */
int pair_view_channels(const struct pair_view *v, enum side side, size_t y,
		       size_t rows, float *px, struct err *err);

/* Returns how many rows are best read at once. */
size_t pair_view_band(const struct pair_view *v);

#endif
