/*
 * needs.h - finds the objects that the runs of a store need.
 *
 * Inside lib/upkeep only.
 */
#ifndef UPKEEP_NEEDS_H
#define UPKEEP_NEEDS_H

#include "base/buf.h"
#include "base/strs.h"
#include "file/digest.h"
#include "store/store.h"

/* Either one run, or all runs that have recorded the same code. */
struct needs_group {
	struct strs runs;   /* ids of the runs */
	struct digest code; /* digest of the list of code, if CODED */
	int coded;
};

struct need {
	struct digest digest;
	size_t group; /* index of the needs_group */
	/* 1 if the record says that the object is in the store; otherwise the
	 * object may be there */
	int must;
};

struct needs {
	const struct store *store;
	struct need *list; /* sorted by digest after needs_sort */
	size_t n, cap;
	struct needs_group *group;
	size_t ngroups;
	struct strs broken; /* damaged records: "runs/ID: what is wrong" */
	int restored;	    /* 1 if some runs were restored from an archive */
	struct strs there;  /* digests of the objects that the archive had */
};

/* Reads what all runs of S need.  A run with a damaged record is added to
 * BROKEN.  The digests that its files still contain count as needed. */
int needs_read(struct needs *k, const struct store *s, struct err *err);

/* Adds what run ID needs.  The list may be sorted before.  Call needs_sort
 * afterwards. */
void needs_add_run(struct needs *k, const char *id);
void needs_sort(struct needs *k);

/* Returns 1 if some run needs D. */
int needs_has(const struct needs *k, const struct digest *d);

/* Appends to TO the ids of the runs that need D, separated by spaces. */
void needs_runs(const struct needs *k, const struct digest *d, struct buf *to);
void needs_release(struct needs *k);

#endif
