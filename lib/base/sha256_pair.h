/*
 * sha256_pair.h - SHA-256 of two streams side by side, with the SHA
 * instructions of x86.
 *
 * Each of a stream's rounds waits for the one before; the processor could
 * do another meanwhile.  Two streams together take little more time than
 * one.  Formulas: FIPS 180-4.  Inside lib/base only; others use digest.h.
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
