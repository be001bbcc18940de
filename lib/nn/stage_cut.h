/*
 * stage_cut.h - how the work of a volume's convolution is cut into pieces.
 * Inside lib/nn only.
 */
#ifndef NN_STAGE_CUT_H
#define NN_STAGE_CUT_H

#include "kernel/volume_conv.h"
#include "nn/stage.h"

#define STAGE_CUT_LIST (2 * VOLUME_CONV_SLICES + 2) /* most slices of a call */

/* N slices, cut into CHUNKS of EACH slices, BLOCKS of tiles, and GROUPS of OUTS
 * output channels; a piece is one of each. */
struct stage_cut {
	size_t n, each, chunks, blocks, outs, groups;
};

/* Returns the cut for THREADS: blocks first, then slices, then channels. */
struct stage_cut stage_cut_for(size_t n, size_t blocks, size_t out,
			       size_t threads);
size_t stage_cut_pieces(const struct stage_cut *c);
/* Sets A's block, output channels, of OUT, and number of slices to those of
 * piece I, and returns its first slice. */
size_t stage_cut_at(const struct stage_cut *c, size_t i, size_t out,
		    struct volume_conv_args *a);

/* The pieces of the gradient by the weights: a slot is a number of units, each
 * of one block and one chunk; a piece is a slot's group of output channels.
 * That depends on the sides alone, not on the threads. */
struct stage_cut_grad {
	struct stage_cut units;
	size_t slots;
};

struct stage_cut_grad stage_cut_grad_for(size_t n, size_t blocks, size_t slots,
					 size_t out, size_t outs);

struct stage_cut_unit {
	size_t block, z, n;
};

/* Sets *FROM and *TO to the first unit of slot SLOT and the one after its
 * last. */
void stage_cut_units(const struct stage_cut_grad *g, size_t slot, size_t *from,
		     size_t *to);
struct stage_cut_unit stage_cut_unit_at(const struct stage_cut_grad *g,
					size_t i);

/* One piece of grad: output channels O to END - 1 of a slot, whose weights and
 * biases are DW and DB. */
struct stage_cut_piece {
	const struct stage *s;
	size_t slot, o, end;
	size_t next; /* floats from one output channel to the next */
	float *dw, *db;
	float *sums, *scratch; /* SUMS: LEN floats, zero */
};

/* Returns piece I of S, its part of the slot zero. */
struct stage_cut_piece stage_cut_begin(const struct stage *s,
				       const struct stage_cut_grad *g, size_t i,
				       float *slots);

/* Lists N slices of M from Z on. */
void stage_cut_list(const struct volume_maps *m, ptrdiff_t z, size_t n,
		    struct planes *to);

#endif
