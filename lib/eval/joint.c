/*
 * joint.c - see joint.h.
 */
#include "eval/joint.h"

static size_t bin(const struct joint *j, double v)
{
	double at = (v - j->low) / (j->high - j->low) * JOINT_BINS;

	return at > 0 ? at < JOINT_BINS ? (size_t)at : JOINT_BINS - 1 : 0;
}

void joint_add(struct joint *j, const float *x, const float *y, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = bin(j, y[i]);
		double d = (double)x[i] - y[i];

		j->count[at][bin(j, x[i])]++;
		j->n[at]++;
		j->sum[at] += d;
		j->square[at] += d * d;
	}
}
