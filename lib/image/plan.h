/*
 * plan.h - where pictures made from the rows of a manifest will go.
 */
#ifndef IMAGE_PLAN_H
#define IMAGE_PLAN_H

#include "image/pairs.h"

/* Make the directory DIR and fill TO with a path in it for each row of P
 * (match_stem of the source, ".tif"), "" for rows whose split is not SPLIT
 * (NULL: all are).  Two rows with one path, and a path that is one of the
 * manifest's own images, are errors that name both. */
int plan_outputs(struct strs *to, const struct pairs *p, const char *split,
		 const char *dir, struct err *err);

#endif
