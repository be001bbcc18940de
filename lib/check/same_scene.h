/*
 * same_scene.h - images of one scene on both sides of the split: moved, as by a
 * stage that drifts, or taken at another time.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_SAME_SCENE_H
#define CHECK_SAME_SCENE_H

#include "check/fingerprints.h"

/* For each row of A the row across the split whose image of SIDE shows the
 * same scene, A->n where none does.  The nearest one of each is looked at,
 * moved by up to a quarter of its width and height.  The caller frees it. */
size_t *same_scene_find(const struct fingerprints *a, enum side side);

#endif
