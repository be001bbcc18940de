/*
 * tiff_layout.c - the sizes of a page's blocks, checked before any is read.
 */
#include "image/tiff_layout.h"

#include <stdarg.h>
#include <stdio.h>

enum { RATIO = 64 }; /* a compression that may be believed */

int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...)
{
	char why[1000];
	int swapped;
	va_list args;

	/* A file that is being written to looks like anything. */
	if (in_same(tiff_file_in(t, &swapped), err) < 0)
		return -1;
	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	return err_data(err, "cannot read '%s': %s",
			tiff_file_in(t, &swapped)->path, why);
}

enum pixel tiff_layout_type(unsigned format, unsigned bits)
{
	size_t k = bits <= 8 ? 0 : bits <= 16 ? 1 : bits <= 32 ? 2 : 3;

	if (bits < 1 || bits > 64)
		return PIXEL_NONE;
	if (format == 1 || format == 4)
		return PIXEL_U8 + k;
	if (format == 2)
		return PIXEL_I8 + k;
	if (format == 3 && bits == 8u << k && k > 0)
		return PIXEL_F16 + k - 1;
	return PIXEL_NONE;
}

int tiff_layout_room(const struct tiff_file *t, const char *what, uint64_t row,
		     uint64_t rows, uint64_t most, struct err *err)
{
	int swapped;
	uint64_t size = tiff_file_in(t, &swapped)->size;

	if (rows <= most / row || rows <= size * RATIO / row)
		return 0;
	return tiff_file_fault(t, err,
			       "one %s takes %.0f bytes, too many for a "
			       "file of %llu",
			       what, (double)row * (double)rows,
			       (unsigned long long)size);
}

int tiff_layout_page(const struct tiff_file *t, struct tiff_page *p,
		     size_t width, size_t rows, uint64_t row, struct err *err)
{
	int tiled = p->layout == TIFF_TILES;
	uint64_t bytes;

	if (!width || !rows)
		return tiff_file_fault(t, err, "a %s of no size",
				       tiled ? "tile" : "row");
	p->block_width = width;
	p->strip_height = tiled || rows < p->height ? rows : p->height;
	p->block_height = p->strip_height;
	/* At most 2^32 pixels of 2^16 samples of 2^6 bits: no overflow. */
	bytes = ((uint64_t)width * (p->planar ? 1 : p->samples) * p->bits + 7) /
		8;
	if (bytes != row)
		return tiff_file_fault(t, err,
				       "a row of %llu bytes where its "
				       "width asks for %llu",
				       (unsigned long long)row,
				       (unsigned long long)bytes);
	if (tiff_layout_room(t, "row", row, 1, TIFF_BLOCK_MAX, err) < 0 ||
	    (tiled &&
	     tiff_layout_room(t, "tile", row, rows, TIFF_BLOCK_MAX, err) < 0))
		return -1;
	p->row_bytes = (size_t)row;
	if (!tiled && row * p->strip_height >
			      (p->plain ? TIFF_PIECE : TIFF_BLOCK_MAX / 4)) {
		if (p->mixed)
			return tiff_file_fault(
				t, err,
				"colours as brightness and "
				"difference (YCbCr) in one large "
				"strip; convert it first");
		p->layout = p->plain ? TIFF_RAW : TIFF_LINES;
		p->block_height = TIFF_PIECE / row + 1;
	}
	return 0;
}

size_t tiff_layout_rows(const struct tiff_page *p, size_t y)
{
	size_t rows = p->strip_height - y % p->strip_height;

	if (rows > p->block_height)
		rows = p->block_height;
	return rows < p->height - y ? rows : p->height - y;
}
