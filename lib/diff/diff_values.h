/*
 * diff_values.h - how far numbers are apart.  Inside lib/diff only.
 */
#ifndef DIFF_DIFF_VALUES_H
#define DIFF_DIFF_VALUES_H

#include <stddef.h>
#include <stdint.h>

struct diff_values { /* all-zero before the first */
	uint64_t n, differing;
	uint64_t first, worst; /* numbers of values that differ */
	uint64_t ulp;	       /* at most, of a float; UINT64_MAX: one is not
				  a number */
	double largest, sum;   /* absolute differences */
};

/* How many floats lie between A and B, and 1: 0 for equal ones.  UINT64_MAX
 * when one alone is not a number. */
uint64_t diff_values_ulp(float a, float b);
/* Takes in the next pair; bits that differ count, so 0 and -0 do. */
void diff_values_float(struct diff_values *v, float a, float b);
/* The same of integers, which are DIFF apart. */
void diff_values_int(struct diff_values *v, int64_t a, int64_t b);

#endif
