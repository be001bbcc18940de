/*
 * group_hint.h - do the names look as if several images show the same place?
 *
 * Such images are alike, and a random split would put one into train and
 * its twin into test.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_GROUP_HINT_H
#define PAIRING_GROUP_HINT_H

#include <stddef.h>

#include "base/buf.h"

/* 1: they do; EXPRESSION (cleared first) is a --group that puts together
 * what belongs together: it matches every one of REFS and makes *GROUPS
 * groups, fewer than N.  0: nothing suspicious.  REFS are source
 * references; directories are looked at for places ("Pos3/"). */
int group_hint(const char *const *refs, size_t n, struct buf *expression,
	       size_t *groups);

#endif
