/*
 * work.h - one worker's memory: a network laid out for one sample, there
 * and back.
 */
#ifndef NN_WORK_H
#define NN_WORK_H

#include "nn/unet.h"

struct work {
	size_t h, w;		/* what NODE is laid out for; 0: nothing */
	int fast;		/* with scratch memory */
	float *arena;		/* values and gradients */
	size_t cap;
	struct node *node;	/* in the order of the forward pass */
	size_t nodes;
	struct map x, y;	/* the first node's input, the last's output */
	float *pred, *dpred;	/* (out,h,w) without gaps */
	size_t pred_cap;
	float *scratch, *sums;	/* of the convolutions */
	size_t scratch_cap, sums_cap;
	size_t *done, *made;	/* rows of each node's y, and x.d */
};

/* Lay W out for samples of H x WIDTH, for the convolutions that have other
 * ways than the direct one with scratch memory if FAST.  CONV are
 * unet_convs convolutions, which must outlive W. */
void work_prepare(struct work *w, const struct unet *u,
		  const struct conv *conv, size_t h, size_t width, int fast);
/* Floats that work_prepare takes for that, scratch memory included. */
size_t work_len(const struct unet *u, const struct conv *conv, size_t h,
		size_t width, int fast);
/* As much scratch memory as the convolution that wants most. */
size_t work_scratch_len(const struct unet *u, const struct conv *conv);
void work_release(struct work *w);

#endif
