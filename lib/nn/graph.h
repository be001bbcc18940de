/*
 * graph.h - a UNet as a list of nodes (op.h), with places in memory for their
 * maps.
 *
 * A skip connection copies nothing: the encoder writes its map where the
 * decoder reads it, beside the upsampled one.  Only with "valid" padding, where
 * the encoder's map is larger, its middle is copied.
 *
 * If FAST is 1 and a convolution has doubled channels (conv.up), two nodes make
 * its output: op_upconv for these channels, then the convolution, which adds
 * the others.
 *
 * Inside lib/nn only.
 */
#ifndef NN_GRAPH_H
#define NN_GRAPH_H

#include "kernel/arena.h"
#include "nn/op.h"
#include "nn/unet.h"

struct graph {
	const struct unet *u;
	const struct conv *conv; /* the unet_convs(u) convolutions */
	size_t h, w;		 /* sides of a sample */
	int fast;		 /* 1: use winograd.h and upsampled_conv.h */
	/* 1: forward only; the map in store I holds ROWS[I] rows at a time, or
	 * all rows if ROWS is NULL.  0: maps are held whole, with room for
	 * gradients. */
	int pass;
	const size_t *rows;

	struct arena *arena; /* memory for the maps */
	struct node *node;   /* has room for graph_nodes(u) */
	/* filled in by graph_make */
	size_t nodes, stores;
	/* input of the first node and output of the last node */
	struct map x, y;
};

/* Returns an upper limit of the numbers of nodes and of stores. */
size_t graph_nodes(const struct unet *u);

/* Makes the nodes and fills in the last members. */
void graph_make(struct graph *l);

#endif
