/*
 * listing.h - the images a command line or a manifest names.
 */
#ifndef IMAGE_LISTING_H
#define IMAGE_LISTING_H

#include "base/err.h"
#include "base/strs.h"

struct listing {
	const char *name;	/* "source", "target" or "image" */
	struct strs id, ref, split, group;	/* of each; "" if unknown */
	struct strs where;	/* "pairs.tsv:2: ", for messages; or "" */
};

/* Both sides of the manifest at PATH; only rows of SPLIT if not NULL. */
int listing_pairs(struct listing *source, struct listing *target,
		  const char *path, const char *split, struct err *err);
/* Every plane of N operands: images, quoted globs, directories; AXES, if
 * not NULL, says what their pages are. */
int listing_images(struct listing *l, int n, char **operand,
		   const char *axes, int threads, struct err *err);
void listing_release(struct listing *l);

/* Whether OPERAND is named as images are: *.tif, *.tiff, with a plane
 * behind it or not; or a directory. */
int listing_is_image(const char *operand);

#endif
