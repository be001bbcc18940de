/*
 * needs.h - which objects the runs of a store need.  Inside lib/upkeep only.
 */
#ifndef UPKEEP_NEEDS_H
#define UPKEEP_NEEDS_H

#include "base/buf.h"
#include "base/strs.h"
#include "file/digest.h"
#include "store/store.h"

/* Either one run, or all runs that have recorded the same code. */
struct needs_group {
	struct strs runs;   /* their ids */
	struct digest code; /* the list of files, if CODED */
	int coded;
};

struct need {
	struct digest digest;
	size_t group;
	int must; /* the record says that the object is in the store; otherwise
		     it may be there */
};

struct needs {
	const struct store *store;
	struct need *list; /* by digest, once needs_sort was called */
	size_t n, cap;
	struct needs_group *group;
	size_t ngroups;
	struct strs broken; /* "runs/ID: what is wrong" */
	int restored;	    /* 1: some runs were restored from an archive */
	struct strs there;  /* digests of objects that the archive had */
};

/* Reads what all runs of S need.  A run whose record is damaged is added to
 * BROKEN; the digests that its files still contain count as needed. */
int needs_read(struct needs *k, const struct store *s, struct err *err);
/* Adds what run ID needs, to a list that needs_sort has not sorted, or has. */
void needs_add_run(struct needs *k, const char *id);
void needs_sort(struct needs *k);
/* Returns 1 if some run needs D. */
int needs_has(const struct needs *k, const struct digest *d);
/* Appends to TO the ids of the runs that need D, separated by spaces. */
void needs_runs(const struct needs *k, const struct digest *d, struct buf *to);
void needs_release(struct needs *k);

#endif
