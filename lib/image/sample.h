/*
 * sample.h - converts stored samples of any width to numbers and back.
 */
#ifndef IMAGE_SAMPLE_H
#define IMAGE_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "image/pixel.h"

/* Unpacks N samples from the row FROM: sample number FIRST and then every
 * STRIDE-th sample.  Stores them in TO as TYPE.
 *
 * A sample in FROM has BITS bits, and TYPE is the smallest type with so many
 * bits.  Samples of whole bytes are in the host's byte order.  Other samples
 * are packed, with the highest bit first. */
void sample_unpack(void *to, enum pixel type, const void *from, unsigned bits,
		   size_t first, size_t stride, size_t n);

/* Inverts N integers, so that black is 0 instead of white.  Flips all BITS bits
 * of an unsigned integer.  Replaces a signed integer x by -1 - x. */
void sample_invert(void *px, enum pixel type, unsigned bits, size_t n);

/* Stores MAP[x] in TO for each of the N samples x in PX.  TYPE, the type of the
 * samples, is PIXEL_U8 or PIXEL_U16. */
void sample_map(uint16_t *to, const void *px, enum pixel type, size_t n,
		const uint16_t *map);

/* Stores c0 + c1 x in TO for each of the N samples x in PX.  TYPE, the type of
 * the samples, is PIXEL_U8 or PIXEL_U16.  TO_TYPE is PIXEL_F32.  It may also be
 * PIXEL_I16 if this type holds every possible result exactly. */
void sample_calibrate(void *to, enum pixel to_type, const void *px,
		      enum pixel type, size_t n, double c0, double c1);

void sample_floats(float *to, const void *px, enum pixel type, size_t n);
void sample_doubles(double *to, const void *px, enum pixel type, size_t n);

/* Stores N floats as TYPE, which is PIXEL_U8, PIXEL_U16 or PIXEL_F32.  If TYPE
 * is an integer type, floats are rounded (halves to even) and limited to the
 * range of the type.  The number of floats outside of this range is added to
 * *CLIPPED. */
void sample_store(void *to, enum pixel type, const float *px, size_t n,
		  uint64_t *clipped);

float sample_half(uint16_t half); /* value of an IEEE 754 binary16 */

#endif
