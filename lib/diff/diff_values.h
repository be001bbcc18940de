/*
 * diff_values.h - adds up the differences between two series of numbers.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_VALUES_H
#define DIFF_DIFF_VALUES_H

#include <stddef.h>
#include <stdint.h>

struct diff_values {	       /* all-zero before the first pair */
	uint64_t n, differing; /* pairs; those that differ */
	uint64_t first, worst; /* indices of the first pair that differs and of
				  the one that differs most */
	uint64_t ulp;	       /* the largest difference in units in the last
				  place of a float; UINT64_MAX if one value of
				  a pair is not a number */
	double largest, sum;   /* of the absolute differences */
	double total[2];       /* sums of either series */
};

/* Returns how many floats to step from A to B (1 for neighbours, 0 for equal
 * values), or UINT64_MAX if exactly one of them is not a number. */
uint64_t diff_values_ulp(float a, float b);
/* Adds the next pair to V.  A pair differs if its bits do, so 0 and -0
 * differ. */
void diff_values_float(struct diff_values *v, float a, float b);
/* The same for a pair of integers. */
void diff_values_int(struct diff_values *v, int64_t a, int64_t b);

#endif
