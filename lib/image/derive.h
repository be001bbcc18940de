/*
 * derive.h - images that are computed from stored ones: corrected by a dark and
 * a flat image, then binned.
 *
 * Inside lib/image only.
 *
 * Corrected: (x - dark) * (m / (flat - dark)) for each pixel x, where m is the
 * mean of flat - dark.  Without a flat image: x - dark; without a dark one,
 * dark is 0.  Where flat - dark is 0 or less, as in a dead pixel of the camera,
 * the factor is 1, and the pixel does not count in m.  Of a dark or flat file
 * with several planes, the mean of the planes is taken, rounded to float32.
 *
 * Binned by k: the mean of k x k pixels, beginning at the top left.  Columns
 * and rows left over at the right and at the bottom are dropped.
 *
 * All is computed in double: pixels are corrected, the k x k of a cell are
 * added row by row, and the sum is divided once.  The result is rounded to
 * float32.
 */
#ifndef IMAGE_DERIVE_H
#define IMAGE_DERIVE_H

#include "base/err.h"
#include "image/pixel.h"
#include "image/ref.h"

struct derive_plane { /* the sum of some planes; all-zero: of none */
	size_t width, height;
	enum pixel type;
	double *sum; /* row by row, owned */
	double *row; /* the row that is added, owned */
};

/* Prepares to add a plane.  Fails with err_data if its size is not that of the
 * planes before, or if it does not fit into memory. */
int derive_plane_begin(struct derive_plane *p, const struct image_info *info,
		       struct err *err);

/* Adds N pixels of that plane, from column X of row Y on. */
void derive_plane_add(struct derive_plane *p, const void *px, size_t n,
		      size_t x, size_t y);

/* Adds all pixels of the plane REF to TO. */
typedef int derive_reader(struct derive_plane *to, const char *ref,
			  struct err *err);

struct correction {		   /* a dark and a flat image */
	char *dark_ref, *flat_ref; /* or NULL */
	size_t width, height;
	float *dark, *flat; /* height x width, row by row; NULL: none */
	double mean;	    /* m; 1 if there is no flat image */
	/* number of pixels where flat - dark is 0 or less, and the index of the
	 * first */
	size_t dead, first;
	/* share of the pixels at the upper end of the type's range; 0 for real
	 * numbers */
	double dark_full, flat_full;
	int dark_constant, flat_constant;
	struct correction *next;
};

/* Sets *TO to the correction that R gives, valid for good, or to NULL if R
 * gives none.  READ reads an image once in a process.  The image must have
 * WIDTH x HEIGHT pixels.  Fails with err_data if it cannot be used, or if flat
 * - dark is 0 or less at more than 1 in 100 pixels. */
int derive_correction(const struct correction **to, const struct ref *r,
		      derive_reader *read, size_t width, size_t height,
		      struct err *err);

/* Returns the correction that R gives, or NULL if derive_correction has not
 * made it yet. */
const struct correction *derive_known(const struct ref *r);

/* Changes INFO from the stored image to the one that R names.  Fails with
 * err_data if this one has no pixel. */
int derive_info(struct image_info *info, const struct ref *r, struct err *err);

/* Adds to SUM the N stored pixels PX of TYPE, corrected by C, or not if C is
 * NULL.  They begin at column X, row Y of the image.  BIN pixels side by side
 * go to one sum.  ROW has room for N doubles. */
void derive_add(double *sum, double *row, const void *px, enum pixel type,
		size_t n, size_t bin, const struct correction *c, size_t x,
		size_t y);

#endif
