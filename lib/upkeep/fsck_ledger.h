/*
 * fsck_ledger.h - checks the ledger and the files that the ledger lists.
 *
 * Inside lib/upkeep only.
 */
#ifndef UPKEEP_FSCK_LEDGER_H
#define UPKEEP_FSCK_LEDGER_H

#include "upkeep/fsck_report.h"

/* Adds to F what is wrong with the ledger and its files.  IDS are the ids of
 * all runs of the store, sorted. */
int fsck_ledger(struct fsck_report *f, const struct strs *ids, struct err *err);

#endif
