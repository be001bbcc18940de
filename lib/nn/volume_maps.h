/*
 * volume_maps.h - one sample's feature maps of a volume, slice by slice.
 *
 * All channels of a slice follow each other as planes (kernel/planes.h), and
 * slice follows slice, with slices of zeros before and behind them.  So the k
 * slices that a kernel of k x k x k covers are consecutive planes, k times as
 * many as there are channels, and a slice of the result is a 2D convolution of
 * these: the kernels for planes, Winograd's too, do all the work.  The weights
 * must be in the order of these planes, (out, k, in, k, k), whereas PyTorch has
 * (out, in, k, k, k).
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_MAPS_H
#define NN_VOLUME_MAPS_H

#include "kernel/planes.h"

struct volume_maps {
	struct planes all; /* of all slices, including those of zeros */
	size_t n;	   /* slices */
	size_t stride;	   /* planes from one slice to the next */
	size_t first, c;   /* the channels of each slice that these maps
				      are: C from FIRST on */
	size_t before;	   /* slices of zeros before the first */
};

/* The shape of a volume: its slices, rows and columns, its slices of zeros
 * before and behind, and the rows of zeros above and below each plane. */
struct solid {
	size_t n, h, w, before, behind, halo;
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
/* Returns the planes of slice Z. */
struct planes volume_maps_at(const struct volume_maps *s, size_t z);

/* Copy the maps S from, or to, an array (c, n, h, w). */
void volume_maps_load(const struct volume_maps *s, const float *from);
void volume_maps_save(const struct volume_maps *s, float *to);

#endif
