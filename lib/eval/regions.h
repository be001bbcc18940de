/*
 * regions.h - sums over the foreground and over the background of an image.
 *
 * A pixel is foreground if the target is above a threshold that the train
 * targets gave (target_levels.h), whatever the prediction says.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_REGIONS_H
#define EVAL_REGIONS_H

#include "metric/sums.h"

enum region { REGION_FOREGROUND, REGION_BACKGROUND, REGIONS };

extern const char *const region_names[REGIONS]; /* "foreground" ... */

struct regions { /* of one prediction; all-zero: no pixels yet */
	struct sums of[REGIONS];
};

/* Adds N pixels, PX of the prediction and WANT of the target, in the first or,
 * with SECOND, in the second pass (metric/sums.h).  ROOM has room for 2 N
 * floats. */
void regions_add(struct regions *r, double threshold, const float *px,
		 const float *want, size_t n, int second, float *room);
/* Between the passes. */
void regions_turn(struct regions *r);

#endif
