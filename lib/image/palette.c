/* palette.c - what the colour map of a page amounts to. */
#include "image/palette.h"

int palette_is_ramp(const struct tiff_page *p)
{
	for (size_t i = 0; i < (size_t)1 << p->bits; i++)
		if ((size_t)p->map[0][i] >> (16 - p->bits) != i ||
		    p->map[1][i] != p->map[0][i] ||
		    p->map[2][i] != p->map[0][i])
			return 0;
	return 1;
}
