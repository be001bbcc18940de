/*
 * fsck.h - finds damage in a store.
 */
#ifndef UPKEEP_FSCK_H
#define UPKEEP_FSCK_H

#include "base/err.h"
#include "upkeep/fsck_report.h"

/* Compares every object with its digest, and every record, list, note, tag and
 * cache with what the store says of it.  Looks for missing objects that runs
 * need.  Changes nothing.  Fails soon after STOP (or NULL) returns 1.  The
 * caller releases F. */
int fsck_check(struct fsck_report *f, const struct store *s, int (*stop)(void),
	       struct err *err);

#endif
