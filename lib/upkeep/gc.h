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

/* Finds the objects that no run needs and nobody has touched for GRACE seconds,
 * and what killed processes have left; with REMOVE, removes them.  Runs that
 * are recorded meanwhile lose nothing (store_lock.h).  Fails with err_data, and
 * removes nothing, if a record is damaged: what it needs is not known.  The
 * caller releases G. */
int gc_run(struct gc *g, const struct store *s, int64_t grace, int remove,
	   struct err *err);
void gc_release(struct gc *g);

#endif
