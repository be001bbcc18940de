/*
 * tiff_page.h - what the tags of one page say about its samples: how they are
 * stored and what they mean.
 *
 * The tags are checked before any sample is read.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_PAGE_H
#define IMAGE_TIFF_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "image/pixel.h"
#include "image/tiff_file.h"

/* A decoded block may take this many bytes, whatever the size of the file.  A
 * larger block must be plausible for the size of the file (tiff_page_room). */
#define TIFF_BLOCK_MAX ((size_t)64 << 20)
/* Strips that are too large to decode at once are read in pieces.  A piece has
 * so many rows that it has more than this many bytes. */
#define TIFF_PIECE ((size_t)256 << 10)

enum tiff_layout {
	TIFF_STRIPS, /* libtiff decodes one strip at once */
	TIFF_TILES,  /* libtiff decodes one tile at once */
	/* strips are too large to decode at once: libtiff decodes row by row */
	TIFF_LINES,
	/* strips are uncompressed and larger than a piece: they are read
	 * without libtiff (tiff_raw.h) */
	TIFF_RAW,
};

struct tiff_page {
	size_t width, height;
	unsigned samples; /* number of samples in a pixel */
	unsigned bits;	  /* number of bits in a stored sample */
	enum pixel type;  /* the type that samples are unpacked to */
	/* number of planes in a page of MetaMorph; otherwise 0 */
	size_t planes;
	/* 1: the page stores the first samples of all pixels, then the second
	 * samples of all pixels, and so on */
	int planar;
	int min_is_white; /* 1: in the file, white is 0 */
	int palette;	  /* 1: samples are numbers of colours in a palette */
	int has_map;	  /* 1: the page has a palette that can be applied */
	/* number in TIFF's Orientation tag; 1: the first row is at the top */
	unsigned orientation;
	int ycbcr; /* 1: stored as YCbCr, read as RGB */
	/* red, green and blue of the palette, 1 << bits entries each; valid
	 * until another page is selected */
	uint16_t *map[3];
	/* pixels per unit across and down; 0: unknown */
	float density[2];
	unsigned density_unit; /* 1: none, 2: inch, 3: centimetre */
	/* 1: uncompressed, and samples are whole bytes */
	int plain;
	enum tiff_layout layout;
	/* width of a block; less than WIDTH only for tiles */
	size_t block_width;
	/* number of rows in a block; the last block may have fewer */
	size_t block_height;
	size_t strip_height; /* number of rows in a strip or tile */
	size_t row_bytes;    /* number of bytes in a row of a block */
	/* for TIFF_RAW: 1 if planes follow one another in the file */
	int one_piece;
	uint64_t skip; /* for TIFF_RAW: bytes of the planes before this one */
};

/* Returns the type for samples of BITS bits in TIFF's sample FORMAT (1:
 * unsigned, 2: signed, 3: real, 4: undefined), or PIXEL_NONE if there is
 * none. */
enum pixel tiff_page_type(unsigned format, unsigned bits);

/* Stores in P what its samples mean.  PHOTOMETRIC is the number in TIFF's tag.
 * HAS_MAP is 1 if the page has a colour map.  Fails with err_data if colours
 * cannot be returned as samples. */
int tiff_page_colours(const struct tiff_file *t, struct tiff_page *p,
		      unsigned photometric, int has_map, struct err *err);

/* Completes P, which has the layout TIFF_STRIPS or TIFF_TILES.  Strips or tiles
 * are WIDTH x ROWS pixels.  ROW is the number of bytes that libtiff takes for a
 * row.  Fails with err_data if ROW does not match the tags, or if a row or tile
 * is too large for the file. */
int tiff_page_blocks(const struct tiff_file *t, struct tiff_page *p,
		     size_t width, size_t rows, uint64_t row, struct err *err);

/* Returns the number of rows in the block that starts at row Y. */
size_t tiff_page_rows(const struct tiff_page *p, size_t y);

/* Returns 0 if ROWS rows of ROW bytes are plausible.  They are plausible if
 * they take at most MOST bytes, or if a file of this size can contain them in
 * compressed form.  Otherwise fails with err_data.  Call it before you allocate
 * memory for the rows.  WHAT says in the message what the memory is for. */
int tiff_page_room(const struct tiff_file *t, const char *what, uint64_t row,
		   uint64_t rows, uint64_t most, struct err *err);

/* Returns 1 if A and B have the same size, type and layout.  Only such pages
 * can be slices of one stack. */
int tiff_page_alike(const struct tiff_page *a, const struct tiff_page *b);

#endif
