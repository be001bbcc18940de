/*
 * stage_cut.h - cuts the convolution of a volume into pieces for threads.
 *
 * Inside lib/nn only.
 */
#ifndef NN_STAGE_CUT_H
#define NN_STAGE_CUT_H

#include "kernel/volume_conv.h"
#include "nn/stage.h"

/* most slices in a call */
#define STAGE_CUT_LIST (2 * VOLUME_CONV_SLICES + 2)

/* N slices are cut into CHUNKS of EACH slices, a slice into BLOCKS blocks of
 * tiles, and output channels into GROUPS of OUTS channels.  A piece is one
 * group in one block of one chunk. */
struct stage_cut {
	size_t n, each, chunks, blocks, outs, groups;
};

/* Returns the cut for THREADS threads: first blocks are shared out, then
 * slices, then channels. */
struct stage_cut stage_cut_for(size_t n, size_t blocks, size_t out,
			       size_t threads);
size_t stage_cut_pieces(const struct stage_cut *c);

/* Returns the first slice of piece I, and sets in A its block, its number of
 * slices and its output channels, of OUT in all. */
size_t stage_cut_at(const struct stage_cut *c, size_t i, size_t out,
		    struct volume_conv_args *a);

/* The cut for the gradient by the weights.  A unit is one block of one chunk, a
 * slot some units, a piece one group of output channels in one slot.  The
 * cut depends on the sizes given alone, not on the number of threads. */
struct stage_cut_grad {
	struct stage_cut units;
	size_t slots;
};

struct stage_cut_grad stage_cut_grad_for(size_t n, size_t blocks, size_t slots,
					 size_t out, size_t outs);

struct stage_cut_unit {
	size_t block, z, n;
};

/* Sets *FROM and *TO: slot SLOT has the units from FROM to TO - 1. */
void stage_cut_units(const struct stage_cut_grad *g, size_t slot, size_t *from,
		     size_t *to);

struct stage_cut_unit stage_cut_unit_at(const struct stage_cut_grad *g,
					size_t i);

/* one piece: output channels O to END - 1 of slot SLOT, whose weights and
 * biases are DW and DB */
struct stage_cut_piece {
	const struct stage *s;
	size_t slot, o, end;
	size_t next; /* floats from one output channel to the next */
	float *dw, *db;
	float *sums, *scratch; /* sums, zero at first; scratch memory */
};

/* Returns piece I of S, with its part of the slot set to zero. */
struct stage_cut_piece stage_cut_begin(const struct stage *s,
				       const struct stage_cut_grad *g, size_t i,
				       float *slots);

/* Sets TO to the N slices of M from slice Z on. */
void stage_cut_list(const struct volume_maps *m, ptrdiff_t z, size_t n,
		    struct planes *to);

#endif
