/*
 * same_scene.h - images of one scene on both sides of the split: shifted, as
 * by a stage that drifts, or taken at another time.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_SAME_SCENE_H
#define CHECK_SAME_SCENE_H

#include "check/fingerprints.h"

/* Returns for each row of A the row on the other side of the split whose image
 * of SIDE shows the same scene, A->n where none does; the caller frees it.
 * Only the nearest image of each row is compared, shifted by up to a quarter of
 * its width and height. */
size_t *same_scene_find(const struct fingerprints *a, enum side side);

#endif
