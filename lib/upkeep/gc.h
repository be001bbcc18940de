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
	struct strs paths;	/* what is (or would be) removed, below S */
	size_t objects, needed; /* objects to remove, and to keep */
	size_t leftovers;	/* files of killed processes to remove */
	uint64_t bytes;		/* bytes of all that is removed */
};

/* Finds the objects that no run needs and that nobody has touched for GRACE
 * seconds.  Also finds what killed processes have left.  If REMOVE is 1,
 * removes all of this; runs that are recorded meanwhile lose nothing
 * (store_lock.h).  If a record is damaged, the objects that it needs are not
 * known: fails with err_data, and removes nothing.  The caller releases G. */
int gc_run(struct gc *g, const struct store *s, int64_t grace, int remove,
	   struct err *err);
void gc_release(struct gc *g);

#endif
