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

enum { BITS = 11, DIGITS = 1 << BITS };

static void pass(uint32_t *to, const uint32_t *from, size_t n, int shift)
{
	size_t start[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < n; i++)
		start[from[i] >> shift & (DIGITS - 1)]++;
	for (int d = 0; d < DIGITS; d++) {
		size_t count = start[d];

		start[d] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[start[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

void float_sort_floats(float *x, size_t n)
{
	uint32_t *a = mem_zero(n, sizeof(*a)), *b = mem_zero(n, sizeof(*b));

	memcpy(a, x, n * sizeof(*a));
	for (size_t i = 0; i < n; i++)
		a[i] ^= a[i] >> 31 ? UINT32_MAX : (uint32_t)1 << 31;
	pass(b, a, n, 0);
	pass(a, b, n, BITS);
	pass(b, a, n, 2 * BITS);
	for (size_t i = 0; i < n; i++)
		b[i] ^= b[i] >> 31 ? (uint32_t)1 << 31 : UINT32_MAX;
	memcpy(x, b, n * sizeof(*b));
	free(a);
	free(b);
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
