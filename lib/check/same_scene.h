/*
 * same_scene.h - finds images of one scene in different splits, also if they
 * are shifted (the stage drifts) or taken at different times.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_SAME_SCENE_H
#define CHECK_SAME_SCENE_H

#include "check/fingerprints.h"

/* Returns a list with an entry for each row of A: a row in another split whose
 * image of SIDE shows the same scene, or A->n if there is none.  The caller
 * frees the list.  Each image is aligned with only one image of another split:
 * the one with the most similar power spectrum.  Shifts are at most a quarter
 * of the width and height.  Nearly identical images (fingerprint_alike) show
 * the same scene. */
size_t *same_scene_find(const struct fingerprints *a, enum side side);

#endif
