/*
 * volume_maps.h - the feature maps of one sample of a volume, slice by slice.
 *
 * The channels of a slice lie one after the other as planes (kernel/planes.h),
 * and so do the slices.  When a volume passes through, only some slices are
 * kept; a new one replaces the oldest.
 *
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_MAPS_H
#define NN_VOLUME_MAPS_H

#include "kernel/planes.h"

struct volume_maps {
	struct planes all; /* planes of all slices kept */
	size_t n, kept;	   /* numbers of slices, and of those kept */
	size_t stride;	   /* planes from one slice to the next */
	/* the maps are channels FIRST to FIRST + C - 1 of each slice */
	size_t first, c;
};

/* a volume: slices, how many of them are kept, rows, columns, and rows of zeros
 * above and below each plane */
struct solid {
	size_t n, kept, h, w, halo;
};

/* Returns the number of floats that C channels take, a multiple of LANES. */
size_t volume_maps_len(const struct solid *s, size_t c);

/* Returns maps of C channels in MEMORY, which is all zero and aligned to 64
 * bytes.  MEMORY may be NULL: so is the data of the maps. */
struct volume_maps volume_maps_in(float *memory, const struct solid *s,
				  size_t c);

/* Returns channels FIRST to FIRST + C - 1 of S, in the same memory. */
struct volume_maps volume_maps_part(const struct volume_maps *s, size_t first,
				    size_t c);

/* Returns the planes of slice Z.  Beyond the first and the last slice all is
 * zero: the data of the planes is NULL. */
struct planes volume_maps_at(const struct volume_maps *s, ptrdiff_t z);

/* Copies an array (c, TO - FROM, h, w) to slices FROM to TO - 1 of S. */
void volume_maps_load(const struct volume_maps *s, size_t from, size_t to,
		      const float *px);

/* Copies slices FROM to TO - 1 of S to such an array. */
void volume_maps_save(const struct volume_maps *s, size_t from, size_t to,
		      float *px);

#endif
