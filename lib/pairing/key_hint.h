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

/* Returns 1 if it found a key, otherwise 0.  If it returns 1, fills EXPRESSION
 * with a value for --key.  With this key, each image of the side with fewer
 * images has exactly one partner.
 *
 * Finds nothing unless the words of all names are separated by the same
 * characters.  Names given by a microscope are like that.  The key is made of
 * the words that take the same values on both sides. */
int key_hint(const struct image_glob *source, const struct image_glob *target,
	     struct buf *expression);

#endif
