/*
 * tile_blocks.h - an image's tiles of 4 x 4 pixels, cut into blocks that the
 * second cache holds, and how a block's numbers lie in scratch memory.
 * Inside lib/kernel only.
 */
#ifndef KERNEL_TILE_BLOCKS_H
#define KERNEL_TILE_BLOCKS_H

#include "kernel/planes.h"

#define WEIGHT_BLOCK 8	    /* output channels whose weights lie together */
#define TILES 64	    /* of a block, at most */
#define STRIDE (TILES + 16) /* its last row's lanes may pass its end */

/* A rectangle of tiles: ROWS x COLS from tile (Y, X). */
struct tile_block {
	size_t y, x, rows, cols;
};

/* Rows of tiles cut into blocks of up to ROWS x COLS; N of them, ACROSS
 * beside each other. */
struct tile_blocks {
	size_t y, past, tw; /* rows of tiles; tiles in a row */
	size_t rows, cols, across, n;
};

/* Rows FROM to TO of an image's pixels; rows Y to PAST of TW tiles. */
struct tile_blocks tile_blocks_of(const struct planes *p, size_t from,
				  size_t to);
struct tile_blocks tile_blocks_in(size_t y, size_t past, size_t tw);
/* The I-th. */
struct tile_block tile_blocks_at(const struct tile_blocks *b, size_t i);

/* A convolution's work: blocks of tiles, each by GROUPS groups of EACH
 * of the OUT channels where there are fewer blocks than shares. */
struct tile_pieces {
	struct tile_blocks blocks;
	size_t out, each, groups;
};

struct tile_pieces tile_blocks_pieces(const struct tile_blocks *b, size_t out,
				      const struct planes_span *s);
/* Piece I's block, and the output channels O to END of it that are pieces
 * before PAST; I goes behind them. */
struct tile_block tile_blocks_piece(const struct tile_pieces *q, size_t *i,
				    size_t past, size_t *o, size_t *end);

/* Floats from one point's matrix of CHANNELS rows to the next: an odd
 * number of cache lines, so that a tile's 36 values fall into different
 * sets of the cache. */
size_t tile_blocks_step(size_t channels, size_t stride);

#endif
