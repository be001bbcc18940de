/*
 * fsck_report.h - the damage that fsck has found.
 *
 * Inside lib/upkeep only.
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
	char *path;	    /* path below the store's directory */
	char *problem;	    /* "missing", "damaged: ..." */
	char *runs;	    /* ids of the runs that need the file, or "" */
	int wanted;	    /* 1: WANT is set */
	struct digest want; /* digest that the file should have */
	int repaired;
};

struct fsck_report {
	const struct store *store;
	struct fsck_finding *list;
	size_t n;
	struct messages notes; /* remarks about what is no damage */
	size_t runs, objects;  /* numbers of those checked */
	uint64_t bytes;	       /* size of these objects */
	struct needs needs;
};

/* Adds a finding.  WANT may be NULL.  F takes over PROBLEM and RUNS. */
void fsck_report_add(struct fsck_report *f, enum fsck_kind kind,
		     const char *path, const struct digest *want, char *problem,
		     char *runs);
/* Moves to TO the repaired findings of FROM whose paths TO lacks.  Returns
 * their number. */
size_t fsck_report_move_repaired(struct fsck_report *to,
				 struct fsck_report *from);
void fsck_report_sort(struct fsck_report *f); /* by path */
void fsck_report_release(struct fsck_report *f);

#endif
