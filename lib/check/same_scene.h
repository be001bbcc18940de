/*
 * same_scene.h - finds images of one scene that are in different splits.  Two
 * images of a scene may be shifted against each other (the stage drifts), or
 * taken at different times.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_SAME_SCENE_H
#define CHECK_SAME_SCENE_H

#include "check/fingerprints.h"

/* Returns a list with one entry for each row of A.  The entry is the number of
 * a row in another split whose image of SIDE shows the same scene, or A->n if
 * none does.  The caller frees the list.  Each image is aligned with only one
 * image of another split: the image with the most similar power spectrum.
 * Shifts are at most a quarter of the width and height. */
size_t *same_scene_find(const struct fingerprints *a, enum side side);

#endif
