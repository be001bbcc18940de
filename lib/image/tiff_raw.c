/* tiff_raw.c - see tiff_raw.h. */
#include "image/tiff_raw.h"

/* Bytes of all samples of a page. */
static uint64_t page_bytes(const struct tiff_page *p)
{
	return (uint64_t)p->row_bytes * p->height *
	       (p->planar ? p->samples : 1);
}

/* Returns where the strips of P end that follow the one at FIRST without a gap,
 * sample by sample; 0 if they do not. */
static uint64_t end_of_strips(struct tiff_file *t, const struct tiff_page *p,
			      uint64_t first)
{
	unsigned samples = p->planar ? p->samples : 1;
	uint64_t end = first, offset, bytes;

	for (unsigned s = 0; s < samples; s++)
		for (size_t y = 0; y < p->height; y += p->strip_height) {
			tiff_stored(t, 0, y, s, &offset, &bytes);
			if (offset != end)
				return 0;
			end += bytes;
		}
	return end;
}

size_t tiff_raw_planes(struct tiff_file *t, const struct tiff_page *p)
{
	uint64_t first, bytes;

	if (!p->plain)
		return 0;
	tiff_stored(t, 0, 0, 0, &first, &bytes);
	if (!first || first > t->in.size || !end_of_strips(t, p, first))
		return 0;
	return (t->in.size - first) / page_bytes(p);
}

void tiff_raw_select(struct tiff_page *p, size_t plane)
{
	if (p->layout != TIFF_RAW) {
		p->layout = TIFF_RAW;
		p->block_height = TIFF_PIECE / p->row_bytes + 1;
	}
	p->strip_height = p->height;
	p->one_piece = 1;
	p->skip = plane * page_bytes(p);
}

static void swap_samples(unsigned char *px, size_t n, size_t size)
{
	for (size_t i = 0; i < n; i++, px += size)
		for (size_t a = 0, b = size - 1; a < b; a++, b--) {
			unsigned char x = px[a];

			px[a] = px[b];
			px[b] = x;
		}
}

int tiff_raw_block(struct tiff_file *t, const struct tiff_page *p, size_t y,
		   unsigned sample, void *to, struct err *err)
{
	size_t bytes = tiff_page_rows(p, y) * p->row_bytes;
	uint64_t offset, room, within = y % p->strip_height * p->row_bytes;
	ssize_t got;

	in_stream(&t->in);
	if (p->start)
		offset = p->start;
	else
		tiff_stored(t, 0, p->one_piece ? 0 : y, sample, &offset, &room);
	if (!p->start && !p->one_piece && within + bytes > room)
		return tiff_file_fault(t, err,
				       "the strip of row %zu is too "
				       "short",
				       y);
	within += p->skip;
	if (offset > t->in.size || t->in.size - offset < within + bytes)
		return tiff_file_fault(t, err,
				       "the file ends before row %zu "
				       "of %zu",
				       y, p->height);
	offset += within;
	if ((got = in_read(&t->in, to, bytes, offset, err)) < 0)
		return -1;
	if ((size_t)got != bytes)
		return tiff_file_fault(t, err,
				       "the file became shorter while it was "
				       "read");
	if (t->swapped && p->bits > 8)
		swap_samples(to, bytes / (p->bits / 8), p->bits / 8);
	return 0;
}
