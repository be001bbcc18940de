/* split.c - see split.h. */
#include "pairing/split.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "file/digest.h"
#include "base/num.h"
#include "base/strs.h"

const char *const split_names[SPLITS] = { "train", "val", "test" };

int split_parse(struct split_shares *s, const char *text, struct err *err)
{
	struct strs part = { 0 };
	double share[SPLITS] = { 0 }, sum = 0;
	int good = 1;

	strs_split(&part, text, ':');
	if (part.n != SPLITS)
		good = 0;
	for (size_t i = 0; good && i < SPLITS; i++) {
		good = !num_real(&share[i], part.at[i]) && isfinite(share[i]) &&
		       share[i] >= 0;
		sum += share[i];
	}
	strs_release(&part);
	if (!good || !(sum > 0) || !isfinite(sum))
		return err_usage(err,
				 "bad split '%s': want the parts of "
				 "train, val and test, like 70:15:15",
				 text);
	sum = share[0] + share[1] + share[2];
	s->upto[SPLIT_TRAIN] = share[0] / sum;
	s->upto[SPLIT_VAL] = (share[0] + share[1]) / sum;
	s->upto[SPLIT_TEST] = 1;
	return 0;
}

double split_share(const struct split_shares *s, int part)
{
	return s->upto[part] - (part ? s->upto[part - 1] : 0);
}

double split_place(const char *group, uint64_t seed)
{
	struct buf b = { 0 };
	struct digest d;
	uint64_t bits = 0;

	buf_printf(&b, "xp split %llu %s", (unsigned long long)seed, group);
	digest_of(&d, b.data, b.len);
	buf_release(&b);
	for (int i = 0; i < 8; i++)
		bits = bits << 8 | d.byte[i];
	return (double)(bits >> 11) * 0x1p-53;
}

static int index_of(const struct split_shares *s, const char *group,
		    uint64_t seed)
{
	double at = split_place(group, seed);
	int i = 0;

	while (i < SPLIT_TEST && at >= s->upto[i])
		i++;
	return i;
}

const char *split_label(const struct split_shares *s, const char *group,
			uint64_t seed)
{
	return split_names[index_of(s, group, seed)];
}

const char *split_fold(const char *group, uint64_t seed, int64_t folds,
		       int64_t fold)
{
	double in = split_place(group, seed) * (double)folds;

	return split_names[(int64_t)in + 1 == fold ? SPLIT_VAL : SPLIT_TRAIN];
}

/* Returns how far the split with SEED is from the shares, or INFINITY if a part
 * with a share above 0 is empty. */
static double distance(const struct split_shares *s, const char *const *groups,
		       size_t n, uint64_t seed)
{
	size_t count[SPLITS] = { 0 };
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		count[index_of(s, groups[i], seed)]++;
	for (int i = 0; i < SPLITS; i++) {
		double share = split_share(s, i);

		if (share > 0 && !count[i])
			return INFINITY;
		sum += fabs((double)count[i] / (double)n - share);
	}
	return sum;
}

int64_t split_seed(const struct split_shares *s, const char *const *groups,
		   size_t n)
{
	double least = INFINITY;
	int64_t best = -1;

	for (int seed = 0; seed < 1000; seed++) {
		double d = distance(s, groups, n, (uint64_t)seed);

		if (d < least) {
			least = d;
			best = seed;
		}
	}
	return best;
}
