/*
 * new_images.h - images that are named on the command line, to be predicted
 * without targets.
 */
#ifndef PAIRING_NEW_IMAGES_H
#define PAIRING_NEW_IMAGES_H

#include "base/strs.h"
#include "manifest/manifest.h"

/* Returns 1 if NAME is a directory, a glob, an image or a selection
 * "a.tif[c=0]"; 0 if it can only be a manifest. */
int new_images_are(const char *name);

/* Fills P with a row for each image that NAMES stand for.  P has no targets.
 * Names are globs, directories and references.  AXES, unless NULL, is put into
 * each reference.
 *
 * The id of an image is its path without the extension, and without the
 * directories at its beginning that all images of the same glob or directory
 * have.  If two ids would be equal, the id of either image is its whole
 * reference. */
int new_images_find(struct manifest *p, const struct strs *names,
		    const char *axes, struct err *err);

#endif
