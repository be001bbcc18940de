/* tiff_palette.c - what the colours of a page amount to. */
#include "image/tiff_palette.h"

enum { WHITE_IS_0 = 0, PALETTE = 3 }; /* TIFF's numbers */

int tiff_palette_judge(const struct tiff_file *t, struct tiff_page *p,
		       unsigned photometric, int has_map, struct err *err)
{
	p->min_is_white = photometric == WHITE_IS_0;
	p->palette = photometric == PALETTE;
	if (p->min_is_white && pixel_is_float(p->type))
		return tiff_file_fault(t, err,
				       "real numbers with white as 0 "
				       "have no defined inverse");
	if (p->palette && (p->bits > 16 || p->samples != 1 || !has_map))
		return tiff_file_fault(t, err,
				       "a palette image without a usable "
				       "colour map");
	p->palette = p->palette && !tiff_palette_is_ramp(p);
	if (p->mixed && (p->samples != 3 || p->bits != 8 || p->planar))
		return tiff_file_fault(t, err,
				       "colours as brightness and "
				       "difference (YCbCr) in %u samples of %u "
				       "bits; convert it to RGB or grey first",
				       p->samples, p->bits);
	return 0;
}

int tiff_palette_is_ramp(const struct tiff_page *p)
{
	for (size_t i = 0; i < (size_t)1 << p->bits; i++)
		if ((size_t)p->map[0][i] >> (16 - p->bits) != i ||
		    p->map[1][i] != p->map[0][i] ||
		    p->map[2][i] != p->map[0][i])
			return 0;
	return 1;
}
