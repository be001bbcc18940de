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

/* Returns 1 if it found a key, otherwise 0.  If 1, fills EXPRESSION with a
 * --key that gives each image of the smaller side exactly one partner.
 *
 * It only compares names whose words are separated in the same way on both
 * sides, as in names that a microscope gives.  The words that take the same
 * values on both sides form the key. */
int key_hint(const struct image_glob *source, const struct image_glob *target,
	     struct buf *expression);

#endif
