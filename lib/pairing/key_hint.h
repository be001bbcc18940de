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

struct key_hint {
	struct buf expression; /* value for --key */
	struct buf example;    /* its first pair, "'A' with 'B'" */
};

/* Returns 1 if there is a key that gives each image of the side with fewer
 * images exactly one partner, of the same frame and slice, and describes it in
 * TO.  TO is empty before; the
 * caller releases it.
 *
 * The key is made of the words that have the same values on both sides.  Words
 * are counted from the beginning and from the end of the names, as far as the
 * same characters separate them in all names.  If no words will do, the key may
 * have, or be, the number of the frame or of the slice in the selections. */
int key_hint(struct key_hint *to, const struct image_glob *source,
	     const struct image_glob *target);
void key_hint_release(struct key_hint *hint);

#endif
