/*
 * stage.h - the operators of a network of ndim 3, slice by slice.
 * Inside lib/nn only.
 */
#ifndef NN_STAGE_H
#define NN_STAGE_H

#include "kernel/conv_form.h"
#include "nn/volume_maps.h"

struct cube {			 /* values, and the gradient by the values */
	struct volume_maps v, d; /* d.all.data NULL: not wanted */
};

/* One operator, its input x and its output y.  Gradients are added, so they
 * must begin as zeros.  The gradients of the zeros around a map are added to as
 * well, but nobody reads them. */
struct stage {
	/* Computes slice Z of y.v from x.v. */
	void (*forward)(const struct stage *s, size_t z, float *scratch);
	/* Adds what follows from slice Z of y.d to x.d and to GRAD, a parameter
	 * vector; may change that slice.  NULL: there is nothing to do. */
	void (*backward)(const struct stage *s, size_t z, float *scratch,
			 float *grad);
	struct cube x, y;
	const struct conv *conv; /* of planes, from unet_plane_conv: its IN is
				    k times the channels of x */
	int relu;
	size_t k; /* pool, up: the factor */
};

/* SCRATCH as in struct node (op.h). */
void stage_conv(const struct stage *s, size_t z, float *scratch);
void stage_conv_back(const struct stage *s, size_t z, float *scratch,
		     float *grad);
/* Maximum over blocks of k x k x k; the gradient goes to the first pixel that
 * has the maximum. */
void stage_pool(const struct stage *s, size_t z, float *scratch);
void stage_pool_back(const struct stage *s, size_t z, float *scratch,
		     float *grad);
/* Copies each pixel to a block of k x k x k. */
void stage_up(const struct stage *s, size_t z, float *scratch);
void stage_up_back(const struct stage *s, size_t z, float *scratch,
		   float *grad);
/* Copies the middle of x. */
void stage_crop(const struct stage *s, size_t z, float *scratch);
void stage_crop_back(const struct stage *s, size_t z, float *scratch,
		     float *grad);

#endif
