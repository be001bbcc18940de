/*
 * split.h - train, val or test, from a hash of the group's name.
 *
 * A group's label depends on its name, the seed and the shares alone, so
 * adding images never moves others.  The shares are met on average only:
 * that is the price, and with few groups it shows.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_SPLIT_H
#define PAIRING_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { SPLIT_TRAIN, SPLIT_VAL, SPLIT_TEST, SPLITS };

extern const char *const split_names[SPLITS];

struct split_shares {
	double upto[SPLITS]; /* running sums; the last is 1 */
};

/* TEXT: "70:15:15", parts of any sum.  Else err_usage. */
int split_parse(struct split_shares *s, const char *text, struct err *err);

double split_share(const struct split_shares *s, int part);

/* Where GROUP falls in [0, 1): the first 53 bits of the SHA-256 of
 * "xp split SEED GROUP". */
double split_place(const char *group, uint64_t seed);

const char *split_label(const struct split_shares *s, const char *group,
			uint64_t seed);

/* "val" if GROUP is in fold FOLD (from 1) of FOLDS, else "train".  The more
 * groups there are, the more even the folds; adding groups never moves
 * others. */
const char *split_fold(const char *group, uint64_t seed, int64_t folds,
		       int64_t fold);

/* Returns the seed from 0 to 999 whose split of GROUPS (each named once) comes
 * nearest to the shares, of those that leave no part with a share above 0
 * empty; -1 when every seed leaves one empty. */
int64_t split_seed(const struct split_shares *s, const char *const *groups,
		   size_t n);

#endif
