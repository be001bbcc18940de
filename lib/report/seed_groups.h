/*
 * seed_groups.h - two settings compared by several runs of each, which differ
 * in their seeds.
 */
#ifndef REPORT_SEED_GROUPS_H
#define REPORT_SEED_GROUPS_H

#include "base/messages.h"
#include "file/tsv.h"
#include "store/store.h"

/* Whether NAME is a pattern of tags or ids: it has one of * ? [. */
int seed_groups_is_pattern(const char *name);

/*
 * Compare the runs of S whose tags or ids match the pattern A with those that
 * match B.  Adds to T a row for each metric that all of them have, of a
 * training also those of its last evaluation:
 *
 *	a, b, metric
 *	n_a, mean_a, sd_a, n_b, mean_b, sd_b
 *	difference	mean_b - mean_a
 *	low, high	its 95 % interval (Welch's t, with the whole number of
 *			degrees of freedom below Welch's); from 2 runs of each
 *	p		the exact chance of ranks so far apart if A and B are
 *			alike: significance_rank_sum (Mann-Whitney)
 *	verdict		"a is higher", "b is higher" (p at most 0.05), "not
 *			shown", or "too few": so many runs could not show it
 *			however far apart they were
 *	more		how many more runs of each it takes: with "too few"
 *			until they could; with "not shown" until a difference of
 *			this size would be found 4 times of 5, n = 2 (1.96 +
 *			0.84)^2 / (d^2 3 / pi), d the difference in standard
 *			deviations, 3 / pi the efficiency of ranks beside t
 *			(Lehmann, Nonparametrics, 1975, 2.4)
 *
 * METRIC, unless it is NULL, is the only one.  Warns of groups that differ
 * within themselves in more than seeds.  err_data: no run matches, one matches
 * both, or there is no common metric.
 */
int seed_groups_compare(struct tsv *t, const struct store *s, const char *a,
			const char *b, const char *metric,
			struct messages *messages, struct err *err);

#endif
