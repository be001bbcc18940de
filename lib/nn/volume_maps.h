/*
 * volume_maps.h - one sample's feature maps of a volume, slice by slice.
 *
 * All channels of a slice follow each other as planes (kernel/planes.h), and
 * slice follows slice.  Where a volume passes through, only some slices are
 * kept at a time: a new one takes the place of the oldest.
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_MAPS_H
#define NN_VOLUME_MAPS_H

#include "kernel/planes.h"

struct volume_maps {
	struct planes all; /* of all slices that are kept */
	size_t n, kept;	   /* slices; how many of them are kept */
	size_t stride;	   /* planes from one slice to the next */
	size_t first, c;   /* the channels of each slice that these maps
				      are: C from FIRST on */
};

/* The shape of a volume: its slices, how many of them are kept, its rows and
 * columns, and the rows of zeros above and below each plane. */
struct solid {
	size_t n, kept, h, w, halo;
};

/* Return the floats that C channels take, a multiple of LANES, and the maps of
 * C channels in MEMORY, which must be all zero and aligned to 64 bytes (NULL:
 * their data is NULL). */
size_t volume_maps_len(const struct solid *s, size_t c);
struct volume_maps volume_maps_in(float *memory, const struct solid *s,
				  size_t c);
/* Returns C channels of S, from FIRST on, in the same memory. */
struct volume_maps volume_maps_part(const struct volume_maps *s, size_t first,
				    size_t c);
/* Returns the planes of slice Z; their data is NULL if there is no such slice:
 * a slice before the first or behind the last is zero. */
struct planes volume_maps_at(const struct volume_maps *s, ptrdiff_t z);

/* Copy slices FROM to TO - 1 of S from, or to, an array (c, TO - FROM, h, w).
 */
void volume_maps_load(const struct volume_maps *s, size_t from, size_t to,
		      const float *px);
void volume_maps_save(const struct volume_maps *s, size_t from, size_t to,
		      float *px);

#endif
