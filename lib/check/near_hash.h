/*
 * near_hash.h - finds, among many hashes of 64 bits, those that differ from a
 * given one in few bits, without comparing it with all.
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

/* Returns an index of the N hashes HASH, which must outlive it; free it with
 * near_hash_free. */
struct near_hash *near_hash_new(const uint64_t *hash, size_t n);
void near_hash_free(struct near_hash *h);

/* Stores in TO, which has room for N, the numbers of all hashes that differ
 * from X in at most NEAR_HASH_BITS bits, each once, in any order.  Returns how
 * many there are.  Only one thread at a time may call this. */
size_t near_hash_find(struct near_hash *h, uint64_t x, size_t *to);

#endif
