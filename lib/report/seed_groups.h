/*
 * seed_groups.h - compares two settings by several runs of each, which differ
 * in their seeds.
 */
#ifndef REPORT_SEED_GROUPS_H
#define REPORT_SEED_GROUPS_H

#include "base/messages.h"
#include "file/tsv.h"
#include "store/store.h"

/* Returns 1 if NAME stands for a group of runs and is not a file: a pattern of
 * tags or ids, which has a *, ? or [, or a condition (run_filter.h). */
int seed_groups_is_pattern(const char *name);

/*
 * Compares the runs of S that A stands for with those that B stands for.  A and
 * B are patterns of tags or ids, conditions, or names of one run
 * (run/resolve.h).  The metrics of a training include those of its last
 * evaluation.  T gets a row for METRIC or, if that is NULL, for each metric
 * that all runs have and that is not the same in all.  The columns are
 *
 *	a, b, metric
 *	n_a, mean_a, sd_a, n_b, mean_b, sd_b
 *	difference	mean_b - mean_a
 *	low, high	its 95 % interval (Welch's t, degrees of freedom
 *			rounded down); empty below 2 runs in a group
 *	p		of the exact Mann-Whitney test
 *			(base/significance.h)
 *	verdict		"too few" if so few runs cannot give a p of at most
 *			0.05, "not shown" if p is above 0.05, or else
 *			"a is higher" or "b is higher"
 *	more		how many more runs each group needs, or 0.  After "too
 *			few": until p can be 0.05.  After "not shown": until a
 *			difference of this size is found 4 times of 5
 *
 * After "not shown", n = 2 (1.96 + 0.84)^2 / (d^2 3 / pi) runs are needed (at
 * most 1000 are said), where d is the difference in standard deviations and 3 /
 * pi the efficiency of ranks relative to t (Lehmann, Nonparametrics, 1975,
 * 2.4).
 *
 * Warns of a group whose runs differ in more than their seeds, and of losses of
 * trainings that minimised different losses.  Fails with err_data if a group
 * has no run or too many, if a run belongs to both, or if no metric can be
 * compared; with err_usage if a condition is wrong.
 */
int seed_groups_compare(struct tsv *t, const struct store *s, const char *a,
			const char *b, const char *metric,
			struct messages *messages, struct err *err);

#endif
