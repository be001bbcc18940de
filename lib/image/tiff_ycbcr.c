/* tiff_ycbcr.c - colours as brightness and differences.  See tiff_ycbcr.h. */
#include "image/tiff_ycbcr.h"

static uint32_t least(size_t a, size_t b)
{
	return (uint32_t)(a < b ? a : b);
}

void tiff_ycbcr_size(const struct tiff_page *p, size_t x, size_t y,
		     uint32_t *width, uint32_t *height)
{
	*width = least(p->block_width, p->width - x);
	*height = least(p->block_height, p->height - y);
}

void tiff_ycbcr_unpack(const struct tiff_page *p, void *to, const uint32_t *px,
		       size_t width, size_t height)
{
	for (size_t y = 0; y < height; y++) {
		unsigned char *row = (unsigned char *)to + y * p->row_bytes;

		for (size_t x = 0; x < width; x++, px++, row += 3)
			for (int i = 0; i < 3; i++)
				row[i] = (unsigned char)(*px >> 8 * i);
	}
}
