/*
 * seed_groups.h - compares two settings by several runs of each.  The runs of
 * one setting differ in their seeds.
 */
#ifndef REPORT_SEED_GROUPS_H
#define REPORT_SEED_GROUPS_H

#include "base/messages.h"
#include "file/tsv.h"
#include "store/store.h"

/* Returns 1 when NAME is a pattern of tags or ids: it contains * or ? or [. */
int seed_groups_is_pattern(const char *name);

/*
 * Compare two groups of runs of S: runs whose tags or ids match the pattern A,
 * and runs whose tags or ids match the pattern B.  The metrics of a training
 * include those of its last evaluation.  If METRIC is NULL, T gets a row for
 * each metric that all runs have, except metrics that are equal in all runs.
 * If METRIC is not NULL, T gets the row of METRIC only.  The columns are:
 *
 *	a, b, metric
 *	n_a, mean_a, sd_a, n_b, mean_b, sd_b
 *	difference	mean_b - mean_a
 *	low, high	its 95 % interval (Welch's t, with the whole number of
 *			degrees of freedom below Welch's); empty unless each
 *			group has at least 2 runs
 *	p		the chance, if A and B are alike, of ranks at least so
 *			far apart; exact: significance_rank_sum (Mann-Whitney)
 *	verdict		"a is higher" or "b is higher" if p is at most 0.05;
 *			"too few" if p of so few runs is always above 0.05,
 *			however far apart they are; "not shown" otherwise
 *	more		how many more runs of each group are needed, or 0.
 *			With "too few": to make p <= 0.05 possible.  With "not
 *			shown": to find a difference of this size 4 times of 5
 *
 * For "not shown", each group needs n = 2 (1.96 + 0.84)^2 / (d^2 3 / pi) runs.
 * d is the difference in standard deviations. 3 / pi is the efficiency of
 * ranks relative to t (Lehmann, Nonparametrics, 1975, 2.4).
 *
 * A warning tells of a group whose runs differ in more than their seeds.  It
 * is err_data if no run matches a pattern, if one run matches both patterns,
 * or if no metric can be compared.
 */
int seed_groups_compare(struct tsv *t, const struct store *s, const char *a,
			const char *b, const char *metric,
			struct messages *messages, struct err *err);

#endif
