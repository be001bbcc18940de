/*
 * tile_blocks.h - cuts an image's tiles of 4 x 4 pixels into blocks that fit
 * the second-level cache, and lays out a block's numbers in scratch memory.
 * Inside lib/kernel only.
 */
#ifndef KERNEL_TILE_BLOCKS_H
#define KERNEL_TILE_BLOCKS_H

#include "kernel/planes.h"

#define WEIGHT_BLOCK 8 /* output channels whose weights are stored together */
#define WINOGRAD_POINTS 36
#define TILES 64	    /* most tiles in a block */
#define STRIDE (TILES + 16) /* its last vector may extend past its end */

/* A rectangle of tiles: ROWS x COLS from tile (Y, X). */
struct tile_block {
	size_t y, x, rows, cols;
};

/* Rows of tiles cut into N blocks of up to ROWS x COLS tiles, ACROSS blocks
 * side by side. */
struct tile_blocks {
	size_t y, past, tw; /* rows of tiles: Y to PAST - 1; tiles per row */
	size_t rows, cols, across, n;
};

/* Return the blocks of the rows FROM to TO - 1 of P's pixels, or of the rows Y
 * to PAST - 1 of TW tiles each, with at most MOST tiles, a multiple of 16. */
struct tile_blocks tile_blocks_of(const struct planes *p, size_t from,
				  size_t to);
struct tile_blocks tile_blocks_in(size_t y, size_t past, size_t tw,
				  size_t most);
/* Returns block I of B. */
struct tile_block tile_blocks_at(const struct tile_blocks *b, size_t i);

/* A convolution's work, cut into pieces: a piece is one block of tiles and one
 * of GROUPS groups of EACH output channels, OUT in all.  There is more than one
 * group only if there are fewer blocks than shares. */
struct tile_pieces {
	struct tile_blocks blocks;
	size_t out, each, groups;
};

struct tile_pieces tile_blocks_pieces(const struct tile_blocks *b, size_t out,
				      const struct planes_span *s);
/* Returns the block of piece *I, and sets *O and *END to the output channels of
 * this and all later pieces of that block, but only of pieces before PAST.
 * Moves *I behind these pieces. */
struct tile_block tile_blocks_piece(const struct tile_pieces *q, size_t *i,
				    size_t past, size_t *o, size_t *end);

/* Returns the floats from the matrix of one point, CHANNELS rows of STRIDE
 * floats, to that of the next: an odd number of cache lines, so that a tile's
 * 36 values fall into different sets of the cache. */
size_t tile_blocks_step(size_t channels, size_t stride);

#endif
