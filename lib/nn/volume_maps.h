/*
 * volume_maps.h - one sample's feature maps of a volume, slice by slice.
 *
 * A slice has all its channels beside each other, as planes
 * (kernel/planes.h), and slices follow each other, slices of zeros before and
 * behind them.  So the slices that a kernel of k x k x k meets are planes in
 * a row, k times as many as channels, and a slice of the result is a 2D
 * convolution of them:
 * the kernels for planes, Winograd's too, do all the work.  The weights
 * must lie as they meet these planes, (out, k, in, k, k); PyTorch has (out,
 * in, k, k, k).
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_MAPS_H
#define NN_VOLUME_MAPS_H

#include "kernel/planes.h"

struct volume_maps {
	struct planes all; /* of all slices, those of zeros too */
	size_t n;	   /* slices */
	size_t stride;	   /* planes from a slice to the next */
	size_t first, c;   /* channels of each that are meant */
	size_t before;	   /* slices of zeros before the first */
};

/* Of a volume: slices, rows, columns, and how many slices of zeros there
 * are before and behind, rows of zeros between planes. */
struct solid {
	size_t n, h, w, before, behind, halo;
};

/* Floats that C channels take, a multiple of LANES; those in MEMORY, which
 * is all zero and aligned to 64 bytes (NULL: nowhere, data is NULL). */
size_t volume_maps_len(const struct solid *s, size_t c);
struct volume_maps volume_maps_in(float *memory, const struct solid *s,
				  size_t c);
/* C channels from FIRST on: the same memory. */
struct volume_maps volume_maps_part(const struct volume_maps *s, size_t first,
				    size_t c);
/* The planes of slice Z. */
struct planes volume_maps_at(const struct volume_maps *s, size_t z);

/* From and to an array (c, n, h, w). */
void volume_maps_load(const struct volume_maps *s, const float *from);
void volume_maps_save(const struct volume_maps *s, float *to);

#endif
