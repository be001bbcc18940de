/*
 * blocks.h - reads any block of one plane, in the type that its grid names: the
 * file's, but for calibrated and derived planes (bin, dark, flat).
 *
 * Inside lib/image only.
 *
 * A block is what is decoded at once: a tile, a strip, or some rows of a large
 * strip.  Blocks are numbered row by row from the top.
 */
#ifndef IMAGE_BLOCKS_H
#define IMAGE_BLOCKS_H

#include <stddef.h>

#include "base/err.h"
#include "file/digest.h"
#include "image/pixel.h"

struct blocks;

struct blocks_grid { /* how a plane or a stack is cut into blocks */
	/* size; slices of a stack lie one below the other */
	size_t width, height;
	/* height of a slice; HEIGHT unless it is a stack */
	size_t slice_height;
	/* width of a block; less than WIDTH only for tiles */
	size_t block_width;
	/* rows in a block; the last one of a strip may have fewer */
	size_t block_height;
	/* rows in a strip or tile, whose end no block crosses */
	size_t strip_height;
	enum pixel type;
	/* bytes needed to decode a block, besides its pixels */
	size_t stored;
};

struct blocks_place { /* always inside the plane */
	size_t x, y, width, height;
};

size_t blocks_count(const struct blocks_grid *g);
struct blocks_place blocks_place(const struct blocks_grid *g, size_t i);

/* Returns the number of the block with column X, row Y. */
size_t blocks_at(const struct blocks_grid *g, size_t x, size_t y);

/* Returns the bytes of the pixels of the largest block. */
size_t blocks_largest(const struct blocks_grid *g);

/* From now on keeps the last planes that were read whole, for those that open
 * them again: up to BYTES, no plane of more than an eighth of that, and at most
 * 1000 planes. */
void blocks_remember(size_t bytes);

/* Opens the plane that REF names.  The caller closes *B, which is NULL after a
 * failure.  Fails with err_data if the file or the plane cannot be read. */
int blocks_open(struct blocks **b, const char *ref, struct err *err);
void blocks_close(struct blocks *b);

/* Returns size, type and pixel size of this plane, as it is read.  B owns the
 * result. */
const struct image_info *blocks_info(const struct blocks *b);

/* Returns how the plane is cut into blocks.  B owns the result. */
const struct blocks_grid *blocks_grid(const struct blocks *b);

/* Fills TO with the SHA-256 of the whole file (in_digest). */
int blocks_digest(const struct blocks *b, struct digest *to, struct err *err);

/* Returns how samples are converted on reading ("palette applied" ...), or "".
 * The text is a constant. */
const char *blocks_note(const struct blocks *b);

/* Returns a warning about the file for the user, or "".  The text is a
 * constant. */
const char *blocks_warning(const struct blocks *b);

/* Decodes block I into TO, whose rows begin STRIDE bytes apart.  Fails with
 * err_data if the block is damaged. */
int blocks_read(struct blocks *b, size_t i, void *to, size_t stride,
		struct err *err);

/* Fails with err_data if the file has changed since it was first opened. */
int blocks_same(const struct blocks *b, struct err *err);

/* Fails with err_data if a row of blocks, WIDTH pixels wide, needs so much
 * memory that the sizes in the file must be false: over 176 MiB, and 64 times
 * the file or tiles that overlap.  Call this before you allocate such a row.
 * WHAT says in the message what the row is for. */
int blocks_room(const struct blocks *b, const char *what, size_t width,
		struct err *err);

#endif
