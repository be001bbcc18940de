/*
 * tile_blocks.h - cuts an image's tiles of 4 x 4 pixels into blocks that fit
 * the second-level cache, and lays out the numbers of a block in scratch
 * memory.
 * Inside lib/kernel only.
 */
#ifndef KERNEL_TILE_BLOCKS_H
#define KERNEL_TILE_BLOCKS_H

#include "kernel/planes.h"

/* Number of output channels whose weights are stored together */
#define WEIGHT_BLOCK 8
#define WINOGRAD_POINTS 36
#define TILES 64 /* Greatest number of tiles in a block */
/* Floats from a row of tiles to the next: the last vector of a row may extend
 * beyond TILES */
#define STRIDE (TILES + 16)

/* A rectangle of ROWS x COLS tiles, the first of which is tile (Y, X). */
struct tile_block {
	size_t y, x, rows, cols;
};

/* Rows of tiles, cut into N blocks of up to ROWS x COLS tiles.  ACROSS blocks
 * lie side by side. */
struct tile_blocks {
	/* Rows of tiles, Y to PAST - 1, and number of tiles in a row */
	size_t y, past, tw;
	size_t rows, cols, across, n;
};

/* The first returns the blocks of rows FROM to TO - 1 of the pixels of P.  The
 * second returns the blocks of rows Y to PAST - 1 of tiles, with TW tiles in a
 * row and at most MOST tiles in a block.  MOST is a multiple of 16. */
struct tile_blocks tile_blocks_of(const struct planes *p, size_t from,
				  size_t to);
struct tile_blocks tile_blocks_in(size_t y, size_t past, size_t tw,
				  size_t most);

/* Returns block I of B. */
struct tile_block tile_blocks_at(const struct tile_blocks *b, size_t i);

/* The work of a convolution, cut into pieces.  The OUT output channels form
 * GROUPS groups of EACH channels.  A piece is one group of channels in one
 * block of tiles.  There is more than one group only if there are fewer blocks
 * than shares. */
struct tile_pieces {
	struct tile_blocks blocks;
	size_t out, each, groups;
};

struct tile_pieces tile_blocks_pieces(const struct tile_blocks *b, size_t out,
				      const struct planes_span *s);

/* Returns the block of piece *I.  Later pieces may belong to the same block:
 * sets *O and *END to the output channels of this piece and of all such pieces
 * before PAST.  Moves *I behind these pieces. */
struct tile_block tile_blocks_piece(const struct tile_pieces *q, size_t *i,
				    size_t past, size_t *o, size_t *end);

/* Returns the number of floats from the matrix of one point to the matrix of
 * the next.  A matrix has CHANNELS rows of STRIDE floats.  The number is an
 * odd number of cache lines, so that the 36 values of a tile fall into
 * different sets of the cache. */
size_t tile_blocks_step(size_t channels, size_t stride);

#endif
