/*
 * sample.h - converts stored samples of any width to numbers and back.
 */
#ifndef IMAGE_SAMPLE_H
#define IMAGE_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "image/pixel.h"

/* Unpacks N samples from a row FROM of samples of BITS bits each: number FIRST
 * and then every STRIDE-th.  Stores them in TO as TYPE, the smallest type that
 * holds BITS.  Samples of whole bytes are in the host's byte order; others are
 * packed, with the highest bit first. */
void sample_unpack(void *to, enum pixel type, const void *from, unsigned bits,
		   size_t first, size_t stride, size_t n);

/* Inverts N integers, so that black is 0 instead of white: flips all BITS of an
 * unsigned x, or replaces a signed x by -1 - x. */
void sample_invert(void *px, enum pixel type, unsigned bits, size_t n);

/* Stores in TO the value MAP[x] for each of N samples x of TYPE, PIXEL_U8 or
 * U16. */
void sample_map(uint16_t *to, const void *px, enum pixel type, size_t n,
		const uint16_t *map);

/* Stores in TO c0 + c1 x for each of N samples x of TYPE, PIXEL_U8 or U16.
 * TO_TYPE is PIXEL_F32, or PIXEL_I16 if every possible value fits it
 * exactly. */
void sample_calibrate(void *to, enum pixel to_type, const void *px,
		      enum pixel type, size_t n, double c0, double c1);

void sample_floats(float *to, const void *px, enum pixel type, size_t n);
void sample_doubles(double *to, const void *px, enum pixel type, size_t n);

/* Stores N floats as TYPE, PIXEL_U8, U16 or F32.  For integers, they are
 * rounded (halves to even) and limited to the range of the type; adds the
 * number of those outside of it to *CLIPPED. */
void sample_store(void *to, enum pixel type, const float *px, size_t n,
		  uint64_t *clipped);

float sample_half(uint16_t half); /* the value of an IEEE 754 binary16 */

#endif
