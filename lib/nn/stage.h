/*
 * stage.h - the operators of a volume, slice by slice.
 * Inside lib/nn only.
 */
#ifndef NN_STAGE_H
#define NN_STAGE_H

#include "kernel/conv_form.h"
#include "nn/volume_maps.h"

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
