/*
 * significance.h - tests whether two groups of values differ, and computes what
 * a confidence interval of a mean needs.
 */
#ifndef BASE_SIGNIFICANCE_H
#define BASE_SIGNIFICANCE_H

#include <stddef.h>

/* Returns the two-sided p-value of the Mann-Whitney U test (Wilcoxon's rank
 * sum) of N values A and M values B.  Each group has at least 1 value, both
 * together at most SIGNIFICANCE_EXACT.
 *
 * The p-value is exact.  All N + M values are ranked; equal values share their
 * mean rank.  Of all choices of N ranks, the p-value is the share whose sum is
 * at least as far from the mean sum as the sum of A's ranks. */
double significance_rank_sum(const double *a, size_t n, const double *b,
			     size_t m);

enum { SIGNIFICANCE_EXACT = 100 };

/* Returns the lowest p-value that significance_rank_sum can give for groups of
 * N and M values that are all different: 2 / C(n + m, n), at most 1. */
double significance_least(size_t n, size_t m);

/* Returns Student's t: a variable with DF degrees of freedom (at least 1) lies
 * between -t and t with the probability CONFIDENCE (above 0 and below 1). */
double significance_student(size_t df, double confidence);

/* Returns the mean of N values, or NAN if N is 0. */
double significance_mean(const double *x, size_t n);

/* Returns the standard deviation of N values (divided by N - 1), or 0 if N is
 * below 2. */
double significance_sd(const double *x, size_t n);

#endif
