/*
 * planes.h - one sample's feature maps in memory, with zeros around them.
 *
 * Pixel (c, y, x) is data[c * plane + y * row + x] where FIRST is 0.  Around
 * each channel lie HALO rows above and below, and at least 16 columns to
 * the right that are the left border of the next row too; all of them hold
 * zeros and stay so.  A convolution of radius up to HALO therefore reads
 * its zero padding like any other pixel: no code knows of edges, and every
 * output pixel is computed by the same operations in the same order
 * wherever it lies.
 */
#ifndef KERNEL_PLANES_H
#define KERNEL_PLANES_H

#include <stddef.h>

#define LANES 16      /* rows start at multiples of this */
#define KERNEL_MAX 11 /* the greatest side of a kernel */
#define READ_PAST \
	128 /* floats behind the planes that kernels may
				   read, never use: a row's last tiles */

struct planes {
	float *data; /* pixel (FIRST, 0) of the first channel */
	size_t c, h, w;
	size_t row, plane; /* floats to the next row, channel */
	size_t first;	   /* rows before this one are gone; 0 but where
				   rows pass through
				   (nn/stream.h) */
};

/* Floats that C planes of H x W take, a multiple of LANES.  Some rows below
 * the last halo are among them: tiles of four rows read there, too. */
size_t planes_len(size_t c, size_t h, size_t w, size_t halo);
/* Planes in MEMORY: planes_len floats, all zero, aligned to 64 bytes. */
struct planes planes_in(float *memory, size_t c, size_t h, size_t w,
			size_t halo);
/* N channels of P from channel FIRST on: the same memory. */
struct planes planes_part(const struct planes *p, size_t first, size_t n);

/* Rows of y to make, and whose share of that: the results do not depend on
 * how rows and shares are cut. */
struct planes_span {
	size_t from, to;      /* multiples of ROWS_STEP, or the end */
	size_t share, shares; /* the share-th of shares, from 0 */
};

#define ROWS_STEP 4
#define ROWS_AT_ONCE 8 /* op_upconv makes so many of ROWS_STEP */

/* FROM and TO: S's share of N pieces. */
void planes_share(const struct planes_span *s, size_t n, size_t *from,
		  size_t *to);

/* From and to an array (c, h, w). */
void planes_load(const struct planes *p, const float *from);
void planes_save(const struct planes *p, float *to);

/* dy = 0 where y, the output of a ReLU, is 0; rows of S. */
void planes_mask(const struct planes *dy, const struct planes *y,
		 const struct planes_span *s);

/* Rows FROM to TO, (c, TO - FROM, w), of an image asked for, or given. */
typedef void planes_rows(void *arg, size_t from, size_t to, float *px);

static inline float *planes_row(const struct planes *p, size_t c, size_t y)
{
	/* May be negative: data is a middle's (nn/op_cat.c), first the
	 * whole's. */
	ptrdiff_t rows = (ptrdiff_t)(y - p->first);

	return p->data + c * p->plane + rows * (ptrdiff_t)p->row;
}

#endif
