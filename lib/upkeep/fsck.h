/*
 * fsck.h - finds damage in a store.
 */
#ifndef UPKEEP_FSCK_H
#define UPKEEP_FSCK_H

#include "base/err.h"
#include "upkeep/fsck_report.h"

/* Fills F with the damage in S, and changes nothing.  Hashes every object.
 * Checks every record, list, note, tag and cache.  Looks for missing objects
 * that runs need.  STOP may be NULL; soon after it returns 1, fsck_check fails
 * with err_no.  The caller releases F. */
int fsck_check(struct fsck_report *f, const struct store *s, int (*stop)(void),
	       struct err *err);

#endif
