/*
 * fsck_report.h - what fsck has found.  Inside lib/upkeep only.
 */
#ifndef UPKEEP_FSCK_REPORT_H
#define UPKEEP_FSCK_REPORT_H

#include <stdint.h>

#include "base/messages.h"
#include "store/store.h"
#include "upkeep/needs.h"

enum fsck_kind {
	FSCK_OBJECT, /* an object; WANT is its digest */
	FSCK_FILE,   /* a file of a record */
	FSCK_CACHE,  /* a file that may be deleted */
	FSCK_OTHER,
};

struct fsck_finding {
	enum fsck_kind kind;
	char *path;    /* path below the store */
	char *problem; /* what is wrong: "missing", "damaged: ..." */
	char *runs;    /* runs that need it, or "" */
	int wanted;    /* 1: WANT is the digest that the file should have */
	struct digest want;
	int repaired;
};

struct fsck_report {
	const struct store *store;
	struct fsck_finding *list;
	size_t n;
	struct messages notes; /* remarks that are no damage */
	size_t runs, objects;
	uint64_t bytes;
	struct needs needs;
};

/* Adds a finding.  WANT may be NULL.  F owns PROBLEM and RUNS afterwards. */
void fsck_report_add(struct fsck_report *f, enum fsck_kind kind,
		     const char *path, const struct digest *want, char *problem,
		     char *runs);
/* Moves the repaired findings of FROM to TO if TO has none of their paths.
 * Returns how many these are. */
size_t fsck_report_move_repaired(struct fsck_report *to,
				 struct fsck_report *from);
void fsck_report_sort(struct fsck_report *f); /* by their paths */
void fsck_report_release(struct fsck_report *f);

#endif
