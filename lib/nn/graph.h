/*
 * graph.h - a UNet as a list of nodes, and where their maps lie.
 *
 * A skip connection moves nothing.  Fast, the decoder's convolution takes the
 * encoder's map, and what comes from below by op_upconv.c, one after the other
 * into one map.  Else both write into one map, the decoder's input; with
 * "valid" padding the encoder's maps are larger, and their middle is copied.
 * Inside lib/nn only.
 */
#ifndef NN_GRAPH_H
#define NN_GRAPH_H

#include "kernel/arena.h"
#include "nn/op.h"
#include "nn/unet.h"

struct graph {
	const struct unet *u;
	const struct conv *conv; /* unet_convs of them */
	size_t h, w;		 /* of a sample */
	int fast;		 /* by winograd.h and upsampled_conv.h */
	/* Rows of the image pass through, there is no way back, and every
	 * map is a store of its own that holds so many ROWS at once (NULL:
	 * all).  Else whole maps, with room for gradients. */
	int pass;
	const size_t *rows;

	struct arena *arena; /* where maps lie */
	struct node *node;   /* graph_nodes of them */
	/* What comes out. */
	size_t nodes, stores;
	struct map x, y; /* the first node's input, the last's output */
};

/* Room for that many nodes, and stores, is enough. */
size_t graph_nodes(const struct unet *u);

/* Fill in the nodes and what comes out. */
void graph_make(struct graph *l);

#endif
