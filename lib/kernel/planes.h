/*
 * planes.h - one sample's feature maps in memory, with zeros around them.
 *
 * If FIRST is 0, pixel (c, y, x) is data[c * plane + y * row + x].  Each
 * channel has HALO rows above and below, and at least 16 columns to the right,
 * which are also the left border of the next row; all of these are zeros and
 * stay zeros.  So a convolution of radius up to HALO reads its zero padding
 * like any other pixel: it needs no code for edges, and computes every output
 * pixel by the same operations in the same order, wherever the pixel is.
 */
#ifndef KERNEL_PLANES_H
#define KERNEL_PLANES_H

#include <stddef.h>

#define LANES 16      /* rows start at multiples of this */
#define KERNEL_MAX 11 /* the greatest side of a kernel */
#define READ_PAST \
	128 /* floats behind the planes that kernels may
				   read but never use, in a row's last tiles */

struct planes {
	float *data; /* pixel (FIRST, 0) of the first channel */
	size_t c, h, w;
	size_t row, plane; /* floats to the next row, channel */
	size_t first;	   /* the first row still in memory; above 0 only
				   if rows pass through (nn/stream.h) */
};

/* Returns the floats that C planes of H x W take, a multiple of LANES.  They
 * include some rows below the last halo, which tiles of four rows read, too. */
size_t planes_len(size_t c, size_t h, size_t w, size_t halo);
/* Returns planes in MEMORY, which has planes_len floats, all of them zero, and
 * is aligned to 64 bytes. */
struct planes planes_in(float *memory, size_t c, size_t h, size_t w,
			size_t halo);
/* Returns N channels of P, from channel FIRST on, in the same memory. */
struct planes planes_part(const struct planes *p, size_t first, size_t n);

/* The rows of y that a call computes, and which share of that work.  The
 * results do not depend on how the rows are cut into calls and shares. */
struct planes_span {
	size_t from, to; /* multiples of ROWS_STEP, or the last row's end */
	size_t share, shares; /* this is number SHARE, from 0, of SHARES */
};

#define ROWS_STEP 4
#define ROWS_AT_ONCE 8 /* op_upconv makes 8 rows of y from 4 of x */

/* Cuts N pieces of work into s->shares shares, and sets *FROM and *TO to the
 * first piece of S's share and the one after its last. */
void planes_share(const struct planes_span *s, size_t n, size_t *from,
		  size_t *to);

/* Copy P from, or to, an array (c, h, w). */
void planes_load(const struct planes *p, const float *from);
void planes_save(const struct planes *p, float *to);

/* Sets dy to 0 where y, the output of a ReLU, is 0, in the rows of S. */
void planes_mask(const struct planes *dy, const struct planes *y,
		 const struct planes_span *s);

/* A function of the caller that fills PX with rows FROM to TO - 1 of an image,
 * or takes them from PX: (c, TO - FROM, w); or with slices of a stack: (c, TO -
 * FROM, h, w). */
typedef void planes_rows(void *arg, size_t from, size_t to, float *px);

static inline float *planes_row(const struct planes *p, size_t c, size_t y)
{
	/* May be negative: of a map's middle (nn/op_cat.c), data is the
	 * middle's, but first is the whole map's. */
	ptrdiff_t rows = (ptrdiff_t)(y - p->first);

	return p->data + c * p->plane + rows * (ptrdiff_t)p->row;
}

#endif
