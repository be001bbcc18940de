/*
 * histogram.c - see histogram.h.
 */
#include "export/histogram.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum {
	HALF = HISTOGRAM_CLASSES / 2, /* the class whose limit is 0 */
	PREFIXES = 1 << 16	      /* upper halves of a float */
};

static double limits[HISTOGRAM_CLASSES];
/* The class of the lowest value, in size, of the floats that begin so. */
static uint16_t first[PREFIXES];

static float value_of(uint32_t bits)
{
	float x;

	memcpy(&x, &bits, sizeof(x));
	return x;
}

static size_t find(double x)
{
	size_t low = 0, high = HISTOGRAM_CLASSES - 1;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (limits[middle] > x)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void make_limits(void)
{
	double x = 1e-12;

	if (limits[HISTOGRAM_CLASSES - 1] > 0)
		return;
	for (size_t i = 1; i < HALF; i++, x *= 1.1) {
		limits[HALF + i] = x;
		limits[HALF - i] = -x;
	}
	limits[0] = -DBL_MAX;
	limits[HISTOGRAM_CLASSES - 1] = DBL_MAX;
	for (uint32_t i = 0; i < PREFIXES; i++)
		first[i] = (uint16_t)find((double)value_of(i << 16));
}

double histogram_limit(size_t i)
{
	make_limits();
	return limits[i];
}

void histogram_make(struct histogram *h, const float *x, size_t n)
{
	memset(h, 0, sizeof(*h));
	make_limits();
	for (size_t i = 0; i < n; i++) {
		double value = (double)x[i];
		uint32_t bits;
		size_t k;

		if (!isfinite(x[i]))
			continue;
		memcpy(&bits, &x[i], sizeof(bits));
		k = first[bits >> 16];
		while (limits[k] <= value)
			k++;
		while (k && limits[k - 1] > value)
			k--;
		h->count[k]++;
		h->min = h->n ? fmin(h->min, value) : value;
		h->max = h->n ? fmax(h->max, value) : value;
		h->sum += value;
		h->squares += value * value;
		h->n++;
	}
}
