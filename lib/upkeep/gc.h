/*
 * gc.h - removes what no run of a store needs.
 */
#ifndef UPKEEP_GC_H
#define UPKEEP_GC_H

#include <stdint.h>

#include "base/err.h"
#include "base/strs.h"
#include "store/store.h"

struct gc {
	/* what is or would be removed, below the store's directory */
	struct strs paths;
	size_t objects, needed; /* numbers of objects to remove and to keep */
	size_t leftovers;	/* number of those that killed processes left */
	/* number of files in tmp/ that nobody holds and that stay, since they
	 * are younger than a minute: their maker may not hold them yet */
	size_t young;
	uint64_t bytes; /* size of all that is removed */
};

/* Finds the objects that no run needs and that are unchanged for GRACE seconds,
 * and the files that killed processes left.  Removes both if REMOVE is 1; runs
 * that are recorded meanwhile lose nothing (store_lock.h).  Fails with
 * err_data, and removes nothing, if a record is damaged, since the objects that
 * it needs are unknown.  The caller releases G. */
int gc_run(struct gc *g, const struct store *s, int64_t grace, int remove,
	   struct err *err);
void gc_release(struct gc *g);

#endif
