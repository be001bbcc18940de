/*
 * same_scene.h - finds images of one scene in different splits: shifted (as by
 * a stage that drifts), or taken at different times.
 *
 * Inside lib/check only.
 */
#ifndef CHECK_SAME_SCENE_H
#define CHECK_SAME_SCENE_H

#include "check/fingerprints.h"

/* Returns, for each row of A, a row in another split whose image of SIDE shows
 * the same scene, or A->n if none was found; the caller frees the list.  Each
 * image is registered only to the one in another split whose power spectrum is
 * most similar, at shifts of up to a quarter of its width and height. */
size_t *same_scene_find(const struct fingerprints *a, enum side side);

#endif
