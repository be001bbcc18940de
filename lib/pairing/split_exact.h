/*
 * split_exact.h - splits into train, val and test by count, as near to the
 * shares as the groups allow.
 *
 * The split by hash (split.h) meets its shares on average only.  This one meets
 * them as closely as it can and, if there are enough groups, leaves no part
 * empty whose share is not 0.  The price: adding an image may move others.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_SPLIT_EXACT_H
#define PAIRING_SPLIT_EXACT_H

#include "pairing/split.h"

struct split_exact_group {
	const char *name;    /* each name occurs once */
	const char *stratum; /* shares are kept within each stratum; or "" */
	size_t rows;
	int part; /* made: SPLIT_TRAIN ... */
};

/* Fills in the parts of N groups.  The order of the groups does not change the
 * result; SEED decides at random which of several equal groups go to which
 * part. */
void split_exact_fill(const struct split_shares *shares, uint64_t seed,
		      struct split_exact_group *groups, size_t n);

#endif
