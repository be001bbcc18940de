/*
 * planes.h - one sample's feature maps in memory, with zeros around them.
 *
 * If FIRST is 0, pixel (c, y, x) is data[c * plane + y * row + x].  Each
 * channel has HALO rows above and below.  Each row has at least 16 columns to
 * the right; they are the left border of the next row, too.  All of these are
 * zeros and stay zeros.  So a convolution of radius up to HALO reads its zero
 * padding like any other pixel.  It needs no code for edges.  It computes every
 * output pixel by the same operations in the same order, wherever the pixel is.
 */
#ifndef KERNEL_PLANES_H
#define KERNEL_PLANES_H

#include <stddef.h>

#define LANES 16      /* Rows start at multiples of this */
#define KERNEL_MAX 11 /* Greatest side of a kernel */
/* Number of floats behind the planes that kernels may read, in the last tiles
 * of a row.  Their values never matter. */
#define READ_PAST 128

struct planes {
	float *data; /* pixel (FIRST, 0) of the first channel */
	size_t c, h, w;
	/* Floats from a row to the next, and from a channel to the next */
	size_t row, plane;
	/* Index of the first row in memory.  It is above 0 only if an image
	 * passes through row by row (nn/stream.h). */
	size_t first;
};

/* Returns the floats that C planes of H x W take, a multiple of LANES.  This
 * includes some rows below the last halo, since tiles of four rows read these,
 * too. */
size_t planes_len(size_t c, size_t h, size_t w, size_t halo);

/* Returns planes in MEMORY.  MEMORY must have planes_len floats, all zero, and
 * must be aligned to 64 bytes. */
struct planes planes_in(float *memory, size_t c, size_t h, size_t w,
			size_t halo);

/* Returns N channels of P, from channel FIRST on, in the same memory. */
struct planes planes_part(const struct planes *p, size_t first, size_t n);

/* The work of one call: a share of the work on some rows of y.  The results do
 * not depend on how the rows are cut into calls and shares. */
struct planes_span {
	/* Rows FROM to TO - 1.  Both are multiples of ROWS_STEP, except that
	 * TO may be the number of rows. */
	size_t from, to;
	/* Number of this share, from 0, and number of all shares */
	size_t share, shares;
};

#define ROWS_STEP 4
#define ROWS_AT_ONCE 8 /* op_upconv makes 8 rows of y from 4 rows of x */

/* Cuts N pieces of work into s->shares shares.  Sets *FROM to the first piece
 * of the share of S, and *TO to the piece after its last one. */
void planes_share(const struct planes_span *s, size_t n, size_t *from,
		  size_t *to);

/* Load copies an array (c, h, w) to P; save copies P to an array (c, h, w). */
void planes_load(const struct planes *p, const float *from);
void planes_save(const struct planes *p, float *to);

/* Sets DY to 0 where Y is 0, in the rows of S.  Y is the output of a ReLU. */
void planes_mask(const struct planes *dy, const struct planes *y,
		 const struct planes_span *s);

/* A function of the caller that either fills PX or takes the values from PX.
 * PX has rows FROM to TO - 1 of an image, (c, TO - FROM, w), or slices FROM to
 * TO - 1 of a stack, (c, TO - FROM, h, w). */
typedef void planes_rows(void *arg, size_t from, size_t to, float *px);

static inline float *planes_row(const struct planes *p, size_t c, size_t y)
{
	/* Negative if P is the middle of a map (nn/op_cat.c).  Then DATA
	 * belongs to the middle, but FIRST to the whole map. */
	ptrdiff_t rows = (ptrdiff_t)(y - p->first);

	return p->data + c * p->plane + rows * (ptrdiff_t)p->row;
}

#endif
