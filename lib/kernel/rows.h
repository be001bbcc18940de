/*
 * rows.h - what a network does with rows of pixels beside its convolutions.
 *
 * Rows lie in planes (planes.h): their last vectors reach into the zeros behind
 * them, and write zeros there.
 */
#ifndef KERNEL_ROWS_H
#define KERNEL_ROWS_H

#include <stddef.h>
#include <stdint.h>

struct rows_kernels {
	/* Sets D to 0 where Y is 0 or less, in rows of N pixels. */
	void (*mask)(float *d, const float *y, size_t n);
	/* Sets N pixels of TO to the maxima of the blocks of 2 x 2 pixels of
	 * the two rows at FROM, which are ROW floats apart.  A NaN counts as
	 * the greatest. */
	void (*pool)(float *to, const float *from, size_t row, size_t n);
	/* Adds each of the N pixels of D to that pixel of its block, in the two
	 * rows at TO, where the block at FROM has its first maximum. */
	void (*pool_back)(float *to, const float *from, size_t row,
			  const float *d, size_t n);
	/* The same for blocks of 2 x 2 x 2 pixels of four rows, two of a slice
	 * and two of the next; WHICH says which pixel of each block is the
	 * maximum, and has N numbers, rounded up to a multiple of 16. */
	void (*pool_volume)(float *to, uint16_t *which,
			    const float *const from[4], size_t n);
	void (*pool_volume_back)(float *const to[4], const uint16_t *which,
				 const float *d, size_t n);
};

/* Returns the kernels for the instruction set in use (cpu.h). */
const struct rows_kernels *rows_kernels(void);

#endif
