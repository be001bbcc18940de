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
	struct strs paths; /* paths of what is (or would be) removed, below S */
	size_t objects, needed; /* number of objects to remove, and to keep */
	size_t leftovers; /* number of files of killed processes to remove */
	uint64_t bytes;	  /* size of all that is removed */
};

/* Finds the objects of S that no run needs and that nobody has touched for
 * GRACE seconds.  Also finds what killed processes have left.  With REMOVE,
 * removes all of this.  Runs that are being recorded meanwhile lose nothing.  A
 * writer holds store_lock until a record names the writer's objects, and gc_run
 * removes objects only while no writer holds the lock.  If a record is damaged,
 * the objects that it needs are not known.  Then this is err_data, and nothing
 * is removed. */
int gc_run(struct gc *g, const struct store *s, int64_t grace, int remove,
	   struct err *err);
void gc_release(struct gc *g);

#endif
