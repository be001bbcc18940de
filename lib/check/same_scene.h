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
 * image of SIDE shows the same scene, or A->n if none is found.  The caller
 * frees the list.  Each image is aligned only with the image of another split
 * that has the most similar power spectrum.  Shifts are at most a quarter of
 * the width and height. */
size_t *same_scene_find(const struct fingerprints *a, enum side side);

#endif
