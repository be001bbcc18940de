/*
 * group_hint.h - guesses from names whether several images show the same place.
 *
 * Such images look alike.  A random split would put some into train and others
 * into test.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_GROUP_HINT_H
#define PAIRING_GROUP_HINT_H

#include <stddef.h>

#include "base/buf.h"

/* Returns 1 if several of the N source references REFS seem to show the same
 * place, otherwise 0.  If it returns 1, fills EXPRESSION with a value for
 * --group.  The expression matches each of REFS, and images of the same place
 * get the same group.  *GROUPS becomes the number of groups, which is below N.
 * Names of directories are looked at, too ("Pos3/"). */
int group_hint(const char *const *refs, size_t n, struct buf *expression,
	       size_t *groups);

#endif
