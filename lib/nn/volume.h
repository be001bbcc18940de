/*
 * volume.h - runs a network of ndim 3 forward and backward for one sample.
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_H
#define NN_VOLUME_H

#include "base/thread_pool.h"
#include "loss/loss.h"
#include "nn/stage.h"
#include "nn/unet.h"

struct volume {		 /* all-zero is empty */
	struct extent e; /* the sample that it is laid out for */
	int back, fast, threads;
	float *memory; /* of all that follows */
	size_t cap;
	float *grads; /* gradients with respect to the maps, LEN floats */
	size_t len;
	struct stage *stage; /* in the order of the forward pass */
	size_t stages;
	struct cube x, y;    /* the first stage's input, the last stage's
				   output */
	float *pred, *dpred; /* the prediction, its gradient: y without gaps */
	float *scratch;	     /* of the convolutions, a part for each thread */
	size_t scratch_len;
};

/* Lays V out for samples of E, with gradients if BACK.  FAST: with scratch
 * memory for Winograd's kernels, for THREADS threads; else convolutions are
 * direct.  CONV has the convolutions of unet_plane_conv, which must outlive
 * V. */
void volume_prepare(struct volume *v, const struct unet *u,
		    const struct conv *conv, struct extent e, int back,
		    int fast, int threads);
/* Returns the floats that volume_prepare takes. */
size_t volume_len(const struct unet *u, const struct conv *conv,
		  struct extent e, int back, int fast, int threads);
void volume_release(struct volume *v);

/* Computes Y from X, arrays (c, d, h, w), on all threads of POOL; V must be
 * laid out for as many. */
void volume_forward(struct volume *v, struct thread_pool *pool, const float *x,
		    float *y);
/* Returns the loss of sample I of N, and adds its part of the gradient of the
 * mean loss to GRAD, whose weights are in the order of volume_turn. */
double volume_gradient(struct volume *v, const struct loss *loss,
		       const float *x, const float *want, size_t i, size_t n,
		       float *grad);
/* Return the number of floats of one sample, (c, d, h, w): of the input, of the
 * output. */
size_t volume_in_len(const struct volume *v);
size_t volume_out_len(const struct volume *v);

/* Copies a parameter vector with weights (out, in, k, k, k) to one with weights
 * (out, k, in, k, k), or the other way round if BACK.  FROM and TO must not
 * overlap. */
void volume_turn(const struct unet *u, const float *from, float *to, int back);

#endif
