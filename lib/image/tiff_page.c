/* tiff_page.c - see tiff_page.h. */
#include "image/tiff_page.h"

enum { RATIO = 64 }; /* the highest compression ratio that is believed */
enum { WHITE_IS_0 = 0, PALETTE = 3 }; /* numbers in TIFF's Photometric tag */

enum pixel tiff_page_type(unsigned format, unsigned bits)
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

/* Returns 1 if the palette shows each number as the grey of that brightness, as
 * the files of some cameras do.  The numbers can then be used as they are. */
static int is_ramp(const struct tiff_page *p)
{
	for (size_t i = 0; i < (size_t)1 << p->bits; i++)
		if ((size_t)p->map[0][i] >> (16 - p->bits) != i ||
		    p->map[1][i] != p->map[0][i] ||
		    p->map[2][i] != p->map[0][i])
			return 0;
	return 1;
}

int tiff_page_colours(const struct tiff_file *t, struct tiff_page *p,
		      unsigned photometric, int has_map, struct err *err)
{
	p->min_is_white = photometric == WHITE_IS_0;
	p->has_map = has_map && p->bits <= 16;
	p->palette = photometric == PALETTE && !(p->has_map && is_ramp(p));
	if (p->ycbcr && (p->samples != 3 || p->bits != 8 || p->planar))
		return tiff_file_fault(
			t, err,
			"its colours are brightness and "
			"differences (YCbCr) in %u samples of %u "
			"bits; convert it to RGB or grey first",
			p->samples, p->bits);
	return 0;
}

int tiff_page_room(const struct tiff_file *t, const char *what, uint64_t row,
		   uint64_t rows, uint64_t most, struct err *err)
{
	uint64_t size = t->in.size;

	if (rows <= most / row || rows <= size * RATIO / row)
		return 0;
	return tiff_file_fault(
		t, err,
		"one %s takes %.0f bytes, too many for a file of "
		"%llu bytes",
		what, (double)row * (double)rows, (unsigned long long)size);
}

int tiff_page_blocks(const struct tiff_file *t, struct tiff_page *p,
		     size_t width, size_t rows, uint64_t row, struct err *err)
{
	int tiled = p->layout == TIFF_TILES;
	uint64_t bytes;

	if (!width || !rows)
		return tiff_file_fault(t, err, "a %s has no size",
				       tiled ? "tile" : "row");
	p->block_width = width;
	p->strip_height = tiled || rows < p->height ? rows : p->height;
	p->block_height = p->strip_height;
	/* No overflow: at most 2^32 pixels of 2^16 samples of 2^6 bits. */
	bytes = ((uint64_t)width * (p->planar ? 1 : p->samples) * p->bits + 7) /
		8;
	if (bytes != row)
		return tiff_file_fault(t, err,
				       "a row has %llu bytes, but its width "
				       "requires %llu",
				       (unsigned long long)row,
				       (unsigned long long)bytes);
	if (tiff_page_room(t, "row", row, 1, TIFF_BLOCK_MAX, err) < 0 ||
	    (tiled &&
	     tiff_page_room(t, "tile", row, rows, TIFF_BLOCK_MAX, err) < 0))
		return -1;
	p->row_bytes = (size_t)row;
	if (!tiled && row * p->strip_height >
			      (p->plain ? TIFF_PIECE : TIFF_BLOCK_MAX / 4)) {
		if (p->ycbcr)
			return tiff_file_fault(
				t, err,
				"its colours are brightness and differences "
				"(YCbCr) in one large strip; convert it to RGB "
				"or grey first");
		p->layout = p->plain ? TIFF_RAW : TIFF_LINES;
		p->block_height = TIFF_PIECE / row + 1;
	}
	return 0;
}

int tiff_page_is_raw(const struct tiff_page *p)
{
	return p->layout == TIFF_RAW || p->start;
}

size_t tiff_page_rows(const struct tiff_page *p, size_t y)
{
	size_t rows = p->strip_height - y % p->strip_height;

	if (rows > p->block_height)
		rows = p->block_height;
	return rows < p->height - y ? rows : p->height - y;
}

int tiff_page_alike(const struct tiff_page *a, const struct tiff_page *b)
{
	return a->width == b->width && a->height == b->height &&
	       a->samples == b->samples && a->bits == b->bits &&
	       a->type == b->type && a->planar == b->planar &&
	       a->min_is_white == b->min_is_white && a->palette == b->palette &&
	       a->has_map == b->has_map && a->orientation == b->orientation &&
	       a->layout == b->layout && a->block_width == b->block_width &&
	       a->block_height == b->block_height &&
	       a->strip_height == b->strip_height &&
	       a->row_bytes == b->row_bytes;
}
