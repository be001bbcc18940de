/*
 * fsck.h - finds damage in a store.
 */
#ifndef UPKEEP_FSCK_H
#define UPKEEP_FSCK_H

#include "base/err.h"
#include "upkeep/fsck_report.h"

/* Compares every object with its digest.  Compares every record, list, note,
 * tag and cache with what the store says of it.  Looks for objects that runs
 * need and that are missing.  Changes nothing.  When STOP returns 1, fsck_check
 * soon returns with an error.  STOP may be NULL. */
int fsck_check(struct fsck_report *f, const struct store *s, int (*stop)(void),
	       struct err *err);

#endif
