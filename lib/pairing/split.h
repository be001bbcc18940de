/*
 * split.h - assigns groups to train, val and test by a hash of their names.
 *
 * A group's label depends only on its name, the seed and the shares.  So adding
 * images never moves others.  In return, the shares are met only on average.
 * With few groups, the parts may be much larger or smaller than their shares.
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

/* Fills S from TEXT, such as "70:15:15".  The three numbers may have any sum.
 * A malformed TEXT is err_usage. */
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

/* Returns the seed from 0 to 999 that splits GROUPS best, or -1.  GROUPS has
 * each name once.  A seed is out of the question if a part with a share above 0
 * is left empty.  Among the other seeds, the best comes nearest to the shares.
 * If there are no other seeds, returns -1. */
int64_t split_seed(const struct split_shares *s, const char *const *groups,
		   size_t n);

#endif
