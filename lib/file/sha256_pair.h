/*
 * sha256_pair.h - SHA-256 of two streams side by side, with the SHA
 * instructions of x86 (FIPS 180-4): while a round of one stream waits for the
 * round before, the processor works on the other.
 *
 * Inside lib/file only.
 */
#ifndef FILE_SHA256_PAIR_H
#define FILE_SHA256_PAIR_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_PAIR_BLOCK 64

/* Returns 1 if this processor has the SHA instructions. */
int sha256_pair_able(void);

/* Sets STATE to its value before the first block. */
void sha256_pair_start(uint32_t state[8]);

/* Hashes BLOCKS blocks of 64 bytes at P into STATE. */
void sha256_pair_one(uint32_t state[8], const void *p, size_t blocks);

/* Hashes BLOCKS blocks at P into A, and BLOCKS blocks at Q into B. */
void sha256_pair_two(uint32_t a[8], const void *p, uint32_t b[8], const void *q,
		     size_t blocks);

/* Does what sha256_pair_one does, without the instructions. */
void sha256_pair_plain(uint32_t state[8], const void *p, size_t blocks);

#endif
