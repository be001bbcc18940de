/*
 * fsck_objects.h - compares the objects of a store with their digests.
 *
 * Inside lib/upkeep only.
 */
#ifndef UPKEEP_FSCK_OBJECTS_H
#define UPKEEP_FSCK_OBJECTS_H

#include "upkeep/fsck_report.h"

/* Adds to F the damaged objects, and the missing ones that a run needs.  STOP:
 * see fsck.h. */
int fsck_objects(struct fsck_report *f, int (*stop)(void), struct err *err);

#endif
