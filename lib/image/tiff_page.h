/*
 * tiff_page.h - what the tags of one page say: how its samples lie in the
 * file and what they mean, checked before any is read.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_PAGE_H
#define IMAGE_TIFF_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "image/pixel.h"
#include "image/tiff_file.h"

/* The most bytes one decoded block may need whatever the file; more is
 * believed of files that could hold as much (tiff_page_room).  Larger strips
 * are read in pieces. */
#define TIFF_BLOCK_MAX ((size_t)64 << 20)
/* Bytes of a piece, and a row more. */
#define TIFF_PIECE ((size_t)256 << 10)

enum tiff_layout {
	TIFF_STRIPS, /* block by block through libtiff */
	TIFF_TILES,
	TIFF_LINES, /* strips too large for one block: line by line */
	TIFF_RAW,   /* uncompressed strips above a piece: straight from
			   the file, see tiff_raw.h */
};

struct tiff_page {
	size_t width, height;
	unsigned samples; /* of a pixel */
	unsigned bits;	  /* of a sample, as stored */
	enum pixel type;  /* that samples are unpacked to */
	size_t planes;	  /* in this page, as MetaMorph has them, or 0 */
	int planar;	  /* samples of one kind lie together */
	int min_is_white;
	int palette, has_map;  /* of a palette: and whether it can be applied */
	unsigned orientation;  /* 1: the first row is the top one; see TIFF */
	int ycbcr;	       /* stored as YCbCr, read as RGB */
	uint16_t *map[3];      /* red, green, blue: 1 << bits entries each;
				   valid until the page changes */
	float density[2];      /* pixels per unit across and down, 0: ? */
	unsigned density_unit; /* 1: none, 2: inch, 3: centimetre */
	int plain;	       /* uncompressed, in whole bytes */
	enum tiff_layout layout;
	size_t block_width;  /* = width but for tiles */
	size_t block_height; /* rows in a block; the last may be short */
	size_t strip_height; /* rows in a strip or tile */
	size_t row_bytes;    /* of one row of a block */
	int one_piece;	     /* TIFF_RAW: planes follow each other ... */
	uint64_t skip;	     /* ... and so many bytes come before this */
};

/* The type for samples of BITS in TIFF's sample FORMAT (1: unsigned, 2:
 * signed, 3: real, 4: not said); PIXEL_NONE: none that we know. */
enum pixel tiff_page_type(unsigned format, unsigned bits);

/* Says in P what its samples stand for: PHOTOMETRIC is TIFF's, HAS_MAP: it
 * has a colour map.  Colours that cannot be handed on as samples are
 * err_data. */
int tiff_page_colours(const struct tiff_file *t, struct tiff_page *p,
		      unsigned photometric, int has_map, struct err *err);

/* Completes P, whose layout is TIFF_STRIPS or TIFF_TILES: blocks are WIDTH
 * pixels wide and ROWS high; libtiff takes a row to be ROW bytes. */
int tiff_page_blocks(const struct tiff_file *t, struct tiff_page *p,
		     size_t width, size_t rows, uint64_t row, struct err *err);
/* Rows in the block that starts at row Y. */
size_t tiff_page_rows(const struct tiff_page *p, size_t y);

/* Whether memory for WHAT, ROWS of ROW bytes, may be taken: no more than
 * MOST, or no more than the file could well hold; else err_data. */
int tiff_page_room(const struct tiff_file *t, const char *what, uint64_t row,
		   uint64_t rows, uint64_t most, struct err *err);

/* Whether blocks of A and B can be read alike, as the slices of a stack
 * are. */
int tiff_page_alike(const struct tiff_page *a, const struct tiff_page *b);

#endif
