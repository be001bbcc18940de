/*
 * float_sort.c - sorts many floats fast.
 *
 * A radix sort in three passes of 11 bits, by a key that sorts as the values
 * do: the bits of the float, all inverted when it is negative, else with only
 * the sign inverted.
 */
#include "base/float_sort.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { BITS = 11, DIGITS = 1 << BITS, PASSES = 3 };

/* Sorts the N keys FROM by digit D into TO, given how often each digit occurs.
 * Overwrites COUNT. */
static void pass(uint32_t *to, const uint32_t *from, size_t n, int d,
		 size_t *count)
{
	size_t sum = 0;

	for (int i = 0; i < DIGITS; i++) {
		size_t here = count[i];

		count[i] = sum;
		sum += here;
	}
	for (size_t i = 0; i < n; i++)
		to[count[from[i] >> BITS * d & (DIGITS - 1)]++] = from[i];
}

void float_sort_floats(float *x, size_t n)
{
	uint32_t *keys = mem_alloc((2 * n + 1) * sizeof(*keys));
	uint32_t *a = keys, *b = keys + n;
	size_t count[PASSES][DIGITS] = { 0 };

	memcpy(a, x, n * sizeof(*a));
	for (size_t i = 0; i < n; i++) {
		a[i] ^= a[i] >> 31 ? UINT32_MAX : (uint32_t)1 << 31;
		for (int d = 0; d < PASSES; d++)
			count[d][a[i] >> BITS * d & (DIGITS - 1)]++;
	}
	for (int d = 0; d < PASSES; d++) {
		uint32_t *from = a;

		pass(b, from, n, d, count[d]);
		a = b;
		b = from;
	}
	for (size_t i = 0; i < n; i++)
		a[i] ^= a[i] >> 31 ? (uint32_t)1 << 31 : UINT32_MAX;
	memcpy(x, a, n * sizeof(*x));
	free(keys);
}

void float_sort_levels(float *x, size_t n, long low, size_t levels)
{
	uint32_t *count = mem_zero(levels, sizeof(*count));

	for (size_t i = 0; i < n; i++)
		count[(long)x[i] - low]++;
	for (size_t k = 0; k < levels; k++)
		for (uint32_t left = count[k]; left; left--)
			*x++ = (float)(low + (long)k);
	free(count);
}
