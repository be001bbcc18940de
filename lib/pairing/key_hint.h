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

/* Returns 1 if it found a key, 0 if not.  EXPRESSION (cleared first) is then a
 * --key that gives each image on the side with fewer images one partner, and no
 * image two.  It only compares names whose words are separated in the same way
 * on both sides, as in names given by a microscope.  The words that take the
 * same values on both sides form the key. */
int key_hint(const struct image_glob *source, const struct image_glob *target,
	     struct buf *expression);

#endif
