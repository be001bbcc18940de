/*
 * split_exact.h - train, val or test by count: as near to the shares as
 * groups allow.
 *
 * The split by hash (split.h) meets its shares on average only.  This one
 * meets them as well as it can, and leaves no part empty that should not be
 * where there are groups enough.  The price: one more image may move others.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_SPLIT_EXACT_H
#define PAIRING_SPLIT_EXACT_H

#include "pairing/split.h"

struct split_exact_group {
	const char *name;    /* each once */
	const char *stratum; /* shares are kept within each; or "" */
	size_t rows;
	int part; /* filled: SPLIT_TRAIN ... */
};

/* Fill the parts of N groups.  The same for any order of them; SEED draws
 * which of groups alike go where. */
void split_exact_fill(const struct split_shares *shares, uint64_t seed,
		      struct split_exact_group *groups, size_t n);

#endif
