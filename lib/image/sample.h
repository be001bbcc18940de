/*
 * sample.h - converts stored samples of any width to numbers and back.
 */
#ifndef IMAGE_SAMPLE_H
#define IMAGE_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "image/pixel.h"

/* Unpacks N samples from the row FROM into TO: sample number FIRST, then every
 * STRIDE-th one.
 *
 * TYPE is the smallest type that holds samples of BITS bits.  Samples of whole
 * bytes are in the host's byte order; others are packed, the highest bit
 * first. */
void sample_unpack(void *to, enum pixel type, const void *from, unsigned bits,
		   size_t first, size_t stride, size_t n);

/* Inverts N integers, so that black is 0 instead of white: flips the BITS bits
 * of an unsigned integer; a signed x becomes -1 - x. */
void sample_invert(void *px, enum pixel type, unsigned bits, size_t n);

/* Sets TO[i] to MAP[x] for each of the N samples x at PX, of TYPE PIXEL_U8 or
 * PIXEL_U16. */
void sample_map(uint16_t *to, const void *px, enum pixel type, size_t n,
		const uint16_t *map);

/* Sets TO[i] to c0 + c1 x for each of the N samples x at PX, of TYPE PIXEL_U8
 * or PIXEL_U16.  TO_TYPE is PIXEL_F32, or PIXEL_I16 if that holds every result
 * exactly. */
void sample_calibrate(void *to, enum pixel to_type, const void *px,
		      enum pixel type, size_t n, double c0, double c1);

/* Convert N samples of TYPE. */
void sample_floats(float *to, const void *px, enum pixel type, size_t n);
void sample_doubles(double *to, const void *px, enum pixel type, size_t n);

/* Stores N floats as TYPE: PIXEL_U8, PIXEL_U16 or PIXEL_F32.  For an integer
 * type, floats are rounded (halves to even) and limited to its range, NAN
 * becomes 0, and the number of floats that were NAN or outside the range is
 * added to *CLIPPED. */
void sample_store(void *to, enum pixel type, const float *px, size_t n,
		  uint64_t *clipped);

/* A sum over the values of an image, in any order: two images that differ have
 * equal sums with a chance of 2^-128, unless they were made to.  For each pixel
 * I (row by row, from 0) with the bits V of its value as a float (-0 is 0),
 * modulo 2^64,
 *
 *	x = (I + 1) 0x9e3779b97f4a7c15 + V
 *	x = (x ^ x >> 30) 0xbf58476d1ce4e5b9
 *	x = (x ^ x >> 27) 0x94d049bb133111eb, the mix of splitmix64 (Steele,
 *	    Lea and Flood 2014)
 *	first += x ^ x >> 31, second += (x ^ x >> 29) 0xd6e8feb86659fd93
 *
 * It is no cryptographic digest: who wants to can make two equal sums. */
struct sample_sum { /* all-zero is empty */
	uint64_t first, second;
};

/* Adds the N values X of the pixels from number FROM on. */
void sample_sum_add(struct sample_sum *s, const float *x, uint64_t from,
		    size_t n);

float sample_half(uint16_t half); /* value of an IEEE 754 binary16 */

#endif
