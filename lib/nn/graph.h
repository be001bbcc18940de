/*
 * graph.h - a UNet as a list of nodes, and the places of their maps in memory.
 *
 * A skip connection copies nothing, except with "valid" padding: there the
 * encoder's maps are larger, and their middle is copied.  If FAST is set and
 * the decoder's convolution has channels UP, two nodes make its output.  First,
 * op_upconv.c convolves the map from below and writes the result into the
 * decoder's map.  The convolution then adds its result for the encoder's map.
 * Otherwise the decoder's input is one map with two parts.  The encoder writes
 * one part, and the upsampling writes the other.
 * Inside lib/nn only.
 */
#ifndef NN_GRAPH_H
#define NN_GRAPH_H

#include "kernel/arena.h"
#include "nn/op.h"
#include "nn/unet.h"

struct graph {
	const struct unet *u;
	const struct conv *conv; /* Convolutions, unet_convs(u) of them */
	size_t h, w;		 /* Sides of a sample */
	int fast;		 /* 1: use winograd.h and upsampled_conv.h */
	/* 1: the image passes through a few rows at a time, forward only.
	 * Each map then holds only some rows at once: ROWS[its store] or, if
	 * ROWS is NULL, all.  0: maps are held whole, with room for gradients.
	 */
	int pass;
	const size_t *rows;

	struct arena *arena; /* Memory for the maps */
	struct node *node;   /* Nodes, with room for graph_nodes(u) */
	/* Set by graph_make: */
	size_t nodes, stores;
	/* Input of the first node and output of the last node */
	struct map x, y;
};

/* Returns a number that neither the nodes nor the stores of graph_make exceed.
 */
size_t graph_nodes(const struct unet *u);

/* Fills the nodes, and the members below "Set by graph_make". */
void graph_make(struct graph *l);

#endif
