/*
 * fsck_records.h - checks records, notes, tags and caches.
 *
 * Inside lib/upkeep only.
 */
#ifndef UPKEEP_FSCK_RECORDS_H
#define UPKEEP_FSCK_RECORDS_H

#include "upkeep/fsck_report.h"

/* Adds to F each file that differs from what the ledger and the records say. */
int fsck_records(struct fsck_report *f, struct err *err);

#endif
