/*
 * scan.c - one plane of pixels, row by row, in the type the file has.
 */
#include "image/scan.h"

#include <stdlib.h>

#include "base/mem.h"
#include "image/plane.h"
#include "image/sample.h"

struct scan {
	struct plane plane;
	size_t y;
	int direct;		/* blocks need no unpacking: are the bands */
	void *block;		/* one strip or tile, as stored */
	void *band;		/* rows of the plane */
	void *row;		/* colour numbers before the palette */
};

static size_t band_bytes(const struct scan *s)
{
	return s->plane.info.width * s->plane.page.block_height *
	       pixel_size(s->plane.info.type);
}

/* Buffers come last: only for sizes that have been found possible. */
static int make_buffers(struct scan *s, struct err *err)
{
	const struct tiff_page *p = &s->plane.page;

	s->direct = p->layout != TIFF_TILES && !s->plane.colours &&
		    (p->planar || p->samples == 1) &&
		    p->bits == 8 * pixel_size(p->type);
	if (!s->direct && band_bytes(s) / 4 > TIFF_BLOCK_MAX)
		return tiff_fault(s->plane.file, err, "one row of tiles "
				  "takes %zu bytes, too many", band_bytes(s));
	s->block = mem_alloc(p->row_bytes * p->block_height);
	if (!s->direct)
		s->band = mem_alloc(band_bytes(s));
	if (s->plane.colours)
		s->row = mem_alloc(p->width * pixel_size(p->type));
	return 0;
}

int scan_open(struct scan **to, const char *ref, struct err *err)
{
	struct scan *s = mem_zero(1, sizeof(*s));

	*to = NULL;
	if (plane_open(&s->plane, ref, err) < 0 ||
	    plane_choose(&s->plane, err) < 0 || make_buffers(s, err) < 0) {
		scan_close(s);
		return -1;
	}
	*to = s;
	return 0;
}

void scan_close(struct scan *s)
{
	if (!s)
		return;
	plane_close(&s->plane);
	free(s->block);
	free(s->band);
	free(s->row);
	free(s);
}

const struct image_info *scan_info(const struct scan *s)
{
	return &s->plane.info;
}

const char *scan_note(const struct scan *s)
{
	if (s->plane.colours)
		return "palette applied";
	return s->plane.page.min_is_white && !s->plane.ref.raw ?
	       "white was 0, turned over" : "";
}

void scan_rewind(struct scan *s)
{
	s->y = 0;
}

/* N pixels of a block's row FROM to TO. */
static void unpack(struct scan *s, void *to, const void *from, size_t n)
{
	const struct tiff_page *p = &s->plane.page;
	unsigned sample = s->plane.sample;

	if (s->plane.colours) {
		sample_unpack(s->row, p->type, from, p->bits, 0, 1, n);
		sample_map(to, s->row, p->type, n, p->map[sample]);
	} else {
		sample_unpack(to, p->type, from, p->bits,
			      p->planar ? 0 : sample,
			      p->planar ? 1 : p->samples, n);
	}
}

/* The blocks side by side that hold ROWS rows from s->y on. */
static int read_blocks(struct scan *s, size_t rows, struct err *err)
{
	const struct tiff_page *p = &s->plane.page;
	size_t size = pixel_size(s->plane.info.type);

	for (size_t x = 0; x < p->width; x += p->block_width) {
		size_t n = p->width - x;
		const char *from = s->block;
		char *to = (char *)s->band + x * size;

		if (n > p->block_width)
			n = p->block_width;
		if (tiff_block(s->plane.file, p, x, s->y, s->plane.sample,
			       s->block, err) < 0)
			return -1;
		for (size_t i = 0; i < rows; i++) {
			unpack(s, to, from, n);
			from += p->row_bytes;
			to += p->width * size;
		}
	}
	return 0;
}

int scan_next(struct scan *s, struct band *b, struct err *err)
{
	const struct tiff_page *p = &s->plane.page;
	void *px = s->direct ? s->block : s->band;

	if (s->y >= p->height)
		return 0;
	*b = (struct band){ s->y, tiff_block_rows(p, s->y), px };
	if (s->direct ? tiff_block(s->plane.file, p, 0, s->y,
				   s->plane.sample, px, err) < 0 :
			read_blocks(s, b->rows, err) < 0)
		return -1;
	if (p->min_is_white && !s->plane.ref.raw)
		sample_invert(px, p->type, p->bits, b->rows * p->width);
	s->y += b->rows;
	return 1;
}
