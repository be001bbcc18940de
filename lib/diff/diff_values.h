/*
 * diff_values.h - adds up the differences between two series of numbers.
 *
 * Inside lib/diff only.
 */
#ifndef DIFF_DIFF_VALUES_H
#define DIFF_DIFF_VALUES_H

#include <stddef.h>
#include <stdint.h>

struct diff_values {	       /* zeros before the first pair */
	uint64_t n, differing; /* numbers of pairs, and of pairs that differ */
	/* indices of the first pair that differs and of the one that differs
	 * most */
	uint64_t first, worst;
	/* largest difference in units in the last place of a float, or in steps
	 * of 1 of integers; UINT64_MAX: only one of a pair is a number */
	uint64_t ulp;
	double largest, sum; /* of the absolute differences */
	double total[2];     /* sum of each series */
};

/* Returns how many floats B is away from A: 0 if both are equal, 1 if they are
 * neighbours (-0 and 0 are), UINT64_MAX if only one of them is a number. */
uint64_t diff_values_ulp(float a, float b);

/* Adds a pair of floats.  They differ if their bits differ, so 0 and -0 do. */
void diff_values_float(struct diff_values *v, float a, float b);

/* Adds a pair of integers. */
void diff_values_int(struct diff_values *v, int64_t a, int64_t b);

#endif
