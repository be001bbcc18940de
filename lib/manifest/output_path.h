/*
 * output_path.h - where pictures made from the rows of a manifest will go.
 */
#ifndef MANIFEST_OUTPUT_PATH_H
#define MANIFEST_OUTPUT_PATH_H

#include "base/strs.h"
#include "manifest/manifest.h"

/* Make the directory DIR and fill TO with a path in it for each row of P
 * (ref_stem of the source, ".tif"), "" for rows whose split is not SPLIT
 * (NULL: all are).  Two rows with one path, and a path that is one of the
 * manifest's own images, are errors that name both. */
int output_path_rows(struct strs *to, const struct manifest *p,
		     const char *split, const char *dir, struct err *err);

#endif
