/*
 * crc.h - cyclic redundancy checks (CRC) of 32 bits, which show that data is
 * damaged.
 */
#ifndef BASE_CRC_H
#define BASE_CRC_H

#include <stddef.h>
#include <stdint.h>

/* polynomials; the lowest bit is the coefficient of x^31 */
#define CRC_IEEE 0xedb88320u	   /* CRC-32, as in zlib */
#define CRC_CASTAGNOLI 0x82f63b78u /* CRC-32C: RFC 3720, appendix B.4 */

/* Returns the CRC of N bytes.  The register starts with all bits 1, and the
 * result is inverted. */
uint32_t crc_of(uint32_t polynomial, const void *data, size_t n);

/* Returns the CRC of earlier bytes, whose CRC is SO_FAR, followed by the N
 * bytes DATA. */
uint32_t crc_more(uint32_t polynomial, uint32_t so_far, const void *data,
		  size_t n);

#endif
