/*
 * pair_view.h - the two images of a pair, seen a few rows at a time.
 *
 * However large they are: a row of blocks (tiles, strips) of each is held,
 * and small images whole, so that they are decoded once.
 */
#ifndef MANIFEST_PAIR_VIEW_H
#define MANIFEST_PAIR_VIEW_H

#include "image/cache.h"
#include "manifest/manifest.h"

struct pair_view {		      /* all-zero is closed */
	const struct manifest *pairs; /* with the row: not owned */
	const struct pair *row;
	struct cache *cache;
	size_t image[2];     /* source, target: numbers in the cache */
	struct norm norm[2]; /* how they are normalised: the row's */
	struct pixel_pitch pitch[2];
	size_t width, height;	   /* of either */
	struct shift_overlap both; /* what both show */
};

/* Read both images once: what is damaged, not finite or not of the same
 * size is err_data that names the row. */
int pair_view_open(struct pair_view *v, const struct manifest *p,
		   const struct pair *row, struct err *err);
void pair_view_close(struct pair_view *v);

/* AREA of the source (TARGET 0) or the target (1), normalised.  May be
 * called by many threads at once; an error names the file only. */
int pair_view_area(const struct pair_view *v, int target,
		   const struct area *area, float *px, struct err *err);
/* ROWS rows, from number Y on, of what both show: both.width each. */
int pair_view_rows(const struct pair_view *v, int target, size_t y, size_t rows,
		   float *px, struct err *err);

/* A number of rows that is good to take at once, one at least. */
size_t pair_view_band(const struct pair_view *v);

#endif
