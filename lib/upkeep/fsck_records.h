/*
 * fsck_records.h - checks records, notes, tags and caches.
 *
 * Each file is compared with what the ledger and the records say of it.
 *
 * Inside lib/upkeep only.
 */
#ifndef UPKEEP_FSCK_RECORDS_H
#define UPKEEP_FSCK_RECORDS_H

#include "upkeep/fsck_report.h"

int fsck_records(struct fsck_report *f, struct err *err);

#endif
