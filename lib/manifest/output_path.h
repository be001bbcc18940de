/*
 * output_path.h - plans the paths of images that are made from the rows of a
 * manifest.
 */
#ifndef MANIFEST_OUTPUT_PATH_H
#define MANIFEST_OUTPUT_PATH_H

#include "base/strs.h"
#include "manifest/manifest.h"

/* Makes the directory DIR and fills TO with one path for each row of P:
 * DIR/STEM.tif, where STEM is ref_stem of the source.  If SPLIT is not NULL,
 * rows of other splits get "".  If two rows would have the same path, or a path
 * is that of one of the manifest's own images, fails with err_data that names
 * both. */
int output_path_rows(struct strs *to, const struct manifest *p,
		     const char *split, const char *dir, struct err *err);

#endif
