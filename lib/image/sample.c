/* sample.c - see sample.h. */
#include "image/sample.h"

#include <assert.h>
#include <math.h>
#include <string.h>

float sample_half(uint16_t half)
{
	int exponent = half >> 10 & 31, mantissa = half & 1023;
	float x;

	if (exponent == 31)
		x = mantissa ? NAN : INFINITY;
	else if (exponent)
		x = ldexpf((float)(mantissa + 1024), exponent - 25);
	else
		x = ldexpf((float)mantissa, -24);
	return half & 0x8000 ? -x : x;
}

/* Returns BITS bits at bit POS of a row, the highest bit first. */
static uint64_t take_bits(const unsigned char *row, size_t pos, unsigned bits)
{
	uint64_t x = 0;

	while (bits) {
		unsigned left = 8 - pos % 8, take = bits < left ? bits : left;

		x = x << take |
		    (row[pos / 8] >> (left - take) & ((1u << take) - 1));
		pos += take;
		bits -= take;
	}
	return x;
}

static void put(void *to, size_t i, size_t size, uint64_t x)
{
	if (size == 1)
		((uint8_t *)to)[i] = (uint8_t)x;
	else if (size == 2)
		((uint16_t *)to)[i] = (uint16_t)x;
	else if (size == 4)
		((uint32_t *)to)[i] = (uint32_t)x;
	else
		((uint64_t *)to)[i] = x;
}

static void unpack_bits(void *to, enum pixel type, const unsigned char *from,
			unsigned bits, size_t first, size_t stride, size_t n)
{
	uint64_t sign = (uint64_t)1 << (bits - 1), x;
	size_t size = pixel_bytes(type);
	int is_signed = pixel_is_signed(type);

	for (size_t i = 0; i < n; i++) {
		size_t k = first + i * stride;

		if (bits == 24) /* libtiff stores 24 bits in the host's order */
			x = from[3 * k] | from[3 * k + 1] << 8 |
			    from[3 * k + 2] << 16;
		else
			x = take_bits(from, k * bits, bits);
		if (is_signed)
			x = (x ^ sign) - sign;
		put(to, i, size, x);
	}
}

#define GATHER(T)                      \
	for (size_t i = 0; i < n; i++) \
	((T *)to)[i] = ((const T *)from)[first + i * stride]

void sample_unpack(void *to, enum pixel type, const void *from, unsigned bits,
		   size_t first, size_t stride, size_t n)
{
	size_t size = pixel_bytes(type);

	if (bits != 8 * size)
		unpack_bits(to, type, from, bits, first, stride, n);
	else if (stride == 1)
		memcpy(to, (const char *)from + first * size, n * size);
	else if (size == 1)
		GATHER(uint8_t);
	else if (size == 2)
		GATHER(uint16_t);
	else if (size == 4)
		GATHER(uint32_t);
	else
		GATHER(uint64_t);
}

void sample_invert(void *px, enum pixel type, unsigned bits, size_t n)
{
	size_t size = pixel_bytes(type);
	uint64_t mask = pixel_is_signed(type) ? ~(uint64_t)0 :
						~(uint64_t)0 >> (64 - bits);

	assert(!pixel_is_float(type));
	for (size_t i = 0; i < n; i++)
		if (size == 1)
			((uint8_t *)px)[i] ^= (uint8_t)mask;
		else if (size == 2)
			((uint16_t *)px)[i] ^= (uint16_t)mask;
		else if (size == 4)
			((uint32_t *)px)[i] ^= (uint32_t)mask;
		else
			((uint64_t *)px)[i] ^= mask;
}

void sample_map(uint16_t *to, const void *px, enum pixel type, size_t n,
		const uint16_t *map)
{
	for (size_t i = 0; i < n; i++)
		to[i] = map[type == PIXEL_U8 ? ((const uint8_t *)px)[i] :
					       ((const uint16_t *)px)[i]];
}

