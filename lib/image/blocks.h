/*
 * blocks.h - reads any block of one plane of pixels, in the file's type.
 *
 * Inside lib/image only.
 *
 * A block is a part of the plane that is decoded at once.  It is a tile, a
 * strip or, if strips are too large, some rows of a strip.  Blocks are numbered
 * row by row.
 */
#ifndef IMAGE_BLOCKS_H
#define IMAGE_BLOCKS_H

#include <stddef.h>

#include "base/err.h"
#include "image/pixel.h"

struct blocks;

struct blocks_grid { /* how a plane is cut into blocks */
	/* size of the plane; the slices of a stack lie one below the other */
	size_t width, height;
	/* height of a slice; less than HEIGHT only for a stack */
	size_t slice_height;
	/* width of a block; less than WIDTH only for tiles */
	size_t block_width;
	/* number of rows in a block; the last block may have fewer */
	size_t block_height;
	/* number of rows in a strip or tile; a block never reaches into the
	 * next strip */
	size_t strip_height;
	enum pixel type;
	/* Number of bytes that decoding a block takes in addition to the
	 * block's pixels.  The bytes hold the data from the file and the
	 * samples before they are unpacked. */
	size_t stored;
};

struct blocks_place { /* the place of a block, always inside the plane */
	size_t x, y, width, height;
};

size_t blocks_count(const struct blocks_grid *g);
struct blocks_place blocks_place(const struct blocks_grid *g, size_t i);

/* Returns the number of the block that contains the pixel at column X, row
 * Y. */
size_t blocks_at(const struct blocks_grid *g, size_t x, size_t y);

/* Returns how many bytes the pixels of the largest block take. */
size_t blocks_largest(const struct blocks_grid *g);

/* Opens the plane that REF names.  Fills *B; the caller closes it. */
int blocks_open(struct blocks **b, const char *ref, struct err *err);
void blocks_close(struct blocks *b);

/* blocks_info returns what the headers of the file say, with the size and type
 * of this plane.  blocks_grid returns how the plane is cut into blocks.  B owns
 * both results. */
const struct image_info *blocks_info(const struct blocks *b);
const struct blocks_grid *blocks_grid(const struct blocks *b);

/* Returns how the stored samples are converted ("white was 0, inverted",
 * "palette applied" ...), or "" if they are not converted. */
const char *blocks_note(const struct blocks *b);

/* Returns a warning about the file for the user, or "". */
const char *blocks_warning(const struct blocks *b);

/* Decodes block I into TO, row by row; each row starts STRIDE bytes after the
 * row above it.  Damaged data is err_data. */
int blocks_read(struct blocks *b, size_t i, void *to, size_t stride,
		struct err *err);

/* Fails with err_data if the file has changed since it was first opened. */
int blocks_same(const struct blocks *b, struct err *err);

/* Returns 0 if the file is large enough to contain a row of blocks, WIDTH
 * pixels wide in total.  Otherwise fails with err_data.  Call it before you
 * allocate memory for such a row.  WHAT says in the message what the memory is
 * for. */
int blocks_room(const struct blocks *b, const char *what, size_t width,
		struct err *err);

#endif
