/*
 * tile_blocks.h - cuts an image's tiles of 4 x 4 pixels into blocks that fit
 * the second-level cache.
 *
 * Inside lib/kernel only.
 */
#ifndef KERNEL_TILE_BLOCKS_H
#define KERNEL_TILE_BLOCKS_H

#include "kernel/planes.h"

/* output channels whose weights are stored together */
#define WEIGHT_BLOCK 8
#define WINOGRAD_POINTS 36
#define TILES 64 /* most tiles in a block */
/* floats from a row of tiles to the next: its last vector may extend beyond
 * TILES */
#define STRIDE (TILES + 16)

/* a rectangle of ROWS x COLS tiles, from tile (Y, X) on */
struct tile_block {
	size_t y, x, rows, cols;
};

/* rows of tiles, cut into N blocks of up to ROWS x COLS tiles, ACROSS of them
 * side by side */
struct tile_blocks {
	/* rows Y to PAST - 1; tiles in a row */
	size_t y, past, tw;
	size_t rows, cols, across, n;
};

/* Returns the blocks of rows FROM to TO - 1 (pixels) of P. */
struct tile_blocks tile_blocks_of(const struct planes *p, size_t from,
				  size_t to);

/* Returns the blocks of rows Y to PAST - 1 (tiles) of TW tiles each.  A block
 * has at most MOST tiles, a multiple of 16. */
struct tile_blocks tile_blocks_in(size_t y, size_t past, size_t tw,
				  size_t most);

/* Returns block I of B. */
struct tile_block tile_blocks_at(const struct tile_blocks *b, size_t i);

/* The work of a convolution: the OUT output channels, rounded up to blocks of
 * weights, are cut into GROUPS of EACH, more than one only if there are fewer
 * blocks than shares.  A piece is one group in one block. */
struct tile_pieces {
	struct tile_blocks blocks;
	size_t out, each, groups;
};

struct tile_pieces tile_blocks_pieces(const struct tile_blocks *b, size_t out,
				      const struct planes_span *s);

/* Returns the block of piece *I.  Sets *O and *END to the output channels of
 * this and all later pieces before PAST in the same block, and moves *I behind
 * them. */
struct tile_block tile_blocks_piece(const struct tile_pieces *q, size_t *i,
				    size_t past, size_t *o, size_t *end);

/* Returns the floats from the matrix of one point, CHANNELS rows of STRIDE
 * floats, to the next: an odd number of cache lines, so that the 36 values of a
 * tile fall into different sets of the cache. */
size_t tile_blocks_step(size_t channels, size_t stride);

/* Returns the same for weights, IN rows of OUT floats: if it were a power of
 * two, all points of a weight would fall into one set. */
size_t tile_blocks_weights(size_t in, size_t out);

#endif
