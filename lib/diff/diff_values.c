/* diff_values.c - see diff_values.h. */
#include "diff/diff_values.h"

#include <math.h>
#include <string.h>

/* Maps floats to integers in the same order; -0 comes directly before 0. */
static int64_t order_of(float x)
{
	int32_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return bits < 0 ? -(int64_t)(bits & 0x7fffffff) - 1 : bits;
}

uint64_t diff_values_ulp(float a, float b)
{
	int64_t gap = order_of(a) - order_of(b);

	if (isnan(a) || isnan(b))
		return isnan(a) && isnan(b) ? gap != 0 : UINT64_MAX;
	return (uint64_t)(gap < 0 ? -gap : gap);
}

static void add(struct diff_values *v, double gap, uint64_t ulp)
{
	if (!v->differing++)
		v->first = v->n;
	if (gap > v->largest || v->differing == 1) {
		v->largest = gap;
		v->worst = v->n;
	}
	if (ulp > v->ulp)
		v->ulp = ulp;
	v->sum += gap;
}

void diff_values_float(struct diff_values *v, float a, float b)
{
	if (memcmp(&a, &b, sizeof(a)))
		add(v, fabs((double)a - b), diff_values_ulp(a, b));
	v->total[0] += a;
	v->total[1] += b;
	v->n++;
}

void diff_values_int(struct diff_values *v, int64_t a, int64_t b)
{
	uint64_t gap = (uint64_t)(a > b ? a - b : b - a);

	if (gap)
		add(v, (double)gap, gap);
	v->total[0] += (double)a;
	v->total[1] += (double)b;
	v->n++;
}
