/*
 * key_hint.h - which --key pairs images whose names differ in several words?
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_KEY_HINT_H
#define PAIRING_KEY_HINT_H

#include "base/buf.h"
#include "pairing/image_glob.h"

/* 1: EXPRESSION (cleared first) is a --key that gives each image of the side
 * with fewer a partner, and none two.  0: none was found.  Names are looked at
 * whose words are divided in the same way on both sides, as a microscope's
 * are: words that take the same values on both sides make the key. */
int key_hint(const struct image_glob *source, const struct image_glob *target,
	     struct buf *expression);

#endif
