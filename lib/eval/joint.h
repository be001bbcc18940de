/*
 * joint.h - compares predictions with targets pixel by pixel: their joint
 * histogram, and the residual at each intensity.
 */
#ifndef EVAL_JOINT_H
#define EVAL_JOINT_H

#include <stddef.h>
#include <stdint.h>

enum { JOINT_BINS = 96 };

struct joint { /* All-zero except LOW and HIGH */
	/* Ends of both axes.  Values beyond them count in the first or the
	 * last bin. */
	double low, high;
	/* Number of pixels, as [target][prediction] */
	uint64_t count[JOINT_BINS][JOINT_BINS];
	/* For each bin of the target: the number of pixels, the sum of
	 * prediction - target, and the sum of the square of this difference. */
	double n[JOINT_BINS], sum[JOINT_BINS], square[JOINT_BINS];
};

/* Counts N pixels.  X has the predictions, Y the targets. */
void joint_add(struct joint *j, const float *x, const float *y, size_t n);

#endif
