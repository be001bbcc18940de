/*
 * key_hint.h - finds a --key that pairs images whose names differ in several
 * words.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_KEY_HINT_H
#define PAIRING_KEY_HINT_H

#include "base/buf.h"
#include "pairing/image_glob.h"

/* Returns 1 if there is a key that gives each image of the side with fewer
 * images exactly one partner.  Then EXPRESSION becomes a value for --key.
 *
 * The key is made of the words that have the same values on both sides.  The
 * words of all names must be separated by the same characters, as in names that
 * a microscope gives.  If no words will do, the key may be the number of the
 * frame or of the slice in the selections. */
int key_hint(const struct image_glob *source, const struct image_glob *target,
	     struct buf *expression);

#endif
