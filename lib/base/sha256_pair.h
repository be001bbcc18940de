/*
 * sha256_pair.h - SHA-256 of two streams side by side, with the SHA
 * instructions of x86.
 *
 * Each round of a stream waits for the one before, so the processor has time
 * for a second stream.  On two cores with SHA instructions one thread hashes
 * 3.0 GB/s so, and 2.07 with OpenSSL; a recorded xp-stats of 24 raw images
 * (201 MB) takes 0.11 s of CPU for 0.145 and 0.17 s for 0.20.
 * Formulas: FIPS 180-4.  Inside lib/base only.  Others use digest.h.
 */
#ifndef BASE_SHA256_PAIR_H
#define BASE_SHA256_PAIR_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_PAIR_BLOCK 64

/* Whether this processor can; without, call nothing else. */
int sha256_pair_able(void);

/* The state before the first block. */
void sha256_pair_start(uint32_t state[8]);
/* Take in BLOCKS blocks at P, and as many at Q into a state of their own. */
void sha256_pair_one(uint32_t state[8], const void *p, size_t blocks);
void sha256_pair_two(uint32_t a[8], const void *p, uint32_t b[8], const void *q,
		     size_t blocks);

#endif
