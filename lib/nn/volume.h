/*
 * volume.h - a network of ndim 3 laid out for one sample, there and back.
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_H
#define NN_VOLUME_H

#include "base/thread_pool.h"
#include "loss/loss.h"
#include "nn/stage.h"
#include "nn/unet.h"

struct volume {		 /* all-zero is empty */
	struct extent e; /* what it is laid out for */
	int back, fast, threads;
	float *memory; /* of all that follows */
	size_t cap;
	float *grads; /* of the maps */
	size_t len;
	struct stage *stage; /* in the order of the forward pass */
	size_t stages;
	struct cube x, y;    /* the first one's input, the last one's
				   output */
	float *pred, *dpred; /* y without gaps */
	float *scratch;	     /* of the convolutions, a part a thread */
	size_t scratch_len;
};

/* Lays V out for samples of E, with gradients if BACK, for the convolutions
 * that have other ways than the direct one with scratch memory for so many
 * THREADS if FAST.  CONV are unet_plane_conv's, and must outlive V. */
void volume_prepare(struct volume *v, const struct unet *u,
		    const struct conv *conv, struct extent e, int back,
		    int fast, int threads);
/* Floats that this takes. */
size_t volume_len(const struct unet *u, const struct conv *conv,
		  struct extent e, int back, int fast, int threads);
void volume_release(struct volume *v);

/* Y from X, arrays (c, d, h, w), on all threads of POOL, as many as V is
 * laid out for. */
void volume_forward(struct volume *v, struct thread_pool *pool, const float *x,
		    float *y);
/* The loss of sample I of N, and its gradient, of the mean over all, added
 * to GRAD, whose weights lie as volume_turn does them. */
double volume_gradient(struct volume *v, const struct loss *loss,
		       const float *x, const float *want, size_t i, size_t n,
		       float *grad);
/* Floats of a sample, (c, d, h, w). */
size_t volume_in_len(const struct volume *v);
size_t volume_out_len(const struct volume *v);

/* A vector of parameters with weights (out, in, k, k, k) to one with (out,
 * k, in, k, k), or back if BACK; they must not overlap. */
void volume_turn(const struct unet *u, const float *from, float *to, int back);

#endif
