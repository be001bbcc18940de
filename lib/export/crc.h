/*
 * crc.h - cyclic redundancy checks of 32 bits, by which readers of event
 * files and logs tell damage.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_CRC_H
#define EXPORT_CRC_H

#include <stddef.h>
#include <stdint.h>

/* Polynomials, with the highest power in the lowest bit. */
#define CRC_IEEE 0xedb88320u	   /* CRC-32, as in zlib */
#define CRC_CASTAGNOLI 0x82f63b78u /* CRC-32C: RFC 3720, appendix B.4 */

/* Returns the check of the N bytes DATA; begin and end are inverted, as both
 * standards want it. */
uint32_t crc_of(uint32_t polynomial, const void *data, size_t n);
/* The same of DATA after some bytes whose check is SO_FAR. */
uint32_t crc_more(uint32_t polynomial, uint32_t so_far, const void *data,
		  size_t n);

#endif
