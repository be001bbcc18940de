/*
 * split_exact.h - assigns groups to train, val and test by count, as near to
 * the shares as the groups allow.
 *
 * The split by hash (split.h) meets its shares only on average.  The split by
 * count meets its shares as closely as it can.  If there are enough groups,
 * each part with a share above 0 gets at least one group.  In return, adding an
 * image may move other images to another part.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_SPLIT_EXACT_H
#define PAIRING_SPLIT_EXACT_H

#include "pairing/split.h"

struct split_exact_group {
	const char *name; /* each name occurs once */
	/* name of the stratum, or ""; the shares are kept within each
	 * stratum */
	const char *stratum;
	size_t rows;
	int part; /* filled in: SPLIT_TRAIN ... */
};

/* Fills in the parts of N groups.  The result does not depend on their order.
 * Groups of equal size are assigned by a hash with SEED. */
void split_exact_fill(const struct split_shares *shares, uint64_t seed,
		      struct split_exact_group *groups, size_t n);

#endif
