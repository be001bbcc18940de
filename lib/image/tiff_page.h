/*
 * tiff_page.h - what the tags of one page say: how its samples are stored and
 * what they mean.  The tags are checked before any sample is read.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_PAGE_H
#define IMAGE_TIFF_PAGE_H

#include <stddef.h>
#include <stdint.h>

#include "image/pixel.h"
#include "image/tiff_file.h"

/* A decoded block may always take this many bytes, and more if the file is
 * large enough for that (tiff_page_room).  Larger strips are read in pieces. */
#define TIFF_BLOCK_MAX ((size_t)64 << 20)
/* A piece has as many rows as it takes to exceed this many bytes. */
#define TIFF_PIECE ((size_t)256 << 10)

enum tiff_layout {
	TIFF_STRIPS, /* libtiff decodes one strip, or one tile, at once */
	TIFF_TILES,
	/* a strip is too large to decode at once: libtiff decodes row by row */
	TIFF_LINES,
	/* uncompressed strips larger than a piece: read without libtiff
	 * (tiff_raw.h) */
	TIFF_RAW,
};

struct tiff_page {
	size_t width, height;
	unsigned samples; /* number of samples in a pixel */
	unsigned bits;	  /* bits of a stored sample */
	enum pixel type;  /* the type that samples are unpacked to */
	/* number of planes in this page, if it is MetaMorph's, else 0 */
	size_t planes;
	/* 1: the page stores the first samples of all pixels, then all second
	 * samples ... */
	int planar;
	int min_is_white; /* 1: in the file, white is 0 */
	int palette; /* 1: samples are numbers of colours in a palette */
	int has_map; /* 1: the page has a palette that can be applied */
	/* the number in TIFF's Orientation tag; 1: the first row is at the
	 * top */
	unsigned orientation;
	int ycbcr; /* 1: stored as YCbCr, read as RGB */
	/* red, green, blue: 1 << bits entries each; valid until the page
	 * changes */
	uint16_t *map[3];
	/* pixels per unit across and down; 0: unknown */
	float density[2];
	unsigned density_unit; /* 1: none, 2: inch, 3: centimetre */
	/* 1: uncompressed, and samples are whole bytes */
	int plain;
	enum tiff_layout layout;
	size_t block_width; /* less than width only for tiles */
	/* number of rows in a block; the last block may have fewer */
	size_t block_height;
	size_t strip_height; /* number of rows in a strip or tile */
	size_t row_bytes;    /* bytes of one row of a block */
	/* for TIFF_RAW: 1 if planes follow one another in the file */
	int one_piece;
	uint64_t skip; /* for TIFF_RAW: bytes of the planes before this one */
};

/* Returns the type for samples of BITS bits in TIFF's sample FORMAT (1:
 * unsigned, 2: signed, 3: real, 4: undefined), or PIXEL_NONE if there is
 * none. */
enum pixel tiff_page_type(unsigned format, unsigned bits);

/* Stores in P what its samples mean.  PHOTOMETRIC is the number in TIFF's tag;
 * HAS_MAP: 1 if the page has a colour map.  If colours cannot be returned as
 * samples, fails with err_data. */
int tiff_page_colours(const struct tiff_file *t, struct tiff_page *p,
		      unsigned photometric, int has_map, struct err *err);

/* Completes P, whose layout is TIFF_STRIPS or TIFF_TILES and whose strips or
 * tiles are WIDTH x ROWS pixels.  ROW is the number of bytes that libtiff takes
 * for a row.  If ROW does not match the tags, or a row or tile is too large for
 * the file, fails with err_data. */
int tiff_page_blocks(const struct tiff_file *t, struct tiff_page *p,
		     size_t width, size_t rows, uint64_t row, struct err *err);
/* Returns the number of rows in the block that starts at row Y. */
size_t tiff_page_rows(const struct tiff_page *p, size_t y);

/* Checks that ROWS rows of ROW bytes are at most MOST bytes, or at most what a
 * file of this size can contain when compressed.  Call it before you allocate
 * memory for them.  Returns 0, or err_data that names WHAT the memory is
 * for. */
int tiff_page_room(const struct tiff_file *t, const char *what, uint64_t row,
		   uint64_t rows, uint64_t most, struct err *err);

/* Returns 1 if A and B have the same size, type and layout, so that they can be
 * slices of one stack. */
int tiff_page_alike(const struct tiff_page *a, const struct tiff_page *b);

#endif
