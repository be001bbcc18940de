/*
 * fsck_objects.h - the objects of a store compared with their digests.  Inside
 * lib/upkeep only.
 */
#ifndef UPKEEP_FSCK_OBJECTS_H
#define UPKEEP_FSCK_OBJECTS_H

#include "upkeep/fsck_report.h"

/* Adds to F objects that are damaged, and those that a run needs and that are
 * missing. */
int fsck_objects(struct fsck_report *f, int (*stop)(void), struct err *err);

#endif
