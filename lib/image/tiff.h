/*
 * tiff.h - TIFF files, read as blocks of samples.
 *
 * Inside lib/image only; others use image.h and scan.h.  A file is taken
 * to lie about its sizes until its data have been read.
 */
#ifndef IMAGE_TIFF_H
#define IMAGE_TIFF_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/in.h"
#include "image/image.h"

/* The most bytes one decoded block may need whatever the file; larger ones
 * are believed of files that could hold them (tiff_layout_room).  Larger strips
 * are read in pieces. */
#define TIFF_BLOCK_MAX ((size_t)64 << 20)
/* Bytes of a piece, and a row more. */
#define TIFF_PIECE ((size_t)256 << 10)

struct tiff_file;

enum tiff_layout {
	TIFF_STRIPS, /* block by block through libtiff */
	TIFF_TILES,
	TIFF_LINES, /* strips too large for one block: line by line */
	TIFF_RAW,   /* uncompressed strips above a piece: straight from
			   the file */
};

struct tiff_page {
	size_t width, height;
	unsigned samples; /* a pixel */
	unsigned bits;	  /* of a sample, as stored */
	enum pixel type;  /* what a sample is unpacked to */
	int reduced;	  /* a smaller copy of another, it says */
	size_t planes;	  /* in this page, as MetaMorph has them, or 0 */
	int planar;	  /* samples of one kind lie together */
	int min_is_white;
	int palette;
	int mixed;	       /* stored as YCbCr, read as RGB */
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

/* Fill *T; the caller closes it.  Errors name the file. */
int tiff_open(struct tiff_file **t, const char *path, struct err *err);
void tiff_close(struct tiff_file *t);

/* Number of pages; at least 1. */
size_t tiff_file_pages(const struct tiff_file *t);
/* Make PAGE (from 0) the current one and describe it. */
int tiff_page(struct tiff_file *t, size_t page, struct tiff_page *p,
	      struct err *err);
/* The current page's ImageDescription, "" if it has none. */
const char *tiff_description(struct tiff_file *t);
/* Where the strip or tile that holds column X, row Y of SAMPLE lies in the
 * file. */
void tiff_stored(struct tiff_file *t, size_t x, size_t y, unsigned sample,
		 uint64_t *offset, uint64_t *bytes);
/* The file's bytes; *SWAPPED: they have the other byte order. */
const struct in *tiff_file_in(const struct tiff_file *t, int *swapped);

/* Rows in the block that starts at row Y. */
size_t tiff_layout_rows(const struct tiff_page *p, size_t y);
/* Decode the block at column X, row Y (multiples of the block's size) of
 * SAMPLE (used when planar) into TO: tiff_layout_rows() rows (tiles: all)
 * of row_bytes, samples as stored, in the host's byte order. */
int tiff_block(struct tiff_file *t, const struct tiff_page *p, size_t x,
	       size_t y, unsigned sample, void *to, struct err *err);

/* Fill ERR with "cannot read 'PATH': FORMAT...", or with that the file was
 * changed since it was opened.  Returns -1. */
int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...) ERR_FORMAT(3, 4);

#endif
