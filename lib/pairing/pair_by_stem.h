/*
 * pair_by_stem.h - pairs the images of two folders by their names.
 */
#ifndef PAIRING_PAIR_BY_STEM_H
#define PAIRING_PAIR_BY_STEM_H

#include "manifest/manifest.h"

/* Fills P with the pairs of sources in LEFT and targets in RIGHT, each a
 * directory or a glob.  The caller releases P.  Two images are a pair if their
 * names without folder and extension are equal; this name is the id.  Fails
 * with err_data if a name has no partner or occurs twice, or if nothing
 * matches.  LEFT_KIND and RIGHT_KIND ("prediction") are what messages call the
 * images. */
int pair_by_stem(struct manifest *p, const char *left, const char *left_kind,
		 const char *right, const char *right_kind, struct err *err);

#endif
