/*
 * fsck_records.h - records, notes, tags and caches compared with what the
 * ledger and the records themselves say of them.  Inside lib/upkeep only.
 */
#ifndef UPKEEP_FSCK_RECORDS_H
#define UPKEEP_FSCK_RECORDS_H

#include "upkeep/fsck_report.h"

int fsck_records(struct fsck_report *f, struct err *err);

#endif
