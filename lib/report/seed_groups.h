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
 *	low, high	95 % interval of the difference (Welch's t, with
 *			Welch's degrees of freedom rounded down); empty if a
 *			group has fewer than 2 runs
 *	p		probability of ranks at least so far apart if A and B
 *			are alike; exact: significance_rank_sum (Mann-Whitney)
 *	verdict		"too few" if no order of so few runs gives a p of at
 *			most 0.05; "not shown" if p is above 0.05; otherwise
 *			"a is higher" or "b is higher"
 *	more		number of runs that each group still needs, or 0.
 *			After "too few": until p can be at most 0.05.  After
 *			"not shown": until a difference of this size is found
 *			4 times of 5
 *
 * After "not shown", each group needs n = 2 (1.96 + 0.84)^2 / (d^2 3 / pi)
 * runs.  d is the difference in units of the standard deviation.  3 / pi is the
 * efficiency of ranks relative to t (Lehmann, Nonparametrics, 1975, 2.4).
 *
 * A warning tells of a group whose runs differ in more than their seeds.  It
 * is err_data if no run matches a pattern, if one run matches both patterns,
 * or if no metric can be compared.
 */
int seed_groups_compare(struct tsv *t, const struct store *s, const char *a,
			const char *b, const char *metric,
			struct messages *messages, struct err *err);

#endif
