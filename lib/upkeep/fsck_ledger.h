/*
 * fsck_ledger.h - the files that the ledger lists, and the ledger itself.
 * Inside lib/upkeep only.
 */
#ifndef UPKEEP_FSCK_LEDGER_H
#define UPKEEP_FSCK_LEDGER_H

#include "upkeep/fsck_report.h"

/* IDS: the runs that are there, sorted. */
int fsck_ledger(struct fsck_report *f, const struct strs *ids, struct err *err);

#endif