void sample_calibrate(void *to, enum pixel to_type, const void *px,
		      enum pixel type, size_t n, double c0, double c1)
{
	for (size_t i = 0; i < n; i++) {
		double x = type == PIXEL_U8 ? ((const uint8_t *)px)[i] :
					      ((const uint16_t *)px)[i];

		if (to_type == PIXEL_I16)
			((int16_t *)to)[i] = (int16_t)(c0 + c1 * x);
		else
			((float *)to)[i] = (float)(c0 + c1 * x);
	}
}

#define EACH(T, F)                                     \
	do {                                           \
		for (size_t i = 0; i < n; i++)         \
			to[i] = F(((const T *)px)[i]); \
	} while (0)

#define CONVERT(F)                           \
	switch (type) {                      \
	case PIXEL_NONE:                     \
		break;                       \
	case PIXEL_U8:                       \
		EACH (uint8_t, (F))          \
			;                    \
		break;                       \
	case PIXEL_U16:                      \
		EACH (uint16_t, (F))         \
			;                    \
		break;                       \
	case PIXEL_U32:                      \
		EACH (uint32_t, (F))         \
			;                    \
		break;                       \
	case PIXEL_U64:                      \
		EACH (uint64_t, (F))         \
			;                    \
		break;                       \
	case PIXEL_I8:                       \
		EACH (int8_t, (F))           \
			;                    \
		break;                       \
	case PIXEL_I16:                      \
		EACH (int16_t, (F))          \
			;                    \
		break;                       \
	case PIXEL_I32:                      \
		EACH (int32_t, (F))          \
			;                    \
		break;                       \
	case PIXEL_I64:                      \
		EACH (int64_t, (F))          \
			;                    \
		break;                       \
	case PIXEL_F16:                      \
		EACH (uint16_t, sample_half) \
			;                    \
		break;                       \
	case PIXEL_F32:                      \
		EACH (float, (F))            \
			;                    \
		break;                       \
	case PIXEL_F64:                      \
		EACH (double, (F))           \
			;                    \
		break;                       \
	}

void sample_floats(float *to, const void *px, enum pixel type, size_t n)
{
	CONVERT(float)
}

void sample_doubles(double *to, const void *px, enum pixel type, size_t n)
{
	CONVERT(double)
}

/* Returns the nearest integer, ties to even, that is not outside [0, HIGH]; 0
 * for NaN. */
static double to_integer(double x, double high, uint64_t *clipped)
{
	double r = nearbyint(x);

	if (r >= 0 && r <= high)
		return r + 0.0; /* makes -0 into 0 */
	++*clipped;
	return r > high ? high : 0;
}

void sample_store(void *to, enum pixel type, const float *px, size_t n,
		  uint64_t *clipped)
{
	if (type == PIXEL_F32)
		memcpy(to, px, n * sizeof(*px));
	for (size_t i = 0; i < n && type == PIXEL_U8; i++)
		((uint8_t *)to)[i] = (uint8_t)to_integer(px[i], 255, clipped);
	for (size_t i = 0; i < n && type == PIXEL_U16; i++)
		((uint16_t *)to)[i] = (uint16_t)to_integer(px[i], 65535,
							   clipped);
}

static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	return (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
}

void sample_sum_add(struct sample_sum *s, const float *x, uint64_t from,
		    size_t n)
{
	uint64_t first = 0, second = 0;

	for (size_t i = 0; i < n; i++) {
		float value = x[i] + 0.0f; /* makes -0 into 0 */
		uint32_t bits;
		uint64_t m;

		memcpy(&bits, &value, sizeof(bits));
		m = mix((from + i + 1) * UINT64_C(0x9e3779b97f4a7c15) + bits);
		first += m ^ m >> 31;
		second += (m ^ m >> 29) * UINT64_C(0xd6e8feb86659fd93);
	}
	s->first += first;
	s->second += second;
}
