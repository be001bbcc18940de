/*
 * near_hash.h - finds hashes of 64 bits that differ from a given hash in few
 * bits, without comparing the given hash with all hashes.
 *
 * The bits are cut into NEAR_HASH_BITS + 1 bands.  If two hashes differ in at
 * most NEAR_HASH_BITS bits, they agree in at least one band (Norouzi, Punjani
 * and Fleet 2012).  So only hashes that agree in a band are compared.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_NEAR_HASH_H
#define CHECK_NEAR_HASH_H

#include <stddef.h>
#include <stdint.h>

enum { NEAR_HASH_BITS = 5 };

struct near_hash;

/* Returns an index of the N hashes HASH.  HASH must outlive the index.  Free
 * the index with near_hash_free. */
struct near_hash *near_hash_new(const uint64_t *hash, size_t n);
void near_hash_free(struct near_hash *h);

/* Returns how many hashes differ from X in at most NEAR_HASH_BITS bits.  Fills
 * TO with the indices of these hashes, each once, in any order.  TO must have
 * room for N indices.  Only one thread at a time may call this. */
size_t near_hash_find(struct near_hash *h, uint64_t x, size_t *to);

#endif
