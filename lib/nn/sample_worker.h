/*
 * sample_worker.h - runs a network forward and backward for one sample, in the
 * memory of one worker.
 *
 * Large maps are computed in bands of rows.  Each band goes through all nodes
 * before the next band begins.
 *
 * Inside lib/nn only.
 */
#ifndef NN_SAMPLE_WORKER_H
#define NN_SAMPLE_WORKER_H

#include "nn/op.h"
#include "nn/unet.h"

struct sample_worker { /* all-zero is empty */
	size_t h, w;   /* sides of a sample that NODE is made for; 0: none */
	int fast;      /* 1: there is scratch memory for Winograd's kernels */
	float *memory; /* maps, scratch, PRED and DPRED */
	size_t cap;
	struct node *node; /* in the order of the forward pass */
	size_t nodes;
	/* input of the first node and output of the last node */
	struct map x, y;
	/* prediction and the gradient by it, (out,h,w) without gaps */
	float *pred, *dpred;
	/* numbers of rows of y and of x.d that each node has computed */
	size_t *done, *made;
};

/* Makes W ready for samples of H x WIDTH.  CONV has the convolutions of U and
 * must outlive W.  If FAST is 1, Winograd's kernels are used where they suit.
 * The caller releases W. */
void sample_worker_prepare(struct sample_worker *w, const struct unet *u,
			   const struct conv *conv, size_t h, size_t width,
			   int fast);

/* Returns the number of floats that W takes. */
size_t sample_worker_len(const struct unet *u, const struct conv *conv,
			 size_t h, size_t width, int fast);
void sample_worker_release(struct sample_worker *w);

/* Computes y.v from x.v. */
void sample_worker_forward(struct sample_worker *w);

/* Adds the gradient by the weights, computed from y.d, to GRAD. */
void sample_worker_backward(struct sample_worker *w, float *grad);
#endif
