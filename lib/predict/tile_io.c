/*
 * tile_io.c - see tile_io.h.
 */
#include "predict/tile_io.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

size_t tile_io_mirror(ptrdiff_t i, size_t n)
{
	size_t period = 2 * (n - 1), at = (size_t)(i < 0 ? -i : i);

	if (n == 1)
		return 0;
	at %= period;
	return at < n ? at : period - at;
}

/* Fill a row of a window that reaches beyond the left or the right edge. */
static int mirrored_row(const struct tile_io *p, size_t channel, ptrdiff_t x,
			size_t y, size_t w, float *to, struct err *err)
{
	size_t low = p->width, high = 0;
	struct area area;
	float *row;
	int rc;

	for (size_t i = 0; i < w; i++) {
		size_t at = tile_io_mirror(x + (ptrdiff_t)i, p->width);

		low = at < low ? at : low;
		high = at > high ? at : high;
	}
	area = (struct area){ low, y, high - low + 1, 1 };
	row = mem_floats(area.width);
	rc = p->read(p->arg, channel, &area, row, err);
	for (size_t i = 0; i < w && !rc; i++)
		to[i] = row[tile_io_mirror(x + (ptrdiff_t)i, p->width) - low];
	free(row);
	return rc;
}

int tile_io_window(const struct tile_io *p, size_t channel, ptrdiff_t x,
		   ptrdiff_t y, size_t w, size_t h, float *to, struct err *err)
{
	int inside = x >= 0 && (size_t)x + w <= p->width;

	for (size_t i = 0; i < h; i++, to += w) {
		size_t at = tile_io_mirror(y + (ptrdiff_t)i, p->height);
		struct area row = { (size_t)x, at, w, 1 };

		if (inside ? p->read(p->arg, channel, &row, to, err) :
			     mirrored_row(p, channel, x, at, w, to, err))
			return -1;
	}
	return 0;
}
