/*
 * sample_worker.h - runs a network forward and backward for one sample, in the
 * memory of one worker.
 *
 * At levels with large maps, one band of rows at a time goes through all nodes.
 * So each node finds its input in the cache: the node before has just computed
 * this input.
 * Inside lib/nn only.
 */
#ifndef NN_SAMPLE_WORKER_H
#define NN_SAMPLE_WORKER_H

#include "nn/op.h"
#include "nn/unet.h"

struct sample_worker { /* all-zero is empty */
	size_t h, w; /* Sides of a sample that NODE is laid out for; 0: none */
	int fast;    /* 1: there is scratch memory for Winograd's kernels */
	float *memory; /* Memory of the maps, of scratch, PRED and DPRED */
	size_t cap;
	struct node *node; /* Nodes, in the order of the forward pass */
	size_t nodes;
	/* Input of the first node and output of the last node */
	struct map x, y;
	/* Prediction and the gradient with respect to it, (out,h,w) without
	 * gaps */
	float *pred, *dpred;
	/* Number of rows of y and of x.d that each node has computed */
	size_t *done, *made;
};

/* Lays W out for samples of H x WIDTH.  CONV has unet_convs(u) convolutions,
 * which must outlive W.  If FAST is set, there is scratch memory for
 * Winograd's kernels.  Otherwise convolutions are direct. */
void sample_worker_prepare(struct sample_worker *w, const struct unet *u,
			   const struct conv *conv, size_t h, size_t width,
			   int fast);

/* Returns the number of floats that sample_worker_prepare takes. */
size_t sample_worker_len(const struct unet *u, const struct conv *conv,
			 size_t h, size_t width, int fast);
void sample_worker_release(struct sample_worker *w);

/* Computes y.v from x.v. */
void sample_worker_forward(struct sample_worker *w);

/* Computes the gradient with respect to the weights from y.d, and adds this
 * gradient to GRAD. */
void sample_worker_backward(struct sample_worker *w, float *grad);
#endif
