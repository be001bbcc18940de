/*
 * joint.h - compares predictions with targets pixel by pixel: their joint
 * histogram, and the residual at each intensity.
 */
#ifndef EVAL_JOINT_H
#define EVAL_JOINT_H

#include <stddef.h>
#include <stdint.h>

enum { JOINT_BINS = 96 };

struct joint {		  /* all-zero except LOW and HIGH */
	double low, high; /* of both axes; values beyond count in the first or
			     last bin */
	/* [target][prediction] */
	uint64_t count[JOINT_BINS][JOINT_BINS];
	/* For each bin of the target: pixels, and the sums of prediction -
	 * target and of its square. */
	double n[JOINT_BINS], sum[JOINT_BINS], square[JOINT_BINS];
};

/* Count N pixels, X of the prediction and Y of the target. */
void joint_add(struct joint *j, const float *x, const float *y, size_t n);

#endif
