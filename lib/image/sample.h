/*
 * sample.h - from samples as a file stores them, in any width, to numbers.
 */
#ifndef IMAGE_SAMPLE_H
#define IMAGE_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "image/pixel.h"

/* Takes N samples out of FROM, a row of samples of BITS each, from number
 * FIRST on and every STRIDE-th, into TO, an array of TYPE (whose size is the
 * smallest that holds BITS).  Widths of whole bytes are in the host's order,
 * others are packed from the highest bit down. */
void sample_unpack(void *to, enum pixel type, const void *from, unsigned bits,
		   size_t first, size_t stride, size_t n);

/* Makes integers where white is 0 into those where black is 0: all of BITS
 * flipped (unsigned), or x -> -1 - x (signed). */
void sample_invert(void *px, enum pixel type, unsigned bits, size_t n);

/* Replaces samples of U8 or U16 by their values in MAP. */
void sample_map(uint16_t *to, const void *px, enum pixel type, size_t n,
		const uint16_t *map);

/* Makes c0 + c1 x of each sample x of TYPE, PIXEL_U8 or U16, as TO_TYPE:
 * PIXEL_F32, or I16 where all values are such. */
void sample_calibrate(void *to, enum pixel to_type, const void *px,
		      enum pixel type, size_t n, double c0, double c1);

void sample_floats(float *to, const void *px, enum pixel type, size_t n);
void sample_doubles(double *to, const void *px, enum pixel type, size_t n);

/* The other way, for PIXEL_U8, U16 and F32: integers are rounded to nearest
 * even; *CLIPPED grows by the number of those that did not fit. */
void sample_store(void *to, enum pixel type, const float *px, size_t n,
		  uint64_t *clipped);

float sample_half(uint16_t half); /* of an IEEE 754 binary16 */

#endif
