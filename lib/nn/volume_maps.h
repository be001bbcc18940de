/*
 * volume_maps.h - one sample's feature maps of a volume, and the operators of a
 * volume, slice by slice.
 *
 * A slice has all its channels beside each other, as planes (plane_list.h), and
 * slices follow each other, slices of zeros before and behind them.  So the
 * slices that a kernel of k x k x k meets are planes in a row, k times as
 * many as channels, and a slice of the result is a 2D convolution of them:
 * the kernels for planes, Winograd's too, do all the work.  The weights
 * must lie as they meet these planes, (out, k, in, k, k); PyTorch has (out,
 * in, k, k, k).
 */
#ifndef NN_VOLUME_MAPS_H
#define NN_VOLUME_MAPS_H

#include "nn/op.h"

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

struct cube {			 /* values, and the gradient by them */
	struct volume_maps v, d; /* d.all.data NULL: not wanted */
};

/* One operator and what it works on.  Gradients are added, so they are
 * zeros to begin with; those of zeros around get something, too, that
 * nobody reads. */
struct stage {
	/* Slice Z of y.v, from x.v. */
	void (*forward)(const struct stage *s, size_t z, float *scratch);
	/* What slice Z of y.d, which may be changed, adds to x.d and to GRAD,
	 * a parameter vector; NULL: nothing. */
	void (*backward)(const struct stage *s, size_t z, float *scratch,
			 float *grad);
	struct cube x, y;
	const struct conv *conv; /* of planes: in is k times as many */
	int relu;
	size_t k; /* pool, up: the factor */
};

/* SCRATCH as a node's (op.h). */
void stage_conv(const struct stage *s, size_t z, float *scratch);
void stage_conv_back(const struct stage *s, size_t z, float *scratch,
		     float *grad);
/* Maximum over blocks of k x k x k; the gradient goes to the first one. */
void stage_pool(const struct stage *s, size_t z, float *scratch);
void stage_pool_back(const struct stage *s, size_t z, float *scratch,
		     float *grad);
/* Each pixel becomes a block of k x k x k. */
void stage_up(const struct stage *s, size_t z, float *scratch);
void stage_up_back(const struct stage *s, size_t z, float *scratch,
		   float *grad);
/* The middle of x. */
void stage_crop(const struct stage *s, size_t z, float *scratch);
void stage_crop_back(const struct stage *s, size_t z, float *scratch,
		     float *grad);

#endif
