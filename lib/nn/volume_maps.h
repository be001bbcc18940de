/*
 * volume_maps.h - one sample's feature maps of a volume, slice by slice.
 *
 * The channels of a slice follow each other as planes (kernel/planes.h).  The
 * slices follow each other.  If a volume passes through, only some slices are
 * kept at a time.  A new slice then takes the place of the oldest.
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_MAPS_H
#define NN_VOLUME_MAPS_H

#include "kernel/planes.h"

struct volume_maps {
	struct planes all; /* Planes of all slices that are kept */
	size_t n, kept;	   /* Number of slices, and how many of them are kept */
	size_t stride;	   /* Number of planes from one slice to the next */
	/* Channels of each slice that belong to these maps: C channels from
	 * FIRST on */
	size_t first, c;
};

/* The shape of a volume: its slices, how many of them are kept, its rows and
 * columns, and the rows of zeros above and below each plane. */
struct solid {
	size_t n, kept, h, w, halo;
};

/* The first returns the number of floats that C channels take, a multiple of
 * LANES.  The second returns the maps of C channels in MEMORY.  MEMORY must be
 * all zero and aligned to 64 bytes.  If MEMORY is NULL, the data of the maps
 * is NULL. */
size_t volume_maps_len(const struct solid *s, size_t c);
struct volume_maps volume_maps_in(float *memory, const struct solid *s,
				  size_t c);

/* Returns C channels of S, from channel FIRST on, in the same memory. */
struct volume_maps volume_maps_part(const struct volume_maps *s, size_t first,
				    size_t c);

/* Returns the planes of slice Z.  A slice before the first or behind the last
 * counts as zeros; the data of its planes is NULL. */
struct planes volume_maps_at(const struct volume_maps *s, ptrdiff_t z);

/* Load copies an array (c, TO - FROM, h, w) to slices FROM to TO - 1 of S.
 * Save copies these slices to such an array. */
void volume_maps_load(const struct volume_maps *s, size_t from, size_t to,
		      const float *px);
void volume_maps_save(const struct volume_maps *s, size_t from, size_t to,
		      float *px);

#endif
