/*
 * fsck.h - finds damage in a store.
 */
#ifndef UPKEEP_FSCK_H
#define UPKEEP_FSCK_H

#include "base/err.h"
#include "upkeep/fsck_report.h"

/* Compares every object with its digest and every record, list, note, tag and
 * cache with what the store says of it, and looks for objects that runs need
 * and that are gone.  Changes nothing.  STOP may be NULL; when it returns 1,
 * fsck_check does so soon, with an error. */
int fsck_check(struct fsck_report *f, const struct store *s, int (*stop)(void),
	       struct err *err);

#endif
