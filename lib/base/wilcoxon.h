/*
 * wilcoxon.h - tests whether paired differences are centred at 0: Wilcoxon's
 * signed-rank test (F.  Wilcoxon, Individual comparisons by ranking methods,
 * Biometrics Bulletin 1, 1945, 80-83).
 *
 * The differences are ranked by their absolute values; equal ones share their
 * mean rank.
 *
 * Up to WILCOXON_EXACT differences the p-value is exact: all choices of signs
 * for the ranks are equally likely (B.  Streitberg and J.  Roehmel, Exact
 * distributions for permutation and rank tests, Statistical Software Newsletter
 * 12, 1986, 10-17).  For more differences the p-value comes from the normal
 * distribution, corrected for ties but not for continuity.
 */
#ifndef BASE_WILCOXON_H
#define BASE_WILCOXON_H

#include <stddef.h>

enum { WILCOXON_EXACT = 100 };

struct wilcoxon {
	size_t n;	 /* number of differences tested */
	double positive; /* sum of the ranks of the differences above 0 */
	double p;	 /* two-sided p-value; 1 if N is 0 */
};

/* Tests N differences.  Those that are 0 or not finite are left out. */
struct wilcoxon wilcoxon_test(const double *d, size_t n);

#endif
