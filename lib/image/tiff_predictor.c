/* tiff_predictor.c - rows stored as differences.  See tiff_predictor.h. */
#include "image/tiff_predictor.h"

int tiff_predictor_can(const struct tiff_page *p)
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

void tiff_predictor_undo(const struct tiff_page *p, void *to, size_t rows)
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
