/*
 * new_images.h - images that are named on the command line, to be predicted
 * without targets.
 */
#ifndef PAIRING_NEW_IMAGES_H
#define PAIRING_NEW_IMAGES_H

#include "base/strs.h"
#include "manifest/manifest.h"

/* Returns 1 if NAME names images: a directory, a glob, an image file or a
 * selection "a.tif[c=0]".  Returns 0 if NAME can only be a manifest. */
int new_images_are(const char *name);

/* Fills P with a row for each image that NAMES stand for.  Names are globs,
 * directories or references.  P is then targetless, and P's table has no path.
 * If AXES is not NULL, it is put into each reference.  The id is the image's
 * path without extension and without the leading directories that all images of
 * a glob or directory have in common.  If two ids would be equal, the id of
 * either image is the whole reference. */
int new_images_find(struct manifest *p, const struct strs *names,
		    const char *axes, struct err *err);

#endif
