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
	size_t objects, needed; /* objects to remove, and those that stay */
	size_t leftovers;	/* files of killed processes to remove */
	uint64_t bytes;		/* of all that is removed */
};

/*
 * Finds the objects of S that no run needs and that nobody has touched for
 * GRACE seconds, and what killed processes have left; with REMOVE, removes
 * them.  Runs that are being recorded meanwhile lose nothing: a writer holds
 * store_lock until a record names what it has put, and this removes objects
 * only while no writer holds it.  If a record is damaged, what it needs is not
 * known: that is err_data, and nothing is removed.
 */
int gc_run(struct gc *g, const struct store *s, int64_t grace, int remove,
	   struct err *err);
void gc_release(struct gc *g);

#endif
