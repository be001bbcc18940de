/*
 * crc.c - see crc.h.
 */
#include "base/crc.h"

uint32_t crc_more(uint32_t polynomial, uint32_t so_far, const void *data,
		  size_t n)
{
	const unsigned char *p = data;
	uint32_t crc = ~so_far;

	for (size_t i = 0; i < n; i++) {
		crc ^= p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
	}
	return ~crc;
}

uint32_t crc_of(uint32_t polynomial, const void *data, size_t n)
{
	return crc_more(polynomial, 0, data, n);
}
