/*
 * near_hash.h - finds the hashes of 64 bits that differ from a given one in few
 * bits, without looking at all of them.
 *
 * Inside lib/check only.
 *
 * The bits are cut into NEAR_HASH_BITS + 1 bands.  Hashes that differ in at
 * most NEAR_HASH_BITS bits agree in at least one band (Norouzi, Punjani and
 * Fleet 2012), so only those are compared.
 */
#ifndef CHECK_NEAR_HASH_H
#define CHECK_NEAR_HASH_H

#include <stddef.h>
#include <stdint.h>

enum { NEAR_HASH_BITS = 5 };

struct near_hash;

/* Returns an index of the N hashes HASH, which must outlive it.  The caller
 * frees the index with near_hash_free. */
struct near_hash *near_hash_new(const uint64_t *hash, size_t n);
void near_hash_free(struct near_hash *h);

/* Looks among the first END hashes for those that differ from X in at most
 * NEAR_HASH_BITS bits.  Fills TO, which has room for MOST, with their indices,
 * in any order; of more than MOST, with the same ones each time.  Returns the
 * number of indices in TO.  One thread at a time may call this. */
size_t near_hash_find(struct near_hash *h, uint64_t x, size_t end, size_t most,
		      size_t *to);

#endif
