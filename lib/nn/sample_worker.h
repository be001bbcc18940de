/*
 * sample_worker.h - runs a network forward and backward for one sample, in the
 * memory of one worker.
 *
 * At levels with large maps, one band of rows at a time goes through all nodes,
 * so that each node finds in the cache what the node before it computed.
 * Inside lib/nn only.
 */
#ifndef NN_SAMPLE_WORKER_H
#define NN_SAMPLE_WORKER_H

#include "nn/op.h"
#include "nn/unet.h"

struct sample_worker { /* all-zero is empty */
	size_t h, w;   /* sides that NODE is laid out for; 0: none */
	int fast;      /* there is scratch memory for fast kernels */
	float *memory; /* of the maps, scratch, PRED and DPRED */
	size_t cap;
	struct node *node; /* in the order of the forward pass */
	size_t nodes;
	struct map x, y;     /* the first node's input, the last's output */
	float *pred, *dpred; /* prediction and its gradient, (out,h,w) without
				 gaps */
	size_t *done, *made; /* rows computed of each node's y, its x.d */
};

/* Lays W out for samples of H x WIDTH.  FAST: with scratch memory for
 * Winograd's kernels; else convolutions are direct.  CONV has unet_convs(u)
 * convolutions, which must outlive W. */
void sample_worker_prepare(struct sample_worker *w, const struct unet *u,
			   const struct conv *conv, size_t h, size_t width,
			   int fast);
/* Returns the floats that sample_worker_prepare takes. */
size_t sample_worker_len(const struct unet *u, const struct conv *conv,
			 size_t h, size_t width, int fast);
void sample_worker_release(struct sample_worker *w);

/* Computes y.v from x.v. */
void sample_worker_forward(struct sample_worker *w);
/* Computes the gradient by the weights from y.d, and adds it to GRAD. */
void sample_worker_backward(struct sample_worker *w, float *grad);
#endif
