/*
 * needs.h - finds the objects that the runs of a store need.
 */
#ifndef UPKEEP_NEEDS_H
#define UPKEEP_NEEDS_H

#include "base/buf.h"
#include "base/strs.h"
#include "file/digest.h"
#include "store/store.h"

/* one run, or all runs with the same code */
struct needs_group {
	struct strs runs;   /* ids */
	struct digest code; /* digest of the list of code files, if CODED */
	int coded;
};

struct need {
	struct digest digest;
	size_t group; /* index in K->group */
	/* 1: a record says that the store has the object; 0: the store may have
	 * it */
	int must;
};

struct needs {
	const struct store *store;
	struct need *list; /* sorted by digest after needs_sort */
	size_t n, cap;
	struct needs_group *group;
	size_t ngroups;
	struct strs broken; /* damaged records: "runs/ID: what is wrong" */
	int restored;	    /* 1: some run was restored from an archive */
	struct strs there;  /* digests of the objects in that archive */
};

/* Reads what all runs of S need, and sorts it.  A damaged record goes into
 * BROKEN; the digests that its files still have count as needed.  The caller
 * releases K. */
int needs_read(struct needs *k, const struct store *s, struct err *err);

/* Adds what run ID needs.  The caller calls needs_sort afterwards. */
void needs_add_run(struct needs *k, const char *id);
void needs_sort(struct needs *k);

/* Returns 1 if some run needs D. */
int needs_has(const struct needs *k, const struct digest *d);

/* Appends to TO the ids of the runs that need D, separated by spaces. */
void needs_runs(const struct needs *k, const struct digest *d, struct buf *to);
void needs_release(struct needs *k);

#endif
