/*
 * blocks.h - reads any block of one plane, in the file's type.
 *
 * Inside lib/image only.
 *
 * A block is what is decoded at once: a tile, a strip, or some rows of a large
 * strip.  Blocks are numbered row by row.
 */
#ifndef IMAGE_BLOCKS_H
#define IMAGE_BLOCKS_H

#include <stddef.h>

#include "base/err.h"
#include "file/digest.h"
#include "image/pixel.h"

struct blocks;

struct blocks_grid { /* how a plane is cut into blocks */
	/* size of the plane; slices of a stack lie one below the other */
	size_t width, height;
	/* height of a slice; less than HEIGHT only for a stack */
	size_t slice_height;
	/* width of a block; less than WIDTH only for tiles */
	size_t block_width;
	/* number of rows in a block; the last block may have fewer */
	size_t block_height;
	/* number of rows in a strip or tile; no block crosses its end */
	size_t strip_height;
	enum pixel type;
	/* bytes needed to decode a block, besides its pixels */
	size_t stored;
};

struct blocks_place { /* the place of a block, always inside the plane */
	size_t x, y, width, height;
};

size_t blocks_count(const struct blocks_grid *g);
struct blocks_place blocks_place(const struct blocks_grid *g, size_t i);

/* Returns the number of the block with the pixel at column X, row Y. */
size_t blocks_at(const struct blocks_grid *g, size_t x, size_t y);

/* Returns the bytes of the pixels of the largest block. */
size_t blocks_largest(const struct blocks_grid *g);

/* From now on keeps planes that were read whole, up to BYTES, for those that
 * open them again.  A plane that takes more than an eighth is not kept. */
void blocks_remember(size_t bytes);

/* Opens the plane that REF names.  The caller closes *B. */
int blocks_open(struct blocks **b, const char *ref, struct err *err);
void blocks_close(struct blocks *b);

/* Returns what the file says about this plane.  B owns the result. */
const struct image_info *blocks_info(const struct blocks *b);

/* Returns how the plane is cut into blocks.  B owns the result. */
const struct blocks_grid *blocks_grid(const struct blocks *b);

/* Fills TO with the SHA-256 of the whole file (in_digest). */
int blocks_digest(const struct blocks *b, struct digest *to, struct err *err);

/* Returns how samples are converted on reading ("palette applied" ...), or
 * "". */
const char *blocks_note(const struct blocks *b);

/* Returns a warning about the file for the user, or "". */
const char *blocks_warning(const struct blocks *b);

/* Decodes block I into TO.  Rows in TO begin STRIDE bytes apart.  Fails with
 * err_data if the block is damaged. */
int blocks_read(struct blocks *b, size_t i, void *to, size_t stride,
		struct err *err);

/* Fails with err_data if the file has changed since it was first opened. */
int blocks_same(const struct blocks *b, struct err *err);

/* Fails with err_data if the file is too small to hold a row of blocks of WIDTH
 * pixels in all.  Call it before you allocate such a row.  WHAT says in the
 * message what the row is for. */
int blocks_room(const struct blocks *b, const char *what, size_t width,
		struct err *err);

#endif
