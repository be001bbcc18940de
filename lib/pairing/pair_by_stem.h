/*
 * pair_by_stem.h - pairs the images of two folders by their names.
 */
#ifndef PAIRING_PAIR_BY_STEM_H
#define PAIRING_PAIR_BY_STEM_H

#include "manifest/manifest.h"

/* Fills P with a row for each pair of images in LEFT (sources) and RIGHT
 * (targets), which are directories or globs.  Two images are a pair if their
 * names without folder and extension are equal; the id is that name.  If a name
 * occurs on one side only, or twice on one side, fails with err_data that lists
 * such names.  Messages call the images of a side LEFT_KIND and RIGHT_KIND
 * ("prediction"). */
int pair_by_stem(struct manifest *p, const char *left, const char *left_kind,
		 const char *right, const char *right_kind, struct err *err);

#endif
