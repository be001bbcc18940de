/*
 * stage_cut.h - cuts the work of a volume's convolution into pieces.
 * Inside lib/nn only.
 */
#ifndef NN_STAGE_CUT_H
#define NN_STAGE_CUT_H

#include "kernel/volume_conv.h"
#include "nn/stage.h"

/* Greatest number of slices in a call */
#define STAGE_CUT_LIST (2 * VOLUME_CONV_SLICES + 2)

/* A cut of N slices into CHUNKS of EACH slices, of a slice into BLOCKS blocks
 * of tiles, and of the output channels into GROUPS of OUTS channels.  A piece
 * is one group in one block of one chunk. */
struct stage_cut {
	size_t n, each, chunks, blocks, outs, groups;
};

/* Returns the cut for THREADS threads.  Blocks are cut first, then slices,
 * then channels. */
struct stage_cut stage_cut_for(size_t n, size_t blocks, size_t out,
			       size_t threads);
size_t stage_cut_pieces(const struct stage_cut *c);

/* Returns the first slice of piece I.  Sets the block, the output channels and
 * the number of slices in A to those of the piece.  OUT is the number of all
 * output channels. */
size_t stage_cut_at(const struct stage_cut *c, size_t i, size_t out,
		    struct volume_conv_args *a);

/* The pieces of the gradient with respect to the weights.  A unit is one block
 * of one chunk.  A slot is a number of units.  A piece is one group of output
 * channels in one slot.  The cut depends on the sides alone, not on the
 * threads. */
struct stage_cut_grad {
	struct stage_cut units;
	size_t slots;
};

struct stage_cut_grad stage_cut_grad_for(size_t n, size_t blocks, size_t slots,
					 size_t out, size_t outs);

struct stage_cut_unit {
	size_t block, z, n;
};

/* Sets *FROM to the first unit of slot SLOT, and *TO to the unit after its
 * last one. */
void stage_cut_units(const struct stage_cut_grad *g, size_t slot, size_t *from,
		     size_t *to);
struct stage_cut_unit stage_cut_unit_at(const struct stage_cut_grad *g,
					size_t i);

/* One piece of grad: output channels O to END - 1 of slot SLOT.  DW and DB are
 * the parts of this slot for weights and for biases. */
struct stage_cut_piece {
	const struct stage *s;
	size_t slot, o, end;
	size_t next; /* Number of floats from one output channel to the next */
	float *dw, *db;
	float *sums, *scratch; /* Sums, all zero at first; scratch memory */
};

/* Returns piece I of S, and sets its part of the slot to zero. */
struct stage_cut_piece stage_cut_begin(const struct stage *s,
				       const struct stage_cut_grad *g, size_t i,
				       float *slots);

/* Sets TO[0] to TO[N - 1] to N slices of M, from slice Z on. */
void stage_cut_list(const struct volume_maps *m, ptrdiff_t z, size_t n,
		    struct planes *to);

#endif
