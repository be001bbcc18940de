/*
 * group_hint.h - guesses from names whether several images show the same place.
 *
 * Such images look alike, and a random split would put one into train and its
 * twin into test.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_GROUP_HINT_H
#define PAIRING_GROUP_HINT_H

#include <stddef.h>

#include "base/buf.h"

/* Returns 1 if several of the N source references REFS seem to show the same
 * place, 0 if not.  If 1, EXPRESSION (cleared first) is a --group that puts
 * those together: it matches each of REFS and makes *GROUPS groups, fewer than
 * N.  Names of directories count, too ("Pos3/"). */
int group_hint(const char *const *refs, size_t n, struct buf *expression,
	       size_t *groups);

#endif
