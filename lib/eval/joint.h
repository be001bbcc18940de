/*
 * joint.h - compares predictions with targets pixel by pixel: their joint
 * histogram, and the residuals at each intensity.
 */
#ifndef EVAL_JOINT_H
#define EVAL_JOINT_H

#include <stddef.h>
#include <stdint.h>

enum { JOINT_BINS = 96 };

struct joint { /* zeros, but for LOW and HIGH */
	/* ends of both axes; values beyond count in the first or last bin */
	double low, high;
	/* pixels, as [target][prediction] */
	uint64_t count[JOINT_BINS][JOINT_BINS];
	/* for each bin of the target: pixels, sum of prediction - target, and
	 * sum of its square */
	double n[JOINT_BINS], sum[JOINT_BINS], square[JOINT_BINS];
};

/* Adds N pixels: X of the predictions, Y of the targets. */
void joint_add(struct joint *j, const float *x, const float *y, size_t n);

#endif
