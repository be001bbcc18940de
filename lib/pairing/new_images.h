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

/* Fills P with a row for each image that NAMES stand for: globs, directories
 * and references.  P has no targets; the caller releases it.  AXES, unless
 * NULL, is added to each reference.  Fails as image_glob_find does.
 *
 * The id of an image is its name (image_glob.h) without the extension, and the
 * plane ("_c0").  If two ids would be equal, each is the whole reference. */
int new_images_find(struct manifest *p, const struct strs *names,
		    const char *axes, struct err *err);

#endif
