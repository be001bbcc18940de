/*
 * significance.h - tests whether two groups of values differ, and computes what
 * the confidence interval of a mean needs.
 *
 * wilcoxon.h tests paired values.
 */
#ifndef BASE_SIGNIFICANCE_H
#define BASE_SIGNIFICANCE_H

#include <stddef.h>

/*
 * Returns the p-value of the Mann-Whitney U test (Wilcoxon's rank sum) of N
 * values A and M values B.  N and M are at least 1, and N + M is at most
 * SIGNIFICANCE_EXACT.
 *
 * All N + M values are ranked together; equal values share their mean rank.
 * There are C(n + m, n) ways to choose N of the ranks.  The p-value is the
 * share of these ways whose sum of ranks is at least as far from the mean sum
 * as the sum of the ranks of A.  So the p-value is two-sided and exact.
 */
double significance_rank_sum(const double *a, size_t n, const double *b,
			     size_t m);

enum { SIGNIFICANCE_EXACT = 100 };

/* Returns the lowest p-value that significance_rank_sum can return for groups
 * of N and M distinct values.  This is 2 / C(n + m, n), but never more than
 * 1. */
double significance_least(size_t n, size_t m);

/* Returns t such that a variable of Student's distribution lies between -t and
 * t with the probability CONFIDENCE.  DF, the number of degrees of freedom, is
 * at least 1.  CONFIDENCE is above 0 and below 1. */
double significance_student(size_t df, double confidence);

/* Return the mean of N values (NAN if N is 0) and their standard deviation (0
 * if N is below 2).  The standard deviation divides by N - 1. */
double significance_mean(const double *x, size_t n);
double significance_sd(const double *x, size_t n);

#endif
