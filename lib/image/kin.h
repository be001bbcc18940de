/*
 * kin.h - images of one scene on both sides of the split: moved, as by a
 * stage that drifts, or taken at another time.
 */
#ifndef IMAGE_KIN_H
#define IMAGE_KIN_H

#include "image/album.h"

/* For each row of A the row across the split whose image of SIDE shows the
 * same scene, A->n where none does.  The nearest one of each is looked at,
 * moved by up to a quarter of its width and height.  The caller frees it. */
size_t *kin_find(const struct album *a, enum side side);

#endif
