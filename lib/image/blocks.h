/*
 * blocks.h - reads any block of one plane of pixels, in the file's type.
 *
 * Inside lib/image only.
 *
 * A block is what is decoded at once: a tile, a strip, or some rows of a strip
 * that is too large.  Blocks are numbered row by row.
 */
#ifndef IMAGE_BLOCKS_H
#define IMAGE_BLOCKS_H

#include <stddef.h>

#include "base/err.h"
#include "image/image_info.h"

struct blocks;

struct blocks_grid { /* how a plane is cut into blocks */
	/* of the plane; the slices of a stack lie one below the other */
	size_t width, height;
	size_t slice_height; /* less than height only for a stack */
	size_t block_width;  /* less than width only for tiles */
	/* number of rows in a block; the last block may have fewer */
	size_t block_height;
	/* number of rows after which a new row of blocks begins */
	size_t strip_height;
	enum pixel type;
	/* Bytes that decoding a block takes in addition to its pixels: its data
	 * in the file, and its samples before they are unpacked. */
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

/* Return the info of the file, with the size and type of this plane, and how
 * the plane is cut into blocks.  B owns both. */
const struct image_info *blocks_info(const struct blocks *b);
const struct blocks_grid *blocks_grid(const struct blocks *b);
/* Returns how the stored samples are converted: "white was 0, inverted",
 * "palette applied" ...; "" if they are not. */
const char *blocks_note(const struct blocks *b);
/* Returns a warning about the file for the user, or "". */
const char *blocks_warning(const struct blocks *b);

/* Decodes block I into TO, row by row; each row starts STRIDE bytes after the
 * row above it.  Damaged data is err_data. */
int blocks_read(struct blocks *b, size_t i, void *to, size_t stride,
		struct err *err);
/* Fails with err_data if the file has changed since it was first opened. */
int blocks_same(const struct blocks *b, struct err *err);
/* Checks whether the file is large enough to contain as many pixels as blocks
 * side by side, WIDTH pixels wide in total, would have.  Call it before you
 * allocate memory for them.  Returns 0, or err_data that names WHAT the memory
 * is for. */
int blocks_room(const struct blocks *b, const char *what, size_t width,
		struct err *err);

#endif
