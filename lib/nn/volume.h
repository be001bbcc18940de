/*
 * volume.h - runs a network for stacks (ndim 3) forward and backward for one
 * sample, on all threads.
 *
 * When slices come in, each stage computes all slices that it can.  For a
 * prediction only the slices still needed are kept, so memory does not grow
 * with their number.  For a gradient all are kept.
 *
 * Inside lib/nn only.
 */
#ifndef NN_VOLUME_H
#define NN_VOLUME_H

#include "base/thread_pool.h"
#include "loss/objective.h"
#include "nn/stage.h"
#include "nn/unet.h"

/* a stage, the stores of its maps, and the stages it depends on */
struct volume_stage {
	struct stage s;
	size_t x, y;   /* stores of x and y */
	size_t maker;  /* stage that makes x; NO_STAGE: x is the input */
	size_t also;   /* stage that makes other channels of x, or NO_STAGE */
	size_t before; /* stage that writes to y before, or NO_STAGE */
	size_t done;   /* number of slices of y computed */
};

#define NO_STAGE ((size_t)-1)

struct volume {		 /* all-zero is empty */
	struct extent e; /* extent of the sample */
	int back, fast, threads;
	enum activation activation; /* of the prediction */
	float *memory;		    /* memory of all that follows */
	size_t cap;
	/* in the order of the forward pass */
	struct volume_stage *stage;
	size_t stages, stores;
	size_t *kept; /* number of slices that each store keeps */
	/* input of the first stage and output of the last stage */
	struct volume_maps x, y;
	size_t x_store, y_store;
	/* numbers of slices of x that were read, and of slices of y that were
	 * handed on */
	size_t read, written;
	/* IN has some slices of x, OUT some slices of y, without gaps.  If BACK
	 * is 1: the gradient by the prediction, and the prediction. */
	float *in, *out;
	float *slots; /* gradients by the weights of one stage */
	/* NULL, or the caller's memory, volume_kept_len floats: then
	 * volume_gradient keeps the slots of all stages here */
	float *kept_slots;
	float *scratch; /* scratch memory, a part for each thread */
	size_t scratch_len;
};

/* Makes V ready for samples of extent E on THREADS threads; if BACK is 1, with
 * gradients.  CONV has the convolutions of U and must outlive V.  If FAST is 1,
 * Winograd's kernels are used where they suit.  The caller releases V. */
void volume_prepare(struct volume *v, const struct unet *u,
		    const struct conv *conv, struct extent e, int back,
		    int fast, int threads);

/* Returns the number of floats that V takes. */
size_t volume_len(const struct unet *u, const struct conv *conv,
		  struct extent e, int back, int fast, int threads);
void volume_release(struct volume *v);

/* Predicts one stack on all threads of POOL, as many as V was made for.  Calls
 * IN for slices FROM to TO - 1 of x, an array (c, TO - FROM, h, w), in order,
 * and OUT with those of y. */
void volume_forward(struct volume *v, struct thread_pool *pool, planes_rows *in,
		    planes_rows *out, void *arg);

/* Returns the objective O of a sample X, (c, d, h, w), against WANT of shape S.
 * Adds SHARE times its gradient to TOTAL, a parameter vector.  ROOM is scratch
 * memory of objective_room doubles.  Works on all threads of POOL. */
double volume_gradient(struct volume *v, struct thread_pool *pool,
		       const struct objective *o, struct loss_shape s,
		       const float *x, const float *want, float share,
		       double *total, double *room);

/* volume_kept_len returns the floats of all slots.  If V keeps slots,
 * volume_gradient adds nothing to TOTAL, and volume_kept_add adds to SUM what
 * it would have added to the weights FROM to TO - 1, in the same order. */
size_t volume_kept_len(const struct volume *v);
void volume_kept_add(const struct volume *v, size_t from, size_t to,
		     double *sum);

/* Return the number of floats of a sample of the input and of the output. */
size_t volume_in_len(const struct volume *v);
size_t volume_out_len(const struct volume *v);

#endif
