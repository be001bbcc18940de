/*
 * wilcoxon.h - is a set of paired differences centred at 0?
 *
 * F. Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin
 * 1, 1945, 80-83.
 *
 * Differences of 0 are left out.  The others are ranked by their absolute
 * values; equal absolute values share their mean rank.
 *
 * For up to WILCOXON_EXACT differences the p-value is exact.  It is computed
 * from all 2^n choices of signs for the n ranks, each choice being equally
 * likely (B. Streitberg and J. Roehmel, Exact distributions for permutation and
 * rank tests, Statistical Software Newsletter 12, 1986, 10-17).  For more
 * differences the p-value comes from the normal distribution.  The variance is
 * corrected for ties.  There is no correction for continuity.
 */
#ifndef BASE_WILCOXON_H
#define BASE_WILCOXON_H

#include <stddef.h>

enum { WILCOXON_EXACT = 100 };

struct wilcoxon {
	size_t n;	 /* number of differences that are not 0 */
	double positive; /* sum of the ranks of the differences above 0 */
	double p;	 /* two-sided p-value; 1 if N is 0 */
};

/* Tests the N differences D.  Differences that are not finite are left out. */
struct wilcoxon wilcoxon_test(const double *d, size_t n);

#endif
