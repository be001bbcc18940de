/*
 * tiff_page.h - what the tags of one page say about its samples, checked before
 * any sample is read.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_PAGE_H
#define IMAGE_TIFF_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "image/pixel.h"
#include "image/tiff_file.h"

/* bytes that a decoded block may take in any file; a larger one must be
 * plausible for the size of the file (tiff_page_room) */
#define TIFF_BLOCK_MAX ((size_t)64 << 20)
/* large strips are read in pieces of at least this many bytes */
#define TIFF_PIECE ((size_t)256 << 10)

enum tiff_layout {
	TIFF_STRIPS, /* libtiff decodes one strip at once */
	TIFF_TILES,  /* libtiff decodes one tile at once */
	/* libtiff decodes row by row, since strips are too large */
	TIFF_LINES,
	/* uncompressed strips, larger than a piece, read by tiff_raw.h */
	TIFF_RAW,
};

struct tiff_page {
	size_t width, height;
	unsigned samples; /* in a pixel */
	unsigned bits;	  /* in a stored sample */
	enum pixel type;  /* the type that samples are unpacked to */
	/* number of planes in a page of MetaMorph; otherwise 0 */
	size_t planes;
	/* 1: all first samples come first, then all second ones, and so on */
	int planar;
	int min_is_white; /* 1: white is 0 */
	int palette;	  /* 1: samples are numbers of palette colours */
	int has_map;	  /* 1: the palette can be applied */
	/* TIFF's Orientation; 1: the first row is at the top */
	unsigned orientation;
	int ycbcr; /* 1: stored as YCbCr, read as RGB */
	int jpeg;  /* 1: compressed by JPEG */
	/* red, green and blue of the palette, 1 << bits entries each; valid
	 * until another page is selected */
	uint16_t *map[3];
	/* pixels per unit across and down; 0: unknown */
	float density[2];
	unsigned density_unit; /* 1: none, 2: inch, 3: centimetre */
	/* 1: uncompressed samples of whole bytes */
	int plain;
	enum tiff_layout layout;
	/* width of a block; WIDTH except for tiles */
	size_t block_width;
	/* rows in a block; the last one of a strip may have fewer */
	size_t block_height;
	size_t strip_height; /* rows in a strip or tile */
	size_t row_bytes;    /* bytes in a row of a block */
	/* offset of the page's pixels, if the directory was not read
	 * (tiff_select_like); otherwise 0 */
	uint64_t start;
	/* for TIFF_RAW: 1 if planes follow one another in the file */
	int one_piece;
	uint64_t skip; /* for TIFF_RAW: bytes of the planes before this one */
};

/* Returns the type for samples of BITS bits, or PIXEL_NONE.  FORMAT is TIFF's
 * (1: unsigned, 2: signed, 3: real, 4: undefined). */
enum pixel tiff_page_type(unsigned format, unsigned bits);

/* Sets in P what samples mean.  PHOTOMETRIC is TIFF's number.  HAS_MAP is 1 if
 * the page has a colour map.  Fails with err_data if the colours cannot be
 * read. */
int tiff_page_colours(const struct tiff_file *t, struct tiff_page *p,
		      unsigned photometric, int has_map, struct err *err);

/* Completes P, a page of strips or tiles (TIFF_STRIPS or TIFF_TILES) of WIDTH x
 * ROWS pixels.  ROW is the number of bytes in a row according to libtiff.
 * Fails with err_data if ROW does not match the tags, if a row or tile is too
 * large for the file, or if YCbCr strips are large. */
int tiff_page_blocks(const struct tiff_file *t, struct tiff_page *p,
		     size_t width, size_t rows, uint64_t row, struct err *err);

/* Returns 1 if blocks of the page are read by tiff_raw_block, 0 if by
 * tiff_block. */
int tiff_page_is_raw(const struct tiff_page *p);

/* Returns the number of rows of the block that begins at row Y. */
size_t tiff_page_rows(const struct tiff_page *p, size_t y);

/* Fails with err_data if ROWS rows of ROW bytes are more than MOST bytes, and
 * more than 64 times the file.  Call this before you allocate them.  WHAT says
 * in the message what they are. */
int tiff_page_room(const struct tiff_file *t, const char *what, uint64_t row,
		   uint64_t rows, uint64_t most, struct err *err);

/* Returns 1 if A and B have the same size, type, colours and layout, as slices
 * of a stack must. */
int tiff_page_alike(const struct tiff_page *a, const struct tiff_page *b);

#endif
