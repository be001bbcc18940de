/*
 * diff_values.h - adds up the differences between two series of numbers.
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_VALUES_H
#define DIFF_DIFF_VALUES_H

#include <stddef.h>
#include <stdint.h>

struct diff_values {	       /* all-zero before the first pair */
	uint64_t n, differing; /* number of pairs, and of pairs that differ */
	/* index of the first pair that differs, and of the pair that differs
	 * most */
	uint64_t first, worst;
	/* largest difference in units in the last place of a float; UINT64_MAX
	 * if one value of a pair is not a number */
	uint64_t ulp;
	double largest, sum; /* largest and sum of the absolute differences */
	double total[2];     /* sum of each series */
};

/* Returns the number of floats to step from A to B: 1 for neighbours, 0 for
 * equal values.  Returns UINT64_MAX if exactly one of A and B is not a
 * number. */
uint64_t diff_values_ulp(float a, float b);

/* Adds the next pair to V.  A pair differs if the bits of its values differ, so
 * 0 and -0 differ. */
void diff_values_float(struct diff_values *v, float a, float b);

/* Adds a pair of integers in the same way. */
void diff_values_int(struct diff_values *v, int64_t a, int64_t b);

#endif
