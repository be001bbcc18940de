/* tiff_canary.c - whether a decoder wrote all of a block. */
#include "image/tiff_canary.h"

#include <string.h>

enum { MARK = 0xa5 };

static size_t sample_bytes(const struct tiff_page *p)
{
	return p->bits % 8 ? 1 : p->bits / 8;
}

void tiff_canary_set(const struct tiff_page *p, void *to, size_t bytes)
{
	size_t n = sample_bytes(p);

	if (bytes >= n)
		memset((char *)to + bytes - n, MARK, n);
}

/* The N bytes before END as a number, in the host's order. */
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

/* Predictors have added the sample to the left; 3 keeps the lowest bytes
 * of a row at its end, whatever the order of bytes. */
int tiff_canary_is_left(const struct tiff_page *p, const void *to, size_t bytes,
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
