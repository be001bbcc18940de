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

/* Returns 1 if some of the N source references REFS seem to show the same
 * place.  *GROUPS becomes the number of places, which is below N, and
 * EXPRESSION a value for --group that makes each place a group.  If *GROUPS is
 * 1, EXPRESSION is undefined. */
int group_hint(const char *const *refs, size_t n, struct buf *expression,
	       size_t *groups);

/* Returns 1 if the references seem to be moments or slices of series.
 * EXPRESSION becomes a value for --group that makes each series a group: what
 * it cuts out is the reference without the number of the moment. */
int group_hint_series(const char *const *refs, size_t n,
		      struct buf *expression);

#endif
