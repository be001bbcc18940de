/*
 * volume.h - runs a network of ndim 3 forward and backward for one sample, on
 * all threads.
 *
 * Slices pass through: some come in, then each stage makes as many as those
 * before it permit.  For a prediction only those slices are kept that somebody
 * still needs, so memory does not grow with their number.  For a gradient all
 * are kept.
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_H
#define NN_VOLUME_H

#include "base/thread_pool.h"
#include "loss/loss.h"
#include "nn/stage.h"
#include "nn/unet.h"

/* A stage, and the stores of its maps. */
struct volume_stage {
	struct stage s;
	size_t x, y;   /* stores */
	size_t maker;  /* the stage that makes x; NO_STAGE: the input */
	size_t also;   /* the one that makes other channels of x; or NO_STAGE */
	size_t before; /* the stage that writes to y first; or NO_STAGE */
	size_t done;   /* slices of y that are there */
};

#define NO_STAGE ((size_t)-1)

struct volume {		 /* all-zero is empty */
	struct extent e; /* the sample that it is laid out for */
	int back, fast, threads;
	float *memory; /* of all that follows */
	size_t cap;
	struct volume_stage *stage; /* in the order of the forward pass */
	size_t stages, stores;
	size_t *kept;		 /* slices of each store */
	struct volume_maps x, y; /* the first stage's input, the last stage's
				    output */
	size_t x_store, y_store;
	size_t read, written; /* slices of x and y, so far */
	float *in, *out;      /* some slices of x, of y, without gaps; if BACK
				 the gradient by the prediction, and that */
	float *slots;	      /* gradients by the weights of one stage */
	float *scratch;	      /* a part for each thread */
	size_t scratch_len;
};

/* Lays V out for samples of E, with gradients if BACK.  FAST: by Winograd's
 * kernels; else convolutions are direct.  CONV has the convolutions of
 * unet_conv, which must outlive V. */
void volume_prepare(struct volume *v, const struct unet *u,
		    const struct conv *conv, struct extent e, int back,
		    int fast, int threads);
/* Returns the floats that volume_prepare takes. */
size_t volume_len(const struct unet *u, const struct conv *conv,
		  struct extent e, int back, int fast, int threads);
void volume_release(struct volume *v);

/* Computes y from x on all threads of POOL; V must be laid out for as many.
 * Calls IN for the slices FROM to TO - 1 of x, (c, TO - FROM, h, w), from the
 * first to the last, and OUT with those of y. */
void volume_forward(struct volume *v, struct thread_pool *pool, planes_rows *in,
		    planes_rows *out, void *arg);
/* Returns the loss of a sample X, (c, d, h, w), against WANT, and adds SHARE
 * times its gradient to TOTAL, a parameter vector, on all threads of POOL. */
double volume_gradient(struct volume *v, struct thread_pool *pool,
		       const struct loss *loss, const float *x,
		       const float *want, float share, double *total);
/* Return the floats of a sample, (c, d, h, w): of the input, of the output. */
size_t volume_in_len(const struct volume *v);
size_t volume_out_len(const struct volume *v);

#endif
