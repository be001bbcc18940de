/*
 * tiff_page.h - what the tags of one page say: how its samples are stored and
 * what they mean.  It is checked before any sample is read.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_PAGE_H
#define IMAGE_TIFF_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "image/pixel.h"
#include "image/tiff_file.h"

/* A decoded block may take this many bytes whatever the size of the file, and
 * more if the file is large enough for that (tiff_page_room).  Larger strips
 * are read in pieces. */
#define TIFF_BLOCK_MAX ((size_t)64 << 20)
/* A piece is the rows that just exceed this many bytes. */
#define TIFF_PIECE ((size_t)256 << 10)

enum tiff_layout {
	TIFF_STRIPS, /* libtiff decodes a whole strip (a whole tile) */
	TIFF_TILES,
	/* strips too large for one block: libtiff decodes row by row */
	TIFF_LINES,
	/* uncompressed strips larger than a piece: read without libtiff, see
	 * tiff_raw.h */
	TIFF_RAW,
};

struct tiff_page {
	size_t width, height;
	unsigned samples; /* in a pixel */
	unsigned bits;	  /* in a sample, as stored */
	enum pixel type;  /* the type that samples are unpacked to */
	/* in this page, as MetaMorph's files have them; else 0 */
	size_t planes;
	/* 1: the first samples of all pixels, then the second ones ... */
	int planar;
	int min_is_white;
	/* palette is 1 if samples are numbers of a palette's colours, has_map
	 * is 1 if that palette can be applied. */
	int palette, has_map;
	/* 1: the first row is the top row; others as in TIFF */
	unsigned orientation;
	int ycbcr;	  /* 1: stored as YCbCr, read as RGB */
	uint16_t *map[3]; /* red, green, blue: 1 << bits entries each;
				   valid until the page changes */
	/* pixels per unit across and down; 0: not known */
	float density[2];
	unsigned density_unit; /* 1: none, 2: inch, 3: centimetre */
	/* 1: uncompressed, and samples are whole bytes */
	int plain;
	enum tiff_layout layout;
	size_t block_width;  /* = width but for tiles */
	size_t block_height; /* rows in a block; the last may be short */
	size_t strip_height; /* rows in a strip or tile */
	size_t row_bytes;    /* of one row of a block */
	/* TIFF_RAW, 1: planes follow one another, and ... */
	int one_piece;
	uint64_t skip; /* ... this many bytes of them precede this one */
};

/* Returns the type for samples of BITS bits in TIFF's sample FORMAT (1:
 * unsigned, 2: signed, 3: real, 4: undefined), or PIXEL_NONE if no type
 * fits. */
enum pixel tiff_page_type(unsigned format, unsigned bits);

/* Stores in P what its samples mean.  PHOTOMETRIC is TIFF's; HAS_MAP: the page
 * has a colour map.  Colours that cannot be returned as samples are
 * err_data. */
int tiff_page_colours(const struct tiff_file *t, struct tiff_page *p,
		      unsigned photometric, int has_map, struct err *err);

/* Completes P, whose layout is TIFF_STRIPS or TIFF_TILES and whose strips or
 * tiles are WIDTH x ROWS pixels; libtiff takes ROW bytes for a row.  If that
 * does not fit the tags, or a row or tile is too large for the file, fails with
 * err_data. */
int tiff_page_blocks(const struct tiff_file *t, struct tiff_page *p,
		     size_t width, size_t rows, uint64_t row, struct err *err);
/* Returns the number of rows in the block that starts at row Y. */
size_t tiff_page_rows(const struct tiff_page *p, size_t y);

/* Checks, before memory is allocated for WHAT, that ROWS rows of ROW bytes are
 * at most MOST bytes, or at most what a file of this size can well contain.
 * Returns 0, or err_data if they are more. */
int tiff_page_room(const struct tiff_file *t, const char *what, uint64_t row,
		   uint64_t rows, uint64_t most, struct err *err);

/* Returns 1 if A and B have the same size, type and layout, so that they can be
 * slices of one stack. */
int tiff_page_alike(const struct tiff_page *a, const struct tiff_page *b);

#endif
