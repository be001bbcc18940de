/*
 * xxhash.h - a fast hash of 64 bits that tells contents apart.
 *
 * The hash is no digest: two contents with the same hash are easy to make on
 * purpose.
 */
#ifndef BASE_XXHASH_H
#define BASE_XXHASH_H

#include <stddef.h>
#include <stdint.h>

/* Returns the XXH64 of N bytes with the seed 0 (Collet, "xxHash fast digest
 * algorithm", specification 0.1.1). */
uint64_t xxhash_of(const void *data, size_t n);

#endif
