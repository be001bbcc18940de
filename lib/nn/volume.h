/*
 * volume.h - runs a network of ndim 3 forward and backward for one sample, on
 * all threads.
 *
 * Slices pass through.  When some slices have come in, each stage computes all
 * slices that the stages before it permit.  For a prediction, only slices that
 * are still needed are kept.  So the memory does not grow with the number of
 * slices.  For a gradient, all slices are kept.
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_H
#define NN_VOLUME_H

#include "base/thread_pool.h"
#include "loss/loss.h"
#include "nn/stage.h"
#include "nn/unet.h"

/* A stage, the stores of its maps, and the stages on which it depends. */
struct volume_stage {
	struct stage s;
	size_t x, y;   /* Indices of the stores of x and y */
	size_t maker;  /* Stage that makes x; NO_STAGE: x is the input */
	size_t also;   /* Stage that makes other channels of x, or NO_STAGE */
	size_t before; /* Stage that writes to y before this one, or NO_STAGE */
	size_t done;   /* Number of slices of y that are computed */
};

#define NO_STAGE ((size_t)-1)

struct volume {		 /* all-zero is empty */
	struct extent e; /* Extent of the sample that it is laid out for */
	int back, fast, threads;
	float *memory; /* Memory of all that follows */
	size_t cap;
	/* Stages, in the order of the forward pass */
	struct volume_stage *stage;
	size_t stages, stores;
	size_t *kept; /* Number of slices that each store keeps */
	/* Input of the first stage and output of the last stage */
	struct volume_maps x, y;
	size_t x_store, y_store;
	/* Number of slices of x read so far, and of y handed on */
	size_t read, written;
	/* Some slices of x and of y, without gaps.  If BACK is set: the
	 * gradient with respect to the prediction, and the prediction. */
	float *in, *out;
	float *slots;	/* Gradients with respect to the weights of one stage */
	float *scratch; /* Scratch memory, a part for each thread */
	size_t scratch_len;
};

/* Lays V out for samples of extent E, with gradients if BACK is set.  CONV has
 * the convolutions of unet_conv, which must outlive V.  If FAST is set,
 * Winograd's kernels are used.  Otherwise convolutions are direct. */
void volume_prepare(struct volume *v, const struct unet *u,
		    const struct conv *conv, struct extent e, int back,
		    int fast, int threads);

/* Returns the number of floats that volume_prepare takes. */
size_t volume_len(const struct unet *u, const struct conv *conv,
		  struct extent e, int back, int fast, int threads);
void volume_release(struct volume *v);

/* Computes y from x on all threads of POOL.  V must be laid out for this
 * number of threads.  Calls IN for the slices of x, from the first to the
 * last: slices FROM to TO - 1 are an array (c, TO - FROM, h, w).  Calls OUT
 * with the slices of y in the same way. */
void volume_forward(struct volume *v, struct thread_pool *pool, planes_rows *in,
		    planes_rows *out, void *arg);

/* Returns the loss of a sample X, (c, d, h, w), against the target WANT.  Adds
 * SHARE times the gradient of this loss to TOTAL, a parameter vector.  Works
 * on all threads of POOL. */
double volume_gradient(struct volume *v, struct thread_pool *pool,
		       const struct loss *loss, const float *x,
		       const float *want, float share, double *total);

/* Return the number of floats of a sample, (c, d, h, w).  The first counts the
 * input, the second the output. */
size_t volume_in_len(const struct volume *v);
size_t volume_out_len(const struct volume *v);

#endif
