/*
 * repair.h - repairs what fsck has found damaged or missing, from another store
 * or from an archive.
 */
#ifndef UPKEEP_REPAIR_H
#define UPKEEP_REPAIR_H

#include "upkeep/fsck_report.h"

/* Puts back content with the digests that the findings of F want, and marks
 * these as repaired.  FROM is a store, the directory of one, or an archive.
 * Removes damaged caches. */
int repair_from(struct fsck_report *f, const char *from, struct err *err);

#endif
