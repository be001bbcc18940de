/*
 * group_hint.h - guesses from names whether several images show the same place.
 * Such images look alike, and a random split would put some into train and
 * others into test.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_GROUP_HINT_H
#define PAIRING_GROUP_HINT_H

#include <stddef.h>

#include "base/buf.h"

/* Returns 1 if some of the N source references REFS, with their directories
 * ("Pos3/"), seem to show the same place.  Then EXPRESSION becomes a value for
 * --group that gives such images one group, and *GROUPS the number of groups,
 * which is below N. */
int group_hint(const char *const *refs, size_t n, struct buf *expression,
	       size_t *groups);

#endif
