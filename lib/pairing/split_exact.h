/*
 * split_exact.h - assigns groups to train, val and test by count, as near to
 * the shares as the groups allow.
 *
 * Inside lib/pairing only.
 *
 * If there are enough groups, each part with a share gets at least one.  Adding
 * an image may move others.
 */
#ifndef PAIRING_SPLIT_EXACT_H
#define PAIRING_SPLIT_EXACT_H

#include "pairing/split.h"

struct split_exact_group {
	const char *name; /* each name occurs once */
	/* value within which the shares are kept, or "" */
	const char *stratum;
	size_t rows;
	int part; /* filled in: SPLIT_TRAIN ... */
};

/* Fills in the parts of N groups, in any order.  A hash with SEED decides
 * between groups of equal size. */
void split_exact_fill(const struct split_shares *shares, uint64_t seed,
		      struct split_exact_group *groups, size_t n);

#endif
