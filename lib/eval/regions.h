/*
 * regions.h - sums over the foreground and the background of an image.
 *
 * A pixel is foreground if its target is above a threshold (target_levels.h).
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_REGIONS_H
#define EVAL_REGIONS_H

#include "metric/sums.h"

enum region { REGION_FOREGROUND, REGION_BACKGROUND, REGIONS };

extern const char *const region_names[REGIONS]; /* "foreground" ... */

struct regions { /* sums of one prediction; zeros: no pixels yet */
	struct sums of[REGIONS];
};

/* Adds N pixels: PX of the prediction, WANT of the target.  All pixels come
 * once with SECOND 0 and once more with SECOND 1 (metric/sums.h).  ROOM is
 * scratch memory for 2 N floats. */
void regions_add(struct regions *r, double threshold, const float *px,
		 const float *want, size_t n, int second, float *room);

/* Ends the first pass. */
void regions_turn(struct regions *r);

#endif
