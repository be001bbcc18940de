/* tiff_mend.c - see tiff_mend.h. */
#include "image/tiff_mend.h"

#include <string.h>

#include "base/size.h"

/* Unwritten samples */

enum { MARK = 0xa5 };

static size_t sample_bytes(const struct tiff_page *p)
{
	return p->bits % 8 ? 1 : p->bits / 8;
}

void tiff_mend_mark(const struct tiff_page *p, void *to, size_t bytes)
{
	size_t n = sample_bytes(p);

	if (bytes >= n)
		memset((char *)to + bytes - n, MARK, n);
}

/* Returns the N bytes before END as a number, in the host's byte order. */
static uint64_t number(const unsigned char *end, size_t n)
{
	const uint16_t one = 1;
	int little = *(const unsigned char *)&one;
	uint64_t x = 0;

	for (size_t i = 0; i < n; i++)
		x = x << 8 | (little ? end[-1 - (ptrdiff_t)i] :
				       end[(ptrdiff_t)i - (ptrdiff_t)n]);
	return x;
}

/* Predictors 2 and 3 have added the sample to the left to the mark.  Predictor
 * 3 stores the lowest bytes of all samples at the end of the row, in any byte
 * order. */
int tiff_mend_is_marked(const struct tiff_page *p, const void *to, size_t bytes,
			unsigned predictor, int big)
{
	size_t n = sample_bytes(p);
	size_t pixel = n * (p->planar ? 1 : p->samples);
	const unsigned char *end = (const unsigned char *)to + bytes;
	uint64_t x;

	if (bytes < n)
		return 1;
	x = number(end, n);
	if (predictor > 1 && p->row_bytes > pixel)
		x -= number(end - pixel, n);
	if (predictor != 3 && !big)
		x >>= 8 * (n - 1);
	return (x & 0xff) == MARK;
}

/* Differences */

int tiff_mend_can_add(const struct tiff_page *p)
{
	return p->bits == 8 || p->bits == 16 || p->bits == 32 || p->bits == 64;
}

#define UNDO(T)                                               \
	do {                                                  \
		T *x = row;                                   \
		for (size_t s = 0; s < step; s++) {           \
			T sum = 0;                            \
			for (size_t i = s; i < n; i += step)  \
				x[i] = sum = (T)(sum + x[i]); \
		}                                             \
	} while (0)

void tiff_mend_add(const struct tiff_page *p, void *to, size_t rows)
{
	size_t size = p->bits / 8, n = p->row_bytes / size;
	size_t step = p->planar ? 1 : p->samples;

	for (size_t y = 0; y < rows; y++) {
		void *row = (char *)to + y * p->row_bytes;

		if (size == 1)
			UNDO(uint8_t);
		else if (size == 2)
			UNDO(uint16_t);
		else if (size == 4)
			UNDO(uint32_t);
		else
			UNDO(uint64_t);
	}
}

/* Colours */

void tiff_mend_ycbcr_size(const struct tiff_page *p, size_t x, size_t y,
			  uint32_t *width, uint32_t *height)
{
	*width = (uint32_t)min(p->block_width, p->width - x);
	*height = (uint32_t)min(p->block_height, p->height - y);
}

void tiff_mend_ycbcr(const struct tiff_page *p, void *to, const uint32_t *px,
		     size_t width, size_t height)
{
	for (size_t y = 0; y < height; y++) {
		unsigned char *row = (unsigned char *)to + y * p->row_bytes;

		for (size_t x = 0; x < width; x++, px++, row += 3)
			for (int i = 0; i < 3; i++)
				row[i] = (unsigned char)(*px >> 8 * i);
	}
}
