/*
 * blocks.h - one plane of pixels, any block of it, in the type the file
 * has.
 *
 * Inside lib/image only.
 *
 * Blocks are what has to be decoded in one piece: a tile, a strip, or some
 * rows of a strip that is too large for that.  They are numbered row by
 * row.
 */
#ifndef IMAGE_BLOCKS_H
#define IMAGE_BLOCKS_H

#include <stddef.h>

#include "base/err.h"
#include "image/image_info.h"

struct blocks;

struct blocks_grid {	      /* how a plane is cut into blocks */
	size_t width, height; /* of the plane; a stack's slices are one
				   below the other */
	size_t slice_height;  /* = height but for stacks */
	size_t block_width;   /* = width but for tiles */
	size_t block_height;  /* rows in a block; the last may be short */
	size_t strip_height;  /* blocks begin anew every so many rows */
	enum pixel type;
	size_t stored; /* bytes that decoding a block takes, as it
				   lies in the file and before unpacking */
};

struct blocks_place { /* where one lies; inside the plane */
	size_t x, y, width, height;
};

size_t blocks_count(const struct blocks_grid *g);
struct blocks_place blocks_place(const struct blocks_grid *g, size_t i);
/* Number of the block that holds pixel X, Y. */
size_t blocks_at(const struct blocks_grid *g, size_t x, size_t y);
/* Bytes of the largest block. */
size_t blocks_largest(const struct blocks_grid *g);

/* Opens the plane that REF names.  Fills *B; the caller closes it. */
int blocks_open(struct blocks **b, const char *ref, struct err *err);
void blocks_close(struct blocks *b);

/* What it holds: the info of the file, whose size and type are those of
 * this plane.  Both belong to B. */
const struct image_info *blocks_info(const struct blocks *b);
const struct blocks_grid *blocks_grid(const struct blocks *b);
/* How the stored samples are converted: "", "white was 0, inverted",
 * "palette applied" ... */
const char *blocks_note(const struct blocks *b);
/* What a person should know of the file, or "". */
const char *blocks_warning(const struct blocks *b);

/* Decodes block I into TO, row by row, STRIDE bytes from one to the next.
 * Damaged data is err_data. */
int blocks_read(struct blocks *b, size_t i, void *to, size_t stride,
		struct err *err);
/* Err_data if the file has changed since it was first opened. */
int blocks_same(const struct blocks *b, struct err *err);
/* Whether memory may be taken for WHAT, blocks side by side that are WIDTH
 * pixels wide in all; err_data if the file is too small to hold as much. */
int blocks_room(const struct blocks *b, const char *what, size_t width,
		struct err *err);

#endif
