/*
 * sample_worker.h - a network laid out for one sample, there and back, in
 * one worker's memory.
 *
 * At the large levels a band of rows at a time goes through all nodes, so a
 * node finds in the cache what the one before it has made.
 * Inside lib/nn only.
 */
#ifndef NN_SAMPLE_WORKER_H
#define NN_SAMPLE_WORKER_H

#include "nn/op.h"
#include "nn/unet.h"

struct sample_worker { /* all-zero is empty */
	size_t h, w;   /* what NODE is laid out for; 0: nothing */
	int fast;      /* with scratch memory */
	float *memory; /* of all that follows */
	size_t cap;
	struct node *node; /* in the order of the forward pass */
	size_t nodes;
	struct map x, y;     /* the first node's input, the last's output */
	float *pred, *dpred; /* (out,h,w) without gaps */
	size_t *done, *made; /* rows of each node's y, and x.d */
};

/* Lays W out for samples of H x WIDTH, for the convolutions that have other
 * ways than the direct one with scratch memory if FAST.  CONV are
 * unet_convs convolutions, which must outlive W. */
void sample_worker_prepare(struct sample_worker *w, const struct unet *u,
			   const struct conv *conv, size_t h, size_t width,
			   int fast);
/* Floats that this takes. */
size_t sample_worker_len(const struct unet *u, const struct conv *conv,
			 size_t h, size_t width, int fast);
void sample_worker_release(struct sample_worker *w);

/* From x.v to y.v. */
void sample_worker_forward(struct sample_worker *w);
/* From y.d to the gradient by the weights, added to GRAD. */
void sample_worker_backward(struct sample_worker *w, float *grad);
#endif
