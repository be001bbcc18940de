/*
 * output_path.h - paths of the images that will be made from the rows of a
 * manifest.
 */
#ifndef MANIFEST_OUTPUT_PATH_H
#define MANIFEST_OUTPUT_PATH_H

#include "base/strs.h"
#include "manifest/manifest.h"

/* Makes the directory DIR and fills TO with one path for each row of P:
 * DIR/STEM.tif, where STEM is ref_stem of the source, or "" if the row's split
 * is not SPLIT (NULL: every row has a path).  If two rows would have the same
 * path, or a path is one of the manifest's own images, fails with err_data that
 * names both. */
int output_path_rows(struct strs *to, const struct manifest *p,
		     const char *split, const char *dir, struct err *err);

#endif
