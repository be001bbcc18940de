/*
 * split.h - assigns groups to train, val and test by a hash of their names.
 *
 * Inside lib/pairing only.
 *
 * The label of a group depends only on its name, the seed and the shares, so
 * adding images never moves others.  The shares are met only on average: with
 * few groups, a part may be much larger or smaller.
 */
#ifndef PAIRING_SPLIT_H
#define PAIRING_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { SPLIT_TRAIN, SPLIT_VAL, SPLIT_TEST, SPLITS };

extern const char *const split_names[SPLITS];

struct split_shares {
	double upto[SPLITS]; /* running sums of the shares; the last is 1 */
};

/* Fills S from TEXT, three shares such as "70:15:15" with any sum.  Fails with
 * err_usage if TEXT is malformed. */
int split_parse(struct split_shares *s, const char *text, struct err *err);

double split_share(const struct split_shares *s, int part);

/* Returns the place of GROUP, from 0 to below 1: the first 53 bits of the
 * SHA-256 of "xp split SEED GROUP". */
double split_place(const char *group, uint64_t seed);

const char *split_label(const struct split_shares *s, const char *group,
			uint64_t seed);

/* Returns "val" if GROUP is in fold FOLD (from 1) of FOLDS, else "train".
 * Adding groups never moves others. */
const char *split_fold(const char *group, uint64_t seed, int64_t folds,
		       int64_t fold);

/* Returns the seed from 0 to 999 whose split of GROUPS, each named once, is
 * nearest to the shares; or -1 if each of these seeds leaves a part empty. */
int64_t split_seed(const struct split_shares *s, const char *const *groups,
		   size_t n);

#endif
