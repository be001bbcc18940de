/*
 * graph.h - a UNet as a list of nodes, and where their maps lie.
 *
 * A skip connection copies nothing.  If `fast`, and if the decoder's
 * convolution has an `up`, op_upconv.c puts what comes from below into the
 * decoder's map, and the convolution then adds what it makes of the encoder's
 * map.  Otherwise the encoder and the upsampling write into two parts of one
 * map, the decoder's input.  Only with "valid" padding, where the encoder's
 * maps are larger, is their middle copied.
 * Inside lib/nn only.
 */
#ifndef NN_GRAPH_H
#define NN_GRAPH_H

#include "kernel/arena.h"
#include "nn/op.h"
#include "nn/unet.h"

struct graph {
	const struct unet *u;
	const struct conv *conv; /* unet_convs(u) of them */
	size_t h, w;		 /* of a sample */
	int fast;		 /* 1: use winograd.h and upsampled_conv.h */
	/* PASS: the image passes through a few rows at a time, forward only;
	 * each map holds ROWS[its store] rows at once (ROWS NULL: all).
	 * Otherwise maps are held whole, with room for gradients. */
	int pass;
	const size_t *rows;

	struct arena *arena; /* where maps lie */
	struct node *node;   /* graph_nodes(u) of them */
	/* Set by graph_make: */
	size_t nodes, stores;
	struct map x, y; /* the first node's input, the last's output */
};

/* Returns an upper bound on the nodes, and on the stores, that graph_make
 * makes. */
size_t graph_nodes(const struct unet *u);

/* Fill the nodes, and the members that graph_make sets. */
void graph_make(struct graph *l);

#endif
