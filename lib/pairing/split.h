/*
 * split.h - assigns groups to train, val and test by a hash of their names.
 *
 * A group's label depends only on its name, the seed and the shares.  So adding
 * images never moves others.  The price: the shares are met only on average,
 * and with few groups the difference shows.
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
	double upto[SPLITS]; /* running sums of the shares; the last is 1 */
};

/* Fills S from TEXT, such as "70:15:15", whose parts may have any sum.  Any
 * other text is err_usage. */
int split_parse(struct split_shares *s, const char *text, struct err *err);

double split_share(const struct split_shares *s, int part);

/* Returns the place of GROUP in [0, 1): the first 53 bits of the SHA-256 of "xp
 * split SEED GROUP". */
double split_place(const char *group, uint64_t seed);

const char *split_label(const struct split_shares *s, const char *group,
			uint64_t seed);

/* Returns "val" if GROUP is in fold FOLD (from 1) of FOLDS, otherwise "train".
 * The more groups there are, the more even the folds.  Adding groups never
 * moves others. */
const char *split_fold(const char *group, uint64_t seed, int64_t folds,
		       int64_t fold);

/* Tries the seeds 0 to 999.  Returns the one whose split of GROUPS (each named
 * once) comes nearest to the shares, of those that leave no part with a share
 * above 0 empty.  Returns -1 if every seed leaves one empty. */
int64_t split_seed(const struct split_shares *s, const char *const *groups,
		   size_t n);

#endif
