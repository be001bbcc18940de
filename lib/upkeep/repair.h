/*
 * repair.h - puts back from another store, or an archive, what fsck has found
 * damaged or missing.
 */
#ifndef UPKEEP_REPAIR_H
#define UPKEEP_REPAIR_H

#include "upkeep/fsck_report.h"

/* Looks in FROM, which is a store, a directory that holds one, or an archive,
 * for content with the digests that F's findings want.  Only what has the right
 * digest is put back, and the finding is marked as repaired.  Damaged caches
 * are removed. */
int repair_from(struct fsck_report *f, const char *from, struct err *err);

#endif
