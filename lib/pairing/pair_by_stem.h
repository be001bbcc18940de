/*
 * pair_by_stem.h - pairs the images of two folders by their names.
 */
#ifndef PAIRING_PAIR_BY_STEM_H
#define PAIRING_PAIR_BY_STEM_H

#include "manifest/manifest.h"

/* Fills P with a row for each pair.  Sources are the images in LEFT, targets
 * those in RIGHT.  LEFT and RIGHT are directories or globs.  Two images are a
 * pair if their names without folder and extension are equal.  This name
 * becomes the id.  If a name occurs on one side only, or twice on one side,
 * fails with err_data that lists such names.  LEFT_KIND and RIGHT_KIND are the
 * words for an image of LEFT and of RIGHT in messages ("prediction"). */
int pair_by_stem(struct manifest *p, const char *left, const char *left_kind,
		 const char *right, const char *right_kind, struct err *err);

#endif
