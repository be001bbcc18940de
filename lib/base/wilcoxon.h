/*
 * wilcoxon.h - is a set of paired differences centred at 0?
 *
 * F. Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin
 * 1, 1945, 80-83.  Differences that are 0 are left out; those of equal
 * absolute value share their mean rank.  For up to WILCOXON_EXACT differences
 * the p-value is exact: all 2^n choices of signs for these ranks count as
 * equally likely (B. Streitberg and J. Roehmel, Exact distributions for
 * permutation and rank tests, Statistical Software Newsletter 12, 1986, 10-17).
 * For more it comes from the normal distribution, with the variance corrected
 * for ties and without a correction for continuity.
 */
#ifndef BASE_WILCOXON_H
#define BASE_WILCOXON_H

#include <stddef.h>

enum { WILCOXON_EXACT = 100 };

struct wilcoxon {
	size_t n;	 /* differences that are not 0 */
	double positive; /* the sum of the ranks of those above 0 */
	double p;	 /* two-sided; 1 if N is 0 */
};

/* Test the N differences D; those that are not finite are left out. */
struct wilcoxon wilcoxon_test(const double *d, size_t n);

#endif
