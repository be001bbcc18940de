/*
 * pair_by_stem.h - two folders of images that belong together by name.
 */
#ifndef PAIRING_PAIR_BY_STEM_H
#define PAIRING_PAIR_BY_STEM_H

#include "manifest/manifest.h"

/* Fill P with a row for each name in LEFT (as sources) and RIGHT (as
 * targets), directories or patterns: files belong together when their
 * names without folder and extension are equal.  The id is that name.
 * Names on one side only, or twice on a side, are err_data that lists
 * them.  LEFT_KIND and RIGHT_KIND ("prediction") name the sides in messages. */
int pair_by_stem(struct manifest *p, const char *left, const char *left_kind,
		 const char *right, const char *right_kind, struct err *err);

#endif
