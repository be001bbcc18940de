/*
 * repair.h - repairs what fsck has found damaged or missing, from another store
 * or from an archive.
 */
#ifndef UPKEEP_REPAIR_H
#define UPKEEP_REPAIR_H

#include "upkeep/fsck_report.h"

/* Looks in FROM for content with the digests that the findings of F want.  FROM
 * is a store, a directory that holds a store, or an archive.  Content is put
 * back only if its digest is right.  Then the finding is marked as repaired.
 * Damaged caches are removed. */
int repair_from(struct fsck_report *f, const char *from, struct err *err);

#endif
