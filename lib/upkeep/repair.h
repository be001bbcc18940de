/*
 * repair.h - repairs what fsck has found damaged or missing.
 */
#ifndef UPKEEP_REPAIR_H
#define UPKEEP_REPAIR_H

#include "upkeep/fsck_report.h"

/* Puts back, from FROM, the content that the findings of F want, and marks
 * these as repaired.  FROM is a store, a directory that holds one, or an
 * archive.  Removes damaged caches. */
int repair_from(struct fsck_report *f, const char *from, struct err *err);

#endif
