/*
 * significance.h - how likely the order of two groups is by chance alone, and
 * the interval of a mean.  (Of pairs: wilcoxon.h.)
 */
#ifndef BASE_SIGNIFICANCE_H
#define BASE_SIGNIFICANCE_H

#include <stddef.h>

/*
 * Returns the p-value of the Mann-Whitney U test (Wilcoxon's rank sum) of N
 * values A and M values B, two-sided and exact: the share of all C(n + m, n)
 * ways to choose A's values whose rank sum is at least as far from the mean
 * rank sum as that of A is.  Equal values share their mean rank.  N + M is at
 * most SIGNIFICANCE_EXACT, and neither is 0.
 */
double significance_rank_sum(const double *a, size_t n, const double *b,
			     size_t m);

enum { SIGNIFICANCE_EXACT = 100 };

/* Returns the least chance that significance_rank_sum can give for N and M
 * distinct values: 2 / C(n + m, n), at most 1. */
double significance_least(size_t n, size_t m);

/* Returns t such that a variable of Student's distribution with DF degrees of
 * freedom (1 or more) lies in -t .. t with the chance
 * CONFIDENCE, which is above 0 and below 1. */
double significance_student(size_t df, double confidence);

/* The mean of N values, and their standard deviation (N - 1; 0 if N < 2). */
double significance_mean(const double *x, size_t n);
double significance_sd(const double *x, size_t n);

#endif
