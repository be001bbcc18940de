/*
 * planes.h - the feature maps of one sample in memory, with zeros around them.
 *
 * Pixel (c, y, x) is data[c * plane + (y - first) * row + x].  A channel has
 * HALO rows of zeros above and below.  Each row ends with at least 16 zeros,
 * which are also the left border of the next row.  These zeros never change.
 * So a convolution of radius up to HALO needs no code for edges, and computes
 * all pixels by the same operations.
 */
#ifndef KERNEL_PLANES_H
#define KERNEL_PLANES_H

#include <stddef.h>

#define LANES 16      /* rows start at multiples of this */
#define KERNEL_MAX 11 /* largest side of a kernel */
/* floats behind the planes that kernels may read; their values never matter */
#define READ_PAST 128

struct planes {
	float *data; /* pixel (FIRST, 0) of the first channel */
	size_t c, h, w;
	/* floats from a row, and from a channel, to the next */
	size_t row, plane;
	/* If an image passes through row by row (nn/stream.h): the first row in
	 * memory, and the number of rows after which the memory begins again,
	 * a multiple of ROWS_AT_ONCE.  Else 0. */
	size_t first, ring;
};

/* Returns how many floats C planes of H x W take, with some rows below the last
 * halo, which tiles of four rows read: a multiple of LANES. */
size_t planes_len(size_t c, size_t h, size_t w, size_t halo);

/* Returns planes in MEMORY: planes_len floats, all zero, aligned to 64
 * bytes. */
struct planes planes_in(float *memory, size_t c, size_t h, size_t w,
			size_t halo);

/* Returns channels FIRST to FIRST + N - 1 of P, in the same memory. */
struct planes planes_part(const struct planes *p, size_t first, size_t n);

/* The work of one call: a share of some rows of y.  Results do not depend on
 * how the work is cut. */
struct planes_span {
	/* rows FROM to TO - 1, multiples of ROWS_STEP; TO may be the number of
	 * rows */
	size_t from, to;
	/* number of this share, from 0, and of all shares */
	size_t share, shares;
};

#define ROWS_STEP 4
#define ROWS_AT_ONCE 8 /* op_upconv makes 8 rows of y from 4 rows of x */

/* Sets *FROM and *TO: the share of S has pieces FROM to TO - 1 of N. */
void planes_share(const struct planes_span *s, size_t n, size_t *from,
		  size_t *to);

/* Copies an array (c, h, w) to P. */
void planes_load(const struct planes *p, const float *from);

/* Copies P to an array (c, h, w). */
void planes_save(const struct planes *p, float *to);

/* Sets DY to 0 where Y, the output of a ReLU, is 0 or less, in the rows of S
 * (all shares). */
void planes_mask(const struct planes *dy, const struct planes *y,
		 const struct planes_span *s);

/* Fills PX, or takes what is in PX: of an image, rows FROM to TO - 1, (c, TO -
 * FROM, w); of a stack, slices FROM to TO - 1, (c, TO - FROM, h, w). */
typedef void planes_rows(void *arg, size_t from, size_t to, float *px);

static inline float *planes_row(const struct planes *p, size_t c, size_t y)
{
	/* Negative if P is the middle of a map (nn/op_cat.c).  Then DATA
	 * belongs to the middle, but FIRST to the whole map. */
	ptrdiff_t rows = (ptrdiff_t)(y - p->first);

	if (p->ring && rows >= (ptrdiff_t)p->ring)
		rows -= (ptrdiff_t)p->ring;
	return p->data + c * p->plane + rows * (ptrdiff_t)p->row;
}

#endif
