/*
 * regions.h - adds up sums over the foreground and the background of an image.
 *
 * A pixel is foreground if its target is above a threshold.  The threshold is
 * computed from the train targets (target_levels.h).  The prediction does not
 * matter.
 *
 * Inside lib/eval only.
 */
#ifndef EVAL_REGIONS_H
#define EVAL_REGIONS_H

#include "metric/sums.h"

enum region { REGION_FOREGROUND, REGION_BACKGROUND, REGIONS };

extern const char *const region_names[REGIONS]; /* "foreground" ... */

struct regions { /* Sums of one prediction; all-zero: no pixels yet */
	struct sums of[REGIONS];
};

/* Adds N pixels in the first pass or, if SECOND is set, in the second pass
 * (metric/sums.h).  PX has the predictions, WANT the targets.  ROOM is scratch
 * memory for 2 N floats. */
void regions_add(struct regions *r, double threshold, const float *px,
		 const float *want, size_t n, int second, float *room);

/* Call this between the two passes. */
void regions_turn(struct regions *r);

#endif
