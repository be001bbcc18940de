/*
 * same_scene.h - finds images of one scene that are in different splits.  One
 * may be shifted against the other (the stage drifts), or taken at another
 * time.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_SAME_SCENE_H
#define CHECK_SAME_SCENE_H

#include "check/fingerprints.h"

/* Returns a list that gives, for each row of A, a row of another split whose
 * image of SIDE shows the same scene, or A->n if there is none.  The caller
 * frees it.  Each image is aligned only with the one of another split that has
 * the most similar power spectrum, at shifts of up to a quarter of its width
 * and height. */
size_t *same_scene_find(const struct fingerprints *a, enum side side);

#endif
